"""Answers on paper that were received in time and are keyed after the last day to answer."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts import days
from app.core.calendar import KEYING_DAYS
from app.core.distant.paper_sheets import actor_of
from app.core.distant.sheet_acts import do_sheet
from app.core.distant.sheet_looks import view_sheet
from app.core.errors import Conflict, Invalid
from app.core.mandates.possible_acts import Act
from app.core.people.parties import ensure_enterprise_party
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet
from app.translations.formats import day_text
from tests.acting import (
    accept,
    accept_extension,
    contest,
    extend,
    get_mandate,
    kinds,
    letters,
    pass_on,
    refuse,
    renounce,
    run_days,
    status,
    stop,
    today,
    transfer,
    withdraw,
)
from tests.core.test_paper_sheets import do, key, letter_of, print_letters
from tests.world import FARM, HOMELESS, TODAY, World

LAST_DAY = TODAY + timedelta(days=30)
THIRD = "permit.manage"


@pytest.fixture
def rita(world: World) -> Actor:
    """A clerk with the post in front of her."""
    return Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id)


def lapsed(world: World, mandate: Mandate, in_days: int = 33) -> Mandate:
    """Nobody keyed an answer; both sides were told that it lapsed, and it is `in_days` days after it was sent."""
    world.later(days=31)
    run_days(world)
    world.later(days=in_days - 31)
    assert status(world, mandate) is Status.LAPSED
    return mandate


def key_late(
    world: World, rita: Actor, mandate: Mandate, act: Act, kind: str = "invitation.holder", received: date = LAST_DAY
) -> PaperSheet:
    return key(world, rita, mandate, act, kind, received_on=received, dated_on=received)


def test_an_answer_that_was_received_on_the_last_day_holds_from_the_day_it_is_keyed(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    assert do(world, key_late(world, rita, mandate, Act.ACCEPT)).outcome == "done"
    assert mandate.accepted_on == today(world)
    assert status(world, mandate) is Status.ACTIVE
    assert [status(world, mandate, day) for day in (-3, -2, -1)] == [Status.OFFERED, Status.LAPSED, Status.LAPSED]
    assert not mandate.line_holds_on(mandate.lines[0], today(world) - timedelta(days=1))
    assert letters(world, mandate)[-4:] == ["lapsed.giver", "lapsed.holder", "active.giver", "active.holder"]


def test_both_sides_read_that_it_holds_after_all(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    do(world, key_late(world, rita, mandate, Act.ACCEPT))
    for kind in ("active.giver", "active.holder"):
        letter = world.session.scalars(select(Letter).where(Letter.kind == kind)).one()
        assert letter.data["came_on"] == LAST_DAY.isoformat()


def test_who_was_not_told_that_it_lapsed_does_not_read_that_it_holds_after_all(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage")
    world.later(days=31)
    do(world, key_late(world, rita, mandate, Act.ACCEPT))
    letter = world.session.scalars(select(Letter).where(Letter.kind == "active.giver")).one()
    assert "came_on" not in letter.data
    assert run_days(world) == 0


def test_the_journal_says_when_the_sheet_came(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    do(world, key_late(world, rita, mandate, Act.ACCEPT))
    said = [one for one in list_happenings(world.session, mandate.id) if one.kind == "accepted"]
    how = f"Dat gebeurde met een brief die op {day_text(LAST_DAY)} binnenkwam, nagekeken door medewerker 5120."
    assert [one.how for one in said] == [how]


@pytest.mark.parametrize(
    ("act", "kind", "becomes"),
    [
        (Act.REFUSE, "invitation.holder", Status.REFUSED),
        (Act.WITHDRAW, "given.giver", Status.WITHDRAWN),
    ],
)
def test_other_answers_in_time_count_too(world: World, rita: Actor, act: Act, kind: str, becomes: Status) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    do(world, key_late(world, rita, mandate, act, kind))
    assert status(world, mandate) is becomes
    assert status(world, mandate, -1) is Status.LAPSED
    assert run_days(world) == 0


def test_a_sheet_that_was_received_after_the_last_day_is_refused(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    sheet = key_late(world, rita, mandate, Act.ACCEPT, received=LAST_DAY + timedelta(days=1))
    assert view_sheet(world.session, sheet, now=world.now).late is None
    with pytest.raises(Conflict, match="not_open_lapsed"):
        do(world, sheet)


def test_the_clerk_reads_that_the_sheet_came_in_time(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    sheet = key_late(world, rita, mandate, Act.ACCEPT)
    assert view_sheet(world.session, sheet, now=world.now).late == LAST_DAY
    do(world, sheet)
    assert view_sheet(world.session, sheet, now=world.now).late is None


def test_it_is_keyed_at_most_ten_days_after_the_last_day(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"), 30 + KEYING_DAYS)
    sheet = key_late(world, rita, mandate, Act.ACCEPT)
    world.later(days=1)
    with pytest.raises(Conflict, match="keyed_too_late"):
        do(world, sheet)
    world.later(days=-1)
    do(world, sheet)
    assert status(world, mandate) is Status.ACTIVE


def test_ten_days_are_ten(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"), 40)
    do(world, key_late(world, rita, mandate, Act.ACCEPT))
    assert status(world, mandate) is Status.ACTIVE


def test_only_paper_looks_at_the_day_on_which_it_came(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    key_late(world, rita, mandate, Act.ACCEPT)
    with pytest.raises(Conflict, match="not_open_lapsed"):
        accept(world, mandate)


def test_what_was_given_anew_is_not_given_twice(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage", "subsidy.view"))
    again = world.give("hinder.manage")
    sheet = key_late(world, rita, mandate, Act.ACCEPT)
    with pytest.raises(Conflict, match="given_meanwhile"):
        do(world, sheet)
    assert status(world, mandate) is Status.LAPSED
    stop(world, accept(world, again))
    with pytest.raises(Conflict, match="given_meanwhile"):
        do(world, sheet)


@pytest.mark.parametrize("ended", [withdraw, refuse, lambda world, again: renounce(world, accept(world, again))])
def test_what_was_given_anew_and_ended_by_either_side_does_not_come_back(
    world: World, rita: Actor, ended: Callable[[World, Mandate], Mandate]
) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    ended(world, world.give("hinder.manage"))
    with pytest.raises(Conflict, match="given_meanwhile"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT))
    assert status(world, mandate) is Status.LAPSED


def test_a_part_that_was_given_anew_and_stopped_does_not_come_back_while_the_rest_runs(
    world: World, rita: Actor
) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    again = accept(world, world.give("hinder.manage", "subsidy.view"))
    stop(world, again, type_keys=["hinder.manage"])
    assert status(world, again) is Status.ACTIVE
    with pytest.raises(Conflict, match="given_meanwhile"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT))


def test_what_ended_before_or_covers_something_else_is_no_obstacle(world: World, rita: Actor) -> None:
    stop(world, accept(world, world.give("hinder.manage")))
    world.later(days=1)
    mandate = lapsed(world, world.give("hinder.manage"))
    withdraw(world, world.give("subsidy.view"))
    do(world, key_late(world, rita, mandate, Act.ACCEPT, received=mandate.answer_by))
    assert status(world, mandate) is Status.ACTIVE


def test_what_the_giver_moved_to_another_meanwhile_is_not_taken_over_twice(world: World, rita: Actor) -> None:
    running = accept(world, world.give("hinder.manage"))
    moved = lapsed(world, transfer(world, "hinder.manage"))
    assert status(world, running) is Status.ACTIVE
    sheet = key_late(world, rita, moved, Act.ACCEPT)
    again = transfer(world, "hinder.manage", other_number=HOMELESS)
    with pytest.raises(Conflict, match="given_meanwhile"):
        do(world, sheet)
    assert status(world, again) is Status.OFFERED


def test_what_another_took_over_meanwhile_is_not_taken_over_again(world: World, rita: Actor) -> None:
    luc = world.add_representative(FARM, "Luc", "Vanhoutte")
    farmer = world.at_home(luc, ensure_enterprise_party(world.session, FARM))
    accept(world, world.give("hinder.manage"))
    moved = lapsed(world, transfer(world, "hinder.manage"))
    sheet = key_late(world, rita, moved, Act.ACCEPT)
    again = accept(world, transfer(world, "hinder.manage", other_number=FARM), farmer)
    with pytest.raises(Conflict, match="late_old_stopped"):
        do(world, sheet)
    assert status(world, moved) is Status.LAPSED
    stop(world, again)  # What came in its place and ended: the giver decided since, and does so again.
    with pytest.raises(Conflict, match="late_old_stopped"):
        do(world, sheet)


def test_what_the_giver_stopped_at_once_for_another_is_not_taken_over_late(world: World, rita: Actor) -> None:
    running = accept(world, world.give("hinder.manage"))
    moved = lapsed(world, transfer(world, "hinder.manage"))
    sheet = key_late(world, rita, moved, Act.ACCEPT)
    again = transfer(world, "hinder.manage", other_number=HOMELESS, stops_now=True)
    assert (status(world, running), status(world, again)) == (Status.STOPPED, Status.OFFERED)
    with pytest.raises(Conflict, match="late_old_stopped"):
        do(world, sheet)
    assert status(world, moved) is Status.LAPSED


def test_a_stop_while_the_answer_was_waited_for_leaves_the_offer_as_it_is(world: World, rita: Actor) -> None:
    running = accept(world, world.give("hinder.manage"))
    moved = transfer(world, "hinder.manage")
    stop(world, running)
    lapsed(world, moved)
    do(world, key_late(world, rita, moved, Act.ACCEPT))
    assert status(world, moved) is Status.ACTIVE


def test_what_was_moved_lets_the_old_holder_go_after_all(world: World, rita: Actor) -> None:
    running = accept(world, world.give("hinder.manage"))
    moved = lapsed(world, transfer(world, "hinder.manage"))
    assert letters(world, running)[-2:] == ["stays.giver", "stays.holder"]
    do(world, key_late(world, rita, moved, Act.ACCEPT))
    assert letters(world, running)[-2:] == ["transferred.giver", "transferred.holder"]
    assert (status(world, running), status(world, moved)) == (Status.STOPPED, Status.ACTIVE)


def test_what_was_passed_on_anew_is_not_with_two_at_a_time(world: World, rita: Actor) -> None:
    source = accept(world, world.give(THIRD, months=None))
    source.giver_posted_on = TODAY - timedelta(days=20)
    chain = lapsed(world, pass_on(world, source, THIRD))
    again = pass_on(world, source, THIRD, other=HOMELESS)
    with pytest.raises(Conflict, match="given_meanwhile"):
        do(world, key_late(world, rita, chain, Act.ACCEPT))
    assert status(world, again) is Status.OFFERED


def test_what_is_over_by_the_day_it_is_keyed_is_not_accepted(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage", months=None, last_day=LAST_DAY + timedelta(days=1))
    lapsed(world, mandate)
    with pytest.raises(Conflict, match="late_nothing_left"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT))


def test_nobody_answers_late_what_stood_still_when_the_sheet_came(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage")
    world.later(days=29)
    contest(world, mandate)
    world.later(days=-29)
    lapsed(world, mandate)
    with pytest.raises(Conflict, match="not_open_lapsed"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT))
    with pytest.raises(Conflict, match="not_open_suspended"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT, received=LAST_DAY - timedelta(days=3)))


def test_what_was_accepted_late_is_told_when_it_expires(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage", months=None, last_day=LAST_DAY + timedelta(days=40))
    lapsed(world, mandate)
    do(world, key_late(world, rita, mandate, Act.ACCEPT))
    world.later(days=60)
    assert run_days(world) == 1
    assert kinds(world, mandate)[-1] == "expired"
    assert days.list_due(world.session, now=world.now) == []


def test_a_contest_of_what_was_accepted_late_stops_it_when_nobody_decides(world: World, rita: Actor) -> None:
    mandate = lapsed(world, world.give("hinder.manage"))
    do(world, key_late(world, rita, mandate, Act.ACCEPT))
    contest(world, mandate)
    world.later(days=31)
    run_days(world)
    assert status(world, mandate) is Status.STOPPED


def test_a_stop_that_is_keyed_late_holds_from_then_and_tells_when_it_came(world: World, rita: Actor) -> None:
    mandate = accept(world, world.give("hinder.manage"))
    world.later(days=5)
    do(world, key_late(world, rita, mandate, Act.STOP, "active.giver", received=TODAY + timedelta(days=2)))
    assert mandate.lines[0].stop_day == TODAY + timedelta(days=5)
    assert status(world, mandate, -1) is Status.ACTIVE
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "stopped")).one()
    assert entry.data["received_on"] == (TODAY + timedelta(days=2)).isoformat()


def test_a_sheet_cannot_have_come_before_its_letter_was_posted(world: World, rita: Actor) -> None:
    mandate = world.give("hinder.manage")
    letter_of(world, mandate, "invitation.holder").posted_on = TODAY + timedelta(days=1)
    world.later(days=3)
    with pytest.raises(Invalid, match="received_before_letter"):
        key_late(world, rita, mandate, Act.REFUSE, received=TODAY)


def not_extended(world: World, last_day: date | None = None, in_days: int = 33) -> Mandate:
    """Nobody keyed an answer to the question to run longer; both were told so."""
    last_day = last_day or TODAY + timedelta(days=100)
    mandate = accept(world, world.give("hinder.manage", months=None, last_day=last_day))
    extend(world, mandate, months=1)
    print_letters(world, mandate)
    world.later(days=31)
    run_days(world)
    world.later(days=in_days - 31)
    return get_mandate(world.session, mandate.id)


def test_a_later_end_that_was_accepted_in_time_counts_when_it_is_keyed(world: World, rita: Actor) -> None:
    mandate = not_extended(world)
    assert letters(world, mandate)[-2:] == ["not_extended.giver", "not_extended.holder"]
    before = mandate.lines[0].last_day
    sheet = key_late(world, rita, mandate, Act.ACCEPT_EXTENSION, "extension_asked.holder")
    assert view_sheet(world.session, sheet, now=world.now).late == LAST_DAY
    do(world, sheet)
    assert mandate.lines[0].last_day > before
    assert mandate.extensions[-1].accepted_on == today(world)
    told = world.session.scalars(select(Letter).where(Letter.kind.like("extended.%"))).all()
    assert [one.data["came_on"] for one in told] == [LAST_DAY.isoformat()] * 2


def test_a_later_end_that_was_refused_in_time_is_refused(world: World, rita: Actor) -> None:
    mandate = not_extended(world)
    do(world, key_late(world, rita, mandate, Act.REFUSE_EXTENSION, "extension_asked.holder"))
    assert mandate.extensions[-1].refused_on == today(world)


def test_a_later_end_that_was_answered_or_keyed_too_late_is_refused(world: World, rita: Actor) -> None:
    mandate = not_extended(world)
    kind = "extension_asked.holder"
    with pytest.raises(Conflict, match="extension_lapsed"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT_EXTENSION, kind, LAST_DAY + timedelta(days=1)))
    with pytest.raises(Conflict, match="extension_lapsed"):
        accept_extension(world, mandate)
    world.later(days=KEYING_DAYS)
    with pytest.raises(Conflict, match="extension_keyed_too_late"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT_EXTENSION, kind))


def test_what_ended_before_its_answer_was_keyed_does_not_run_again(world: World, rita: Actor) -> None:
    mandate = not_extended(world, last_day=LAST_DAY + timedelta(days=1))
    with pytest.raises(Conflict, match="extension_expired"):
        do(world, key_late(world, rita, mandate, Act.ACCEPT_EXTENSION, "extension_asked.holder"))


def test_an_answer_to_the_question_before_is_no_answer_to_the_next(world: World, rita: Actor) -> None:
    mandate = not_extended(world)
    old = letter_of(world, mandate, "extension_asked.holder")
    extend(world, mandate, months=12)
    sheet = PaperSheet(
        mandate_id=mandate.id, party_id=old.party_id, letter_id=old.id, clerk_id=rita.actor_id,
        person_id=world.jan.id, capacity="legal_representative", act=Act.ACCEPT_EXTENSION, signed=True,
        received_on=LAST_DAY, keyed_at=world.now,
    )  # fmt: skip
    world.session.add(sheet)
    world.session.flush()
    with pytest.raises(Conflict, match="extension_asked_anew"):
        do_sheet(world.session, actor_of(sheet), policy=world.policy, now=world.now)
    assert mandate.extensions[-1].accepted_on is None


def test_a_clock_that_is_set_back_keeps_nobody_from_accepting(world: World) -> None:
    """As whoever runs a demo does: it was told that nobody answered, and on the day of now that is not so."""
    mandate = lapsed(world, world.give("hinder.manage"))
    world.later(days=-33)
    accept(world, mandate)
    assert status(world, mandate) is Status.ACTIVE
    assert "came_on" not in letter_of(world, mandate, "active.giver").data


def test_nor_from_accepting_a_later_end(world: World) -> None:
    mandate = extend(world, accept(world, world.give("subsidy.view")), months=12)
    world.later(days=31)
    run_days(world)
    world.later(days=-31)
    accept_extension(world, mandate)
    assert "came_on" not in letter_of(world, mandate, "extended.giver").data
