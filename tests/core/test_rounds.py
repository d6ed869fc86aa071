"""The yearly question who still may what: asked once a year, reminded of once, answered person by person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.letters.mail_sending import return_mail
from app.core.people.notices import MailWish
from app.core.rights.ending import end_relation
from app.core.rights.rounds import (
    close_round,
    confirm_colleague,
    find_last_round,
    hold_round,
    list_due_rounds,
    round_about,
    view_round,
)
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.rights_round import RightsRound
from tests.acting import consent
from tests.colleagues import MANAGER, colleague, person
from tests.mailing import ADDRESS, reads_mail, send_due, with_mail
from tests.world import OFFICE, TODAY, World


def run(world: World) -> int:
    """What the daily job does about it; how many organisations it found."""
    due = list(list_due_rounds(world.session, now=world.now))
    for party_id in due:
        hold_round(world.session, party_id, policy=world.policy, now=world.now)
    return len(due)


def asked(world: World) -> None:
    """A year later: Els works at the office and Mieke manages it, and the office was asked."""
    colleague(world, "Els")
    colleague(world, "Mieke", MANAGER)
    world.later(days=365)
    assert run(world) == 1


def journal(world: World) -> list[str]:
    entries = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [one.kind for one in entries if one.kind.startswith("round_")]


def letters(world: World) -> list[Letter]:
    return list(world.session.scalars(select(Letter).where(Letter.kind == "round.party").order_by(Letter.cause_id)))


def confirm(world: World, *names: str, actor=None) -> None:
    for name in names:
        who, shown = person(world, name).id, mark(world, name)
        confirm_colleague(world.session, actor or world.holder, who, shown, now=world.now)


def mark(world: World, name: str) -> str:
    """What the page holds of a colleague as it is shown now."""
    view = view_round(world.session, world.holder, now=world.now)
    return next(view.mark_of(one) for one in view.everybody if one.person_id == person(world, name).id)


def test_the_list_comes_on_the_anniversary_of_the_first_right_and_not_before(world: World) -> None:
    colleague(world, "Els")
    world.later(days=364)
    colleague(world, "Mieke", MANAGER, first_day=world.now.date())
    assert run(world) == 0
    world.later(days=1)
    assert run(world) == 1
    assert (run(world), journal(world)) == (0, ["round_asked"])
    [letter] = letters(world)
    assert [one["name"] for one in letter.data["people"]] == ["Els Wouters", "Mieke Wouters"]
    assert letter.data["people"][1]["rights"] == ["Mandaatbeheerder"]


def test_a_job_that_was_late_asks_once_and_no_sooner_than_a_year_after_that(world: World) -> None:
    colleague(world, "Els")
    world.later(days=372)
    assert (run(world), run(world)) == (1, 0)
    confirm(world, "Els")
    close_round(world.session, world.holder, now=world.now)
    world.later(days=364)
    assert run(world) == 0
    world.later(days=1)
    assert run(world) == 1
    days = world.session.scalars(select(RightsRound.due_on).order_by(RightsRound.due_on)).all()
    assert [(one.month, one.day) for one in days] == [(11, 23), (11, 23)]


def test_the_first_round_waits_for_the_next_anniversary_and_is_not_asked_twice_in_days(world: World) -> None:
    first = TODAY.replace(year=TODAY.year - 3) + timedelta(days=7)
    colleague(world, "Els", first_day=first)
    assert run(world) == 0
    world.later(days=7)
    assert (run(world), run(world)) == (1, 0)
    world.later(days=364)
    assert [one.due_on for one in world.session.scalars(select(RightsRound))] == [TODAY + timedelta(days=7)]
    confirm(world, "Els")
    close_round(world.session, world.holder, now=world.now)
    assert run(world) == 0


def test_a_first_round_is_not_asked_more_than_a_week_after_the_anniversary(world: World) -> None:
    colleague(world, "Els")
    world.later(days=373)
    assert run(world) == 0
    world.later(days=358)
    assert run(world) == 1


def test_it_is_kept_who_said_that_it_is_right(world: World) -> None:
    asked(world)
    confirm(world, "Els")
    mieke = world.at_home(person(world, "Mieke"), world.office)
    world.later(days=1)
    # Saying it again changes nothing: it was said already.
    confirm(world, "Els", "Mieke", actor=mieke)
    view = view_round(world.session, world.holder, now=world.now)
    assert view is not None
    said = {one.name: (view.seen[one.person_id].said_by, view.seen[one.person_id].said_on) for one in view.everybody}
    day = TODAY + timedelta(days=365)
    assert said == {"Els Wouters": ("Jan Peeters", day), "Mieke Wouters": ("Mieke Wouters", day + timedelta(days=1))}


@pytest.mark.parametrize("why", ["nobody", "ended", "stopped"])
def test_who_has_no_colleagues_or_stopped_is_not_asked(world: World, why: str) -> None:
    if why != "nobody":
        colleague(world, "Els")
    world.later(days=365)
    if why == "ended":
        end_relation(world.session, world.holder, person(world, "Els").id, policy=world.policy, now=world.now)
    if why == "stopped":
        world.set_situation(OFFICE, "bankrupt")
    assert run(world) == 0


def test_one_reminder_comes_after_thirty_days_and_nothing_stops(world: World) -> None:
    asked(world)
    world.later(days=29)
    assert run(world) == 0
    world.later(days=1)
    assert (run(world), run(world)) == (1, 0)
    assert journal(world) == ["round_asked", "round_reminded"]
    first, second = letters(world)
    assert (first.data["reminds"], second.data["reminds"]) == (False, True)
    assert first.dossier_number == second.dossier_number
    world.later(days=300)
    assert run(world) == 0
    assert len(view_round(world.session, world.holder, now=world.now).left) == 2


def test_who_answered_is_not_reminded(world: World) -> None:
    asked(world)
    confirm(world, "Els", "Mieke")
    close_round(world.session, world.holder, now=world.now)
    world.later(days=30)
    assert run(world) == 0


def test_a_round_is_closed_once_everybody_was_looked_at(world: World) -> None:
    asked(world)
    confirm(world, "Els")
    with pytest.raises(Conflict, match="round_not_done"):
        close_round(world.session, world.holder, now=world.now)
    end_relation(world.session, world.holder, person(world, "Mieke").id, policy=world.policy, now=world.now)
    close_round(world.session, world.holder, now=world.now)
    close_round(world.session, world.holder, now=world.now)
    last = find_last_round(world.session, world.office.id)
    assert (last.done_on, last.done_by) == (world.now.date(), "Jan Peeters")
    assert (journal(world), view_round(world.session, world.holder, now=world.now)) == (
        ["round_asked", "round_done"], None,
    )  # fmt: skip


def test_what_changed_since_is_looked_at_again(world: World) -> None:
    asked(world)
    confirm(world, "Els", "Mieke")
    colleague(world, "Els", MANAGER, first_day=world.now.date())
    view = view_round(world.session, world.holder, now=world.now)
    assert [one.name for one in view.left] == ["Els Wouters"]
    with pytest.raises(Conflict, match="round_not_done"):
        close_round(world.session, world.holder, now=world.now)


def test_only_who_decides_looks_the_list_over(world: World) -> None:
    asked(world)
    els, mieke = (world.at_home(person(world, name), world.office) for name in ("Els", "Mieke"))
    for actor in (els, world.at_home(world.maria, world.office)):
        with pytest.raises(NotAllowed):
            confirm(world, "Els", actor=actor)
        with pytest.raises(NotAllowed):
            close_round(world.session, actor, now=world.now)
    confirm(world, "Els", "Mieke", actor=mieke)
    close_round(world.session, mieke, now=world.now)
    assert find_last_round(world.session, world.office.id).done_by == "Mieke Wouters"


def test_who_may_only_appoint_says_of_nobody_that_it_is_right(world: World) -> None:
    asked(world)
    ine = world.at_home(colleague(world, "Ine", "local.admin"), world.office)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        confirm(world, "Mieke", actor=ine)


def test_what_changed_after_it_was_shown_is_shown_again(world: World) -> None:
    asked(world)
    shown = mark(world, "Els")
    els = colleague(world, "Els", MANAGER, first_day=world.now.date())
    with pytest.raises(Conflict, match="rights_changed"):
        confirm_colleague(world.session, world.holder, els.id, shown, now=world.now)
    assert "Els Wouters" in [one.name for one in view_round(world.session, world.holder, now=world.now).left]


def test_without_a_round_there_is_nothing_to_say(world: World) -> None:
    els = colleague(world, "Els")
    assert view_round(world.session, world.holder, now=world.now) is None
    with pytest.raises(Conflict, match="no_round"):
        confirm_colleague(world.session, world.holder, els.id, "", now=world.now)
    with pytest.raises(Conflict, match="no_round"):
        close_round(world.session, world.holder, now=world.now)


def test_who_has_nothing_there_is_not_confirmed(world: World) -> None:
    asked(world)
    with pytest.raises(NotFound, match="colleague_not_here"):
        confirm_colleague(world.session, world.holder, world.maria.id, "", now=world.now)


def test_at_a_counter_the_customer_consents_to_closing_it(world: World) -> None:
    asked(world)
    jan = world.session.query(Function).filter_by(enterprise_number=OFFICE, first_name="Jan").one()
    actor = world.visit(world.add_clerk(), OFFICE, jan)
    confirm(world, "Els", "Mieke", actor=actor)
    with pytest.raises(Conflict, match="consent_missing"):
        close_round(world.session, actor, now=world.now)
    close_round(world.session, consent(world, actor, round_about(world.office.id)), now=world.now)
    assert find_last_round(world.session, world.office.id).done_by == "Jan Peeters"


def test_who_reads_reminders_by_e_mail_gets_the_list_there_alone(world: World) -> None:
    reads_mail(with_mail(world), MailWish.INSTEAD, world.holder)
    asked(world)
    assert letters(world) == []
    world.later(minutes=15)
    [mail] = send_due(world)
    [told] = mail.told
    asked_for = world.session.scalars(select(RightsRound)).one()
    assert (told.kind, told.dossier_number, told.with_letter) == ("round.party", asked_for.dossier_number, False)
    assert [one["name"] for one in told.data["people"]] == ["Els Wouters", "Mieke Wouters"]


def test_a_letter_takes_the_place_of_an_e_mail_that_could_not_be_brought(world: World) -> None:
    reads_mail(with_mail(world), MailWish.INSTEAD, world.holder)
    asked(world)
    world.later(minutes=15)
    send_due(world)
    return_mail(world.session, ADDRESS, policy=world.policy, now=world.now)
    [letter] = letters(world)
    assert letter.dossier_number == world.session.scalars(select(RightsRound.dossier_number)).one()
    assert "dossier_number" not in letter.data


def test_an_e_mail_about_a_round_that_was_closed_meanwhile_is_dropped(world: World) -> None:
    reads_mail(with_mail(world), MailWish.INSTEAD, world.holder)
    asked(world)
    confirm(world, "Els", "Mieke")
    close_round(world.session, world.holder, now=world.now)
    world.later(minutes=15)
    assert (send_due(world), letters(world)) == ([], [])
