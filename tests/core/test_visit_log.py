"""The log of a counter names nobody, until somebody says why he wants to know."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter.visit_log import LoggedVisit, list_visits, open_logged_visit, read_opened_visit
from app.core.counter.visits import end_visit
from app.core.errors import Invalid, NotAllowed, NotFound
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.staff import Staff
from tests.acting import consent, give_as, today
from tests.world import BAKERY, World, new_id


def helped(world: World, clerk: Staff) -> Actor:
    """Maria gave something at the counter, and left."""
    function = world.session.query(Function).filter_by(enterprise_number=BAKERY).one()
    actor = world.visit(clerk, BAKERY, function)
    consent(world, actor, world.wish().fingerprint())
    give_as(world, actor)
    end_visit(world.session, actor, "done", now=world.later(minutes=10), note="Belt nog eens.")
    return actor


def log(world: World, clerk: Staff) -> list[LoggedVisit]:
    return list_visits(world.session, Actor.at_the_counter(clerk.person_id), today(world))


def test_a_visit_is_told_without_a_name_and_with_what_was_done(world: World) -> None:
    clerk = world.add_clerk()
    helped(world, clerk)
    (one,) = log(world, clerk)
    assert (one.number, one.clerk_number, one.exit_reason) == (1, "4711", "done")
    assert (one.capacity, one.method, [deed.kind for deed in one.deeds]) == (
        "legal_representative", "eid_read", ["given"],
    )  # fmt: skip
    assert "Vermeulen" not in repr(one)
    assert "Zoete" not in repr(one)


def test_each_day_and_each_counter_has_its_own(world: World) -> None:
    karim, els = world.add_clerk(), world.add_clerk("Els", "4802", "Aalst")
    helped(world, karim)
    assert log(world, els) == []
    world.later(days=1)
    assert log(world, karim) == []


def test_who_was_here_is_read_after_a_reason_that_the_journal_keeps_and_for_an_hour(world: World) -> None:
    clerk = world.add_clerk()
    visit_id, looker = helped(world, clerk).visit_id, Actor.at_the_counter(clerk.person_id)
    with pytest.raises(NotAllowed, match="log_not_opened"):
        read_opened_visit(world.session, looker, visit_id, now=world.now)
    open_logged_visit(world.session, looker, visit_id, "complaint", now=world.now)
    opened = read_opened_visit(world.session, looker, visit_id, now=world.now)
    assert (opened.person_name, opened.party_name) == ("Maria Vermeulen", "Bakkerij De Zoete Inval BV")
    assert opened.note == "Belt nog eens."
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "visit_opened")).one()
    assert (entry.actor_id, entry.visit_id, entry.data["reason"]) == (clerk.person_id, visit_id, "complaint")
    with pytest.raises(NotAllowed, match="log_not_opened"):
        read_opened_visit(world.session, looker, visit_id, now=world.now + timedelta(hours=1))


def test_a_reason_of_a_colleague_opens_nothing(world: World) -> None:
    karim = world.add_clerk()
    visit_id = helped(world, karim).visit_id
    lotte = world.add_clerk("Lotte", "4802")
    lotte.office_id = karim.office_id
    open_logged_visit(world.session, Actor.at_the_counter(karim.person_id), visit_id, "check", now=world.now)
    with pytest.raises(NotAllowed, match="log_not_opened"):
        read_opened_visit(world.session, Actor.at_the_counter(lotte.person_id), visit_id, now=world.now)


def test_a_visit_of_another_counter_is_as_unknown_as_none(world: World) -> None:
    visit_id = helped(world, world.add_clerk()).visit_id
    els = Actor.at_the_counter(world.add_clerk("Els", "4802", "Aalst").person_id)
    for one in (visit_id, new_id()):
        with pytest.raises(NotFound, match="visit_unknown"):
            open_logged_visit(world.session, els, one, "check", now=world.now)


def test_a_reason_that_does_not_exist_and_who_is_no_clerk_are_refused(world: World) -> None:
    clerk = world.add_clerk()
    visit_id = helped(world, clerk).visit_id
    with pytest.raises(Invalid, match="log_reason_missing"):
        open_logged_visit(world.session, Actor.at_the_counter(clerk.person_id), visit_id, "curious", now=world.now)
    with pytest.raises(NotAllowed, match="clerks_only"):
        list_visits(world.session, world.giver, today(world))
