"""Changing holders: the old line stops on the day on which the new one may be used; what does not go over stays."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import list_entries
from app.core.mandates.moves import list_holders, list_moves_from, survey_move
from app.core.mandates.narrower import Narrower
from app.core.people.parties import ensure_enterprise_party
from app.core.views.moves import move_notes
from app.core.views.timeline import list_happenings
from app.models.lifecycle import Side, Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from tests.acting import (
    accept,
    confirm,
    contest,
    get_mandate,
    kinds,
    letters,
    post_first_letter,
    reader,
    refuse,
    renounce,
    resume,
    run_days,
    run_register,
    status,
    stop,
    stop_contested,
    today,
    transfer,
    withdraw,
)
from tests.world import HOMELESS, OFFICE, OTHER, TODAY, World

NEXT_YEAR = date(2027, 11, 22)
HIGH = "invest.manage"


@pytest.fixture
def new_holder(third: Actor) -> Actor:
    """Who is asked to take over."""
    return third


def running(world: World, *keys: str, **changes: Any) -> Mandate:
    """What Jan's office already does for the bakery."""
    return accept(world, world.give(*keys, **changes))


def usable(world: World, mandate: Mandate, key: str, in_days: int = 0) -> bool:
    fresh = get_mandate(world.session, mandate.id)
    line = next(one for one in fresh.lines if one.type_key == key)
    return fresh.line_holds_on(line, today(world) + timedelta(days=in_days))


def line_of(mandate: Mandate, key: str) -> Line:
    return next(one for one in mandate.lines if one.type_key == key)


def test_what_the_new_holder_does_not_take_over_stays_as_it_was_and_is_told_once(
    world: World, new_holder: Actor
) -> None:
    old = running(world, "hinder.manage", "subsidy.view", "permit.view")
    new = transfer(world, "hinder.manage", "subsidy.view", "permit.view")
    accept(world, new, new_holder, narrower=Narrower(("subsidy.view",)))
    assert [usable(world, new, key) for key in ("hinder.manage", "subsidy.view")] == [False, True]
    assert [usable(world, old, key) for key in ("hinder.manage", "subsidy.view", "permit.view")] == [True, False, True]
    both = ["transferred.giver", "transferred.holder", "stays.giver", "stays.holder"]
    assert letters(world, old)[-4:] == both
    stays = [one for one in list_happenings(world.session, old.id) if one.kind == "stays"]
    assert len(stays) == 1
    assert "nam een deel niet over: " in stays[0].sentence
    told = move_notes(world.session, get_mandate(world.session, old.id), Side.GIVER, today(world) + timedelta(days=60))
    assert sum("nam dit niet over" in one for one in told) == sum("neemt dit over vanaf" in one for one in told) == 1
    accepted = [one.sentence for one in list_happenings(world.session, new.id) if one.kind == "accepted"]
    assert "nam voor" in accepted[0]
    assert "maar een deel over. Niet overgenomen: Hinderpremie aanvragen en " in accepted[0]
    stop(world, new)
    assert letters(world, old)[-4:] == both


def test_a_new_holder_does_not_choose_an_earlier_end_nor_a_part_that_was_not_asked(
    world: World, new_holder: Actor
) -> None:
    running(world, "hinder.manage", "subsidy.view", "permit.view")
    new = transfer(world, "hinder.manage", "subsidy.view")
    with pytest.raises(Conflict, match="narrower_not_asked"):
        accept(world, new, new_holder, narrower=Narrower(("subsidy.view",), date(2027, 5, 31)))
    with pytest.raises(Invalid, match="narrower_other_types"):
        accept(world, new, new_holder, narrower=Narrower(("permit.view",)))
    assert status(world, new) is Status.OFFERED


def test_nothing_changes_for_the_old_holder_until_the_new_one_accepts(world: World) -> None:
    old = running(world, "hinder.manage", "subsidy.view")
    new = transfer(world, "hinder.manage", "subsidy.view")
    assert status(world, new) is Status.OFFERED
    assert status(world, old) is Status.ACTIVE
    assert letters(world, new) == ["invitation.holder", "transfer_sent.giver"]
    assert letters(world, old)[-1] == "transfer_told.holder"


def test_the_old_line_stops_on_the_day_on_which_the_new_holder_accepts(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage")
    world.later(days=3)
    new = transfer(world, "hinder.manage")
    world.later(days=2)
    accept(world, new, new_holder)
    assert line_of(old, "hinder.manage").stop_day == today(world)
    assert status(world, old) is Status.STOPPED
    assert letters(world, old)[-2:] == ["transferred.giver", "transferred.holder"]
    assert kinds(world, old)[-2:] == ["transfer_asked", "transferred"]


def test_on_every_day_exactly_one_of_both_may_do_it(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage", HIGH)
    old.giver_posted_on = TODAY - timedelta(days=20)
    world.later(days=3)
    new = transfer(world, "hinder.manage", HIGH)
    post_first_letter(world, new)
    world.later(days=2)
    accept(world, new, new_holder)
    for in_days in range(-5, 30):
        for key in ("hinder.manage", HIGH):
            assert usable(world, old, key, in_days) != usable(world, new, key, in_days), (key, in_days)


def test_the_new_line_runs_as_long_as_was_agreed_with_the_old_holder(world: World) -> None:
    running(world, "hinder.manage")
    running(world, "recog.view", months=None)
    world.later(days=40)
    new = transfer(world, "hinder.manage", "recog.view")
    assert line_of(new, "hinder.manage").last_day == NEXT_YEAR
    longest = line_of(new, "recog.view").mandate_type.longest_months
    assert (line_of(new, "recog.view").last_day is None) is (longest is None)


def test_the_new_line_is_never_longer_than_its_type_allows(world: World) -> None:
    old = running(world, "hinder.manage")
    old.lines[0].mandate_type.longest_months = 1
    new = transfer(world, "hinder.manage")
    assert new.lines[0].last_day == date(2026, 12, 22)


@pytest.mark.parametrize("answer", [refuse, withdraw])
def test_what_is_not_accepted_stays_with_the_old_holder(
    world: World, new_holder: Actor, answer: Callable[..., Mandate]
) -> None:
    old = running(world, "hinder.manage")
    new = transfer(world, "hinder.manage")
    answer(world, new, new_holder if answer is refuse else world.giver)
    assert status(world, old) is Status.ACTIVE
    assert line_of(old, "hinder.manage").stop_day is None
    assert letters(world, old)[-2:] == ["stays.giver", "stays.holder"]
    assert list_entries(world.session, old.id)[-1].data["outcome"] in {"refused", "withdrawn"}


def test_what_nobody_answers_stays_with_the_old_holder(world: World) -> None:
    old = running(world, "hinder.manage")
    transfer(world, "hinder.manage")
    world.later(days=31)
    run_days(world)
    assert status(world, old) is Status.ACTIVE
    assert letters(world, old)[-2:] == ["stays.giver", "stays.holder"]
    assert run_days(world) == 0


def test_only_some_of_it_can_be_moved(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage", "subsidy.view")
    accept(world, transfer(world, "hinder.manage"), new_holder)
    assert not usable(world, old, "hinder.manage")
    assert usable(world, old, "subsidy.view")


def test_lines_of_several_mandates_move_in_one_go(world: World, new_holder: Actor) -> None:
    first, second = running(world, "hinder.manage"), running(world, "subsidy.view")
    new = accept(world, transfer(world, "hinder.manage", "subsidy.view"), new_holder)
    assert {status(world, first), status(world, second)} == {Status.STOPPED}
    assert status(world, new) is Status.ACTIVE
    assert letters(world, first).count("transferred.holder") == letters(world, second).count("transferred.holder") == 1


def test_a_high_risk_line_stays_with_the_old_holder_until_the_new_one_may_really_use_it(
    world: World, new_holder: Actor
) -> None:
    old = running(world, HIGH)
    old.giver_posted_on = TODAY - timedelta(days=20)
    new = accept(world, transfer(world, HIGH), new_holder)
    assert line_of(old, HIGH).stop_day is None
    world.later(days=1)
    post_first_letter(world, new)
    assert line_of(old, HIGH).stop_day == today(world) + timedelta(days=10)
    assert usable(world, old, HIGH, 9)
    assert not usable(world, old, HIGH, 10)
    assert usable(world, new, HIGH, 10)
    assert letters(world, old)[-2:] == ["transferred.giver", "transferred.holder"]


def cooling(world: World, new_holder: Actor) -> tuple[Mandate, Mandate]:
    """An old mandate that stops in ten days, and the new one that starts then."""
    old = running(world, HIGH)
    old.giver_posted_on = TODAY - timedelta(days=20)
    new = transfer(world, HIGH)
    post_first_letter(world, new)
    return old, accept(world, new, new_holder)


@pytest.mark.parametrize("end", [stop, renounce])
def test_a_new_mandate_that_ends_before_it_could_be_used_ends_nothing(
    world: World, new_holder: Actor, end: Callable[..., Mandate]
) -> None:
    old, new = cooling(world, new_holder)
    end(world, new, world.giver if end is stop else new_holder)
    assert line_of(old, HIGH).stop_day is None
    assert usable(world, old, HIGH, 30)
    assert letters(world, old)[-2:] == ["stays.giver", "stays.holder"]


def test_a_contested_new_mandate_ends_nothing_until_the_giver_says_that_it_is_right(
    world: World, new_holder: Actor
) -> None:
    old, new = cooling(world, new_holder)
    contest(world, new)
    assert line_of(old, HIGH).stop_day is None
    world.later(days=15)
    assert usable(world, old, HIGH)
    resume(world, new)
    assert line_of(old, HIGH).stop_day == today(world)
    assert usable(world, new, HIGH)
    assert kinds(world, old)[-3:] == ["transferred", "stays", "transferred"]


def test_a_contest_that_ends_the_new_mandate_leaves_everything_with_the_old_holder(
    world: World, new_holder: Actor
) -> None:
    old, new = cooling(world, new_holder)
    contest(world, new)
    stop_contested(world, new)
    assert usable(world, old, HIGH, 30)
    assert kinds(world, old)[-2:] == ["stays", "stays"]


def test_a_contest_that_nobody_decides_leaves_everything_with_the_old_holder(world: World, new_holder: Actor) -> None:
    old, new = cooling(world, new_holder)
    contest(world, new)
    world.later(days=31)
    run_days(world)
    assert status(world, new) is Status.STOPPED
    assert usable(world, old, HIGH)


def test_a_new_holder_that_stops_according_to_the_register_takes_nothing_over(world: World, new_holder: Actor) -> None:
    old, new = cooling(world, new_holder)
    world.set_situation(OTHER, "bankrupt")
    run_register(world)
    assert usable(world, old, HIGH, 30)
    world.later(days=12)
    world.set_situation(OTHER, "normal")
    run_register(world)
    assert line_of(old, HIGH).stop_day == today(world)
    assert usable(world, new, HIGH)


def test_what_has_gone_over_does_not_come_back(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage", "subsidy.view")
    new = accept(world, transfer(world, "hinder.manage"), new_holder)
    world.later(days=1)
    stop(world, new)
    assert not usable(world, old, "hinder.manage")
    assert kinds(world, old)[-1] == "transferred"


def test_a_stop_that_was_planned_meanwhile_comes_back_when_the_move_comes_to_nothing(
    world: World, new_holder: Actor
) -> None:
    old = running(world, HIGH)
    old.giver_posted_on = TODAY - timedelta(days=20)
    new = transfer(world, HIGH)
    planned = TODAY + timedelta(days=25)
    stop(world, old, stop_day=planned)
    post_first_letter(world, new)
    accept(world, new, new_holder)
    assert line_of(old, HIGH).stop_day == TODAY + timedelta(days=10)
    stop(world, new)
    assert line_of(old, HIGH).stop_day == planned


def test_a_new_holder_without_an_address_takes_over_only_when_he_confirmed(world: World) -> None:
    nele = world.add_representative(HOMELESS, "Nele", "Claes")
    homeless = ensure_enterprise_party(world.session, HOMELESS)
    old = running(world, "hinder.manage")
    new = accept(world, transfer(world, "hinder.manage", other_number=HOMELESS), world.at_home(nele, homeless, "n1"))
    assert status(world, old) is Status.ACTIVE
    world.later(days=2)
    confirm(world, new, world.at_home(nele, homeless, "n2"))
    assert line_of(old, "hinder.manage").stop_day == today(world)


def test_the_giver_can_choose_a_later_day_for_the_change(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage")
    change = TODAY + timedelta(days=20)
    accept(world, transfer(world, "hinder.manage", first_day=change), new_holder)
    assert line_of(old, "hinder.manage").stop_day == change
    assert usable(world, old, "hinder.manage", 19)
    with pytest.raises(Invalid, match="not_with_old_holder"):
        transfer(world, "hinder.manage", other_number=HOMELESS)


def test_a_line_cannot_change_on_a_day_after_its_last(world: World) -> None:
    running(world, "hinder.manage", months=1)
    with pytest.raises(Invalid, match="old_line_ends_first"):
        transfer(world, "hinder.manage", first_day=TODAY + timedelta(days=60))


def test_a_mandate_that_stands_still_goes_over_too(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage")
    contest(world, old)
    new = accept(world, transfer(world, "hinder.manage"), new_holder)
    assert status(world, old) is Status.STOPPED
    assert usable(world, new, "hinder.manage")


def test_an_old_holder_that_went_bankrupt_can_be_left(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage")
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    accept(world, transfer(world, "hinder.manage"), new_holder)
    assert status(world, old) is Status.STOPPED


def test_what_the_new_holder_has_already_is_left_out_and_named(world: World) -> None:
    running(world, "hinder.manage", "subsidy.view")
    there = world.give("hinder.manage", other_number=OTHER)
    new = transfer(world, "hinder.manage", "subsidy.view")
    assert [line.type_key for line in new.lines] == ["subsidy.view"]
    with pytest.raises(Conflict, match="nothing_left") as caught:
        transfer(world, "hinder.manage")
    assert caught.value.values["mandate_id"] == there.id


def test_what_moves_already_is_not_moved_to_a_third(world: World) -> None:
    running(world, "hinder.manage")
    transfer(world, "hinder.manage")
    with pytest.raises(Invalid, match="moves_already"):
        transfer(world, "hinder.manage", other_number=HOMELESS)


@pytest.mark.parametrize("state", ["offered", "stopped later", "another"])
def test_only_what_runs_with_the_old_holder_can_move(world: World, state: str) -> None:
    if state == "offered":
        world.give("hinder.manage")
    elif state == "stopped later":
        stop(world, running(world, "hinder.manage"), stop_day=TODAY + timedelta(days=5))
    else:
        running(world, "subsidy.view")
    with pytest.raises(Invalid, match="not_with_old_holder"):
        transfer(world, "hinder.manage")


def test_nobody_takes_over_from_himself(world: World) -> None:
    running(world, "hinder.manage")
    with pytest.raises(Invalid, match="same_holder"):
        transfer(world, "hinder.manage", other_number=OFFICE)


@pytest.mark.parametrize("days", [{"months": 6}, {"last_day": NEXT_YEAR}])
def test_a_move_has_no_days_of_its_own(world: World, days: dict[str, Any]) -> None:
    running(world, "hinder.manage")
    with pytest.raises(Invalid, match="days_stay_as_agreed"):
        transfer(world, "hinder.manage", **days)
    with pytest.raises(Invalid, match="old_holder_missing"):
        transfer(world, "hinder.manage", taken_from=None)


def test_only_who_decides_for_the_giver_moves_anything(world: World) -> None:
    old = running(world, "hinder.manage")
    with pytest.raises(NotAllowed, match="may_not_decide"):
        transfer(world, "hinder.manage", actor=world.at_home(world.jan, world.bakery))
    with pytest.raises(NotAllowed, match="resolve_needs_sign_in"):
        transfer(world, "hinder.manage", actor=reader(world, old, world.bakery, world.maria))


def test_sending_the_same_twice_tells_nobody_twice(world: World) -> None:
    old = running(world, "hinder.manage")
    transfer(world, "hinder.manage")
    before = letters(world, old)
    with pytest.raises(Conflict, match="nothing_left"):
        transfer(world, "hinder.manage")
    assert letters(world, old) == before


def test_a_type_that_can_no_longer_be_given_is_named(world: World) -> None:
    running(world, "hinder.manage", "subsidy.view")
    world.session.get_one(MandateType, "subsidy.view").withdrawn_from = TODAY
    found = survey_move(world.session, world.bakery, world.office.id, TODAY)
    assert [line.type_key for line in found.lines] == ["hinder.manage"]
    assert [one.key for one in found.not_given] == ["subsidy.view"]


def test_the_holders_are_those_with_something_that_runs(world: World) -> None:
    world.give("hinder.manage", other_number=OTHER)
    assert list_holders(world.session, world.bakery.id, TODAY) == []
    old = running(world, "hinder.manage")
    assert list_holders(world.session, world.bakery.id, TODAY) == [world.office]
    stop(world, old)
    assert list_holders(world.session, world.bakery.id, TODAY) == []


def test_both_dossiers_tell_what_happened(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage")
    new = accept(world, transfer(world, "hinder.manage"), new_holder)
    told = [one.sentence for one in list_happenings(world.session, old.id, world.office.id)]
    assert told[-2].startswith("Maria Vermeulen vroeg voor Bakkerij De Zoete Inval BV aan Boekhoudkantoor Peeters BV")
    assert told[-1].startswith("Boekhoudkantoor Peeters BV neemt dit over vanaf 23\u00a0november\u00a02026")
    first = list_happenings(world.session, new.id, world.bakery.id)[0].sentence
    assert first.endswith("in de plaats van een vorig mandaat.")
    [move] = list_moves_from(world.session, old)
    assert (move.mandate.id, move.line.takeover.ends_old_on) == (new.id, TODAY)
