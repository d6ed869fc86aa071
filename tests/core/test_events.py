"""The feed of events: everything once, in one order, for whoever may know."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.core.caller import Caller
from app.core.errors import NotAllowed
from app.core.events.cloud import cloud_event
from app.core.events.feed import Events, give_places, is_waiting, list_events
from app.core.journal import record_rule
from app.db import Database
from app.models.event import EVENT_TYPES, Event
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from tests.acting import accept, contest, extend, refuse, resume, run_days, sign, status, stop
from tests.colleagues import colleague
from tests.core.duo import Duo
from tests.world import BAKERY, DUO, NOON, OFFICE, World

ALL = frozenset({"subsidies", "vergunningen"})
CALLER = Caller(uuid.uuid4(), "ondernemen", ALL, frozenset({"events"}), None, None, "api:1")


def read(world: World, caller: Caller = CALLER, after: int = 0, size: int = 100) -> Events:
    while give_places(world.session):
        pass
    return list_events(world.session, caller, after=after, size=size, now=world.now)


def types(events: Events) -> list[str]:
    return [one.type.removeprefix("mandate.") for one in events.events]


def test_what_happens_to_a_mandate_is_told_in_the_order_in_which_it_happened(world: World) -> None:
    mandate = accept(world, world.give())
    contest(world, mandate)
    resume(world, mandate)
    stop(world, mandate)
    refuse(world, world.give("permit.view"))
    found = read(world)
    assert types(found) == ["given", "accepted", "suspended", "resumed", "stopped", "given", "refused"]
    assert [one.position for one in found.events] == [1, 2, 3, 4, 5, 6, 7]
    assert {one.domains for one in found.events[:5]} == {("subsidies",)}
    assert (found.next, found.more) == (7, False)


def test_pages_follow_one_another_and_the_last_one_says_where_to_go_on(world: World) -> None:
    mandate = accept(world, world.give())
    first = read(world, size=1)
    assert (types(first), first.next, first.more) == (["given"], 1, True)
    second = read(world, after=first.next, size=1)
    assert (types(second), second.next, second.more) == (["accepted"], 2, False)
    assert read(world, after=2) == Events([], 2, more=False)
    stop(world, mandate)
    assert is_waiting(world.session)
    assert types(read(world, after=2)) == ["stopped"]
    assert not is_waiting(world.session)


def test_an_application_hears_of_its_domains_and_goes_past_the_rest(world: World) -> None:
    world.give("permit.view")
    world.give("hinder.manage", "recog.view")
    only = replace(CALLER, domains=frozenset({"subsidies"}))
    found = read(world, only)
    assert [one.domains for one in found.events] == [("subsidies",)]
    assert found.next == 2
    assert read(world, replace(CALLER, domains=frozenset())).events == []


def test_for_a_user_it_hears_of_his_party_and_not_before_that_may_know(world: World) -> None:
    world.give()
    for_user = replace(CALLER, person_id=world.jan.id, party_id=world.office.id)
    assert types(read(world, for_user)) == ["given"]
    with pytest.raises(NotAllowed, match="sign_in_first"):
        read(world, replace(for_user, party_id=None))


def test_an_application_of_no_entity_hears_nothing_by_itself(world: World) -> None:
    world.give()
    with pytest.raises(NotAllowed, match="application_without_entity"):
        read(world, replace(CALLER, entity_key=None))


def test_what_two_people_still_sign_between_them_is_told_once_both_did(world: World) -> None:
    duo = Duo(world)
    mandate = duo.give()
    theirs = replace(CALLER, person_id=duo.godelieve.person_id, party_id=duo.party.id)
    other_side = replace(CALLER, person_id=world.jan.id, party_id=world.office.id)
    assert [types(read(world, who)) for who in (CALLER, other_side, theirs)] == [[], [], ["given"]]
    sign(world, mandate, duo.johan)
    assert [types(read(world, who, after=1)) for who in (CALLER, other_side, theirs)] == [["signed"]] * 3


def test_who_carries_out_some_mandates_hears_of_those_and_who_left_of_none(world: World) -> None:
    mandate, other = accept(world, world.give()), accept(world, world.give("kmop.manage"))
    els, tom = colleague(world, "Els", mandate_id=mandate.id), colleague(world, "Tom")
    heard = {who: {one.mandate_id for one in read(world, replace(
        CALLER, person_id=who.id, party_id=world.office.id)).events} for who in (els, tom)}  # fmt: skip
    assert heard == {els: {str(mandate.id)}, tom: {str(mandate.id), str(other.id)}}
    with pytest.raises(NotAllowed, match="may_not_decide"):
        read(world, replace(CALLER, person_id=els.id, party_id=world.bakery.id))


def test_an_event_names_the_mandate_and_nobody(world: World) -> None:
    mandate = world.give()
    event = cloud_event(read(world).events[0], "https://loket.example")
    assert event["type"] == "be.vlaanderen.mandaatloket.mandate.given"
    assert (event["specversion"], event["source"], event["subject"]) == (
        "1.0", "https://loket.example/api/v1", str(mandate.id)
    )  # fmt: skip
    assert event["data"] == {"mandateId": str(mandate.id), "domains": ["subsidies"]}
    assert event["sequence"] == "00000000000000000001"
    assert event["time"].endswith("+00:00")
    assert not any(name in str(event) for name in (BAKERY, OFFICE, DUO, mandate.dossier_number, "Maria"))


def test_what_somebody_does_to_a_mandate_is_an_event_or_is_left_out_on_purpose(world: World) -> None:
    """Whoever adds a kind of entry decides here whether applications hear of it."""
    mandate = accept(world, world.give())
    stop(world, mandate)
    kinds = set(world.session.scalars(select(JournalEntry.kind).where(JournalEntry.mandate_id == mandate.id)))
    assert kinds - set(EVENT_TYPES) <= {"letter_posted", "letter_printed", "prepared"}


def test_an_extension_that_nobody_answers_stops_nothing(world: World) -> None:
    """In the journal both stand under one kind: nobody decided in time."""
    mandate = extend(world, accept(world, world.give(months=10)), months=2)
    contested = contest(world, accept(world, world.give("permit.view", months=10)))
    after = read(world).next
    world.later(days=31)
    run_days(world)
    told = {one.mandate_id: one.type for one in read(world, after=after).events}
    assert told == {str(mandate.id): "mandate.extension-lapsed", str(contested.id): "mandate.stopped"}
    assert [status(world, one) for one in (mandate, contested)] == ["active", "stopped"]


@pytest.mark.parametrize("first_commits", ["first", "last"])
def test_whoever_read_up_to_some_place_never_misses_what_was_written_before(
    fresh_database: Database, first_commits: str
) -> None:
    """Numbers of entries are given before the commit, and PostgreSQL lets the second commit first."""
    with fresh_database.writing.begin() as session:
        world = World(session)
        ids = [world.give().id, world.give("permit.view").id]
    _, before = _read(fresh_database, 0)
    slow = fresh_database.writing()
    record_rule(slow, "expired", slow.get_one(Mandate, ids[0]), now=NOON)
    in_order = first_commits == "first" or fresh_database.is_sqlite  # which has one writer at a time
    if in_order:
        slow.commit()
    with fresh_database.writing.begin() as session:
        record_rule(session, "expired", session.get_one(Mandate, ids[1]), now=NOON)
    seen, after = _read(fresh_database, before)
    slow.commit()
    slow.close()
    rest, _ = _read(fresh_database, after)
    assert seen == ([str(one) for one in ids] if in_order else [str(ids[1])])
    assert rest == ([] if in_order else [str(ids[0])])


def _read(database: Database, after: int) -> tuple[list[str], int]:
    with database.writing.begin() as session:
        give_places(session)
    with database.reading() as session:
        assert session.scalar(select(Event.id).where(Event.position.is_(None))) is None
        found = list_events(session, CALLER, after=after, size=10, now=NOON)
        return [one.mandate_id for one in found.events], found.next
