"""Is this letter real? What each kind of letter announced, and who learns nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.letters.check import (
    ANNOUNCED,
    NUMBER_TRIES,
    SOURCE_TRIES,
    LetterAnswer,
    Verdict,
    kind_of,
    look_up_letter,
)
from app.core.letters.codes import TRIES, tries_left
from app.core.letters.data import KINDS
from app.core.vault import Vault
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests import acting
from tests.world import TODAY, World

VAULT = Vault(b"l" * 32, b"s" * 32)
VALID, UNKNOWN = LetterAnswer(Verdict.VALID), LetterAnswer(Verdict.UNKNOWN)
NEVER_GIVEN = "123456789002"


def over(in_days: int) -> LetterAnswer:
    return LetterAnswer(Verdict.OVER, TODAY + timedelta(days=in_days))


def post(world: World, mandate: Mandate) -> None:
    """All letters of the mandate leave, as the clerk would say of them."""
    for letter in world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id)):
        letter.printed_at, letter.sha256, letter.pages, letter.posted_on = world.now, "0" * 64, 1, acting.today(world)
    world.session.flush()


def answer(world: World, number: str, dated: date, source: str = "198.51.100.7") -> LetterAnswer:
    return look_up_letter(world.session, number, dated, source=source, vault=VAULT, now=world.now)


def given(world: World, *keys: str, **changes: object) -> Mandate:
    """Given today; its letters left today."""
    mandate = world.give(*keys, **changes)
    post(world, mandate)
    return mandate


def accepted(world: World, *keys: str) -> Mandate:
    """Given today and accepted tomorrow; tomorrow is now."""
    mandate = given(world, *keys)
    world.later(days=1)
    acting.accept(world, mandate)
    post(world, mandate)
    return mandate


def a_day_later(world: World, act: Callable[..., Mandate], mandate: Mandate, **more: object) -> date:
    """Do something the next day, whose letters leave that day; that day."""
    world.later(days=1)
    act(world, mandate, **more)
    post(world, mandate)
    return acting.today(world)


def test_the_table_says_of_every_kind_of_letter_what_it_announced() -> None:
    assert {kind_of(kind) for kind in KINDS} <= set(ANNOUNCED)


def test_a_gift_and_its_invitation_hold_until_they_are_answered(world: World) -> None:
    mandate = given(world)
    assert answer(world, mandate.dossier_number, TODAY) == VALID
    a_day_later(world, acting.accept, mandate)
    assert answer(world, mandate.dossier_number, TODAY) == over(1)


@pytest.mark.parametrize(("act", "actor"), [(acting.refuse, "holder"), (acting.withdraw, "giver")])
def test_a_refusal_and_a_withdrawal_hold_for_good(world: World, act: Callable[..., Mandate], actor: str) -> None:
    mandate = given(world)
    day = a_day_later(world, act, mandate, actor=getattr(world, actor))
    world.later(days=400)
    assert answer(world, mandate.dossier_number, day) == VALID
    assert answer(world, mandate.dossier_number, TODAY) == over(1)


def test_what_nobody_answered_is_over_and_the_letter_that_says_so_holds(world: World) -> None:
    mandate = given(world)
    world.later(days=31)
    acting.run_days(world)
    post(world, mandate)
    assert answer(world, mandate.dossier_number, TODAY) == over(31)
    assert answer(world, mandate.dossier_number, acting.today(world)) == VALID


def test_an_acceptance_holds_until_the_mandate_is_stopped(world: World) -> None:
    mandate = accepted(world)
    day = acting.today(world)
    assert answer(world, mandate.dossier_number, day) == VALID
    stopped = a_day_later(world, acting.stop, mandate)
    world.later(days=100)
    assert answer(world, mandate.dossier_number, day) == over(2)
    assert answer(world, mandate.dossier_number, stopped) == VALID


def test_an_acceptance_is_over_after_the_last_day(world: World) -> None:
    mandate = accepted(world)
    day = acting.today(world)
    world.later(days=364)
    assert answer(world, mandate.dossier_number, day).verdict is Verdict.OVER


def test_an_acceptance_of_what_starts_later_holds_already(world: World) -> None:
    mandate = given(world, first_day=TODAY + timedelta(days=20))
    day = a_day_later(world, acting.accept, mandate)
    assert answer(world, mandate.dossier_number, day) == VALID
    world.later(days=25)
    assert answer(world, mandate.dossier_number, day) == VALID


def test_a_pause_holds_until_the_giver_decides_and_the_acceptance_holds_again_then(world: World) -> None:
    mandate = accepted(world)
    first = acting.today(world)
    paused = a_day_later(world, acting.contest, mandate)
    assert answer(world, mandate.dossier_number, paused) == VALID
    assert answer(world, mandate.dossier_number, first) == over(2)
    resumed = a_day_later(world, acting.resume, mandate)
    assert answer(world, mandate.dossier_number, paused) == over(3)
    assert answer(world, mandate.dossier_number, first) == VALID
    assert answer(world, mandate.dossier_number, resumed) == VALID


def test_a_stop_of_one_part_holds_as_long_as_the_rest_goes_on(world: World) -> None:
    mandate = accepted(world, "hinder.manage", "subsidy.view")
    part = a_day_later(world, acting.stop, mandate, type_keys=["subsidy.view"])
    assert answer(world, mandate.dossier_number, part) == VALID
    whole = a_day_later(world, acting.stop, mandate)
    assert answer(world, mandate.dossier_number, part) == over(3)
    assert answer(world, mandate.dossier_number, whole) == VALID


def test_a_stop_on_a_later_day_holds_before_and_after_that_day(world: World) -> None:
    mandate = accepted(world)
    day = a_day_later(world, acting.stop, mandate, stop_day=TODAY + timedelta(days=12))
    for _ in range(3):
        assert answer(world, mandate.dossier_number, day) == VALID
        world.later(days=9)


def extended(world: World, mandate: Mandate) -> date:
    """Propose a later end, the next day; that day."""
    world.later(days=1)
    acting.extend(world, mandate, months=1)
    post(world, mandate)
    return acting.today(world)


@pytest.mark.parametrize("answer_it", [acting.accept_extension, acting.refuse_extension, acting.withdraw_extension])
def test_a_proposal_of_a_later_end_holds_until_it_is_answered(world: World, answer_it: Callable[..., Mandate]) -> None:
    mandate = accepted(world, "subsidy.view")
    first = acting.today(world)
    proposed = extended(world, mandate)
    assert answer(world, mandate.dossier_number, proposed) == VALID
    told = a_day_later(world, answer_it, mandate)
    assert answer(world, mandate.dossier_number, proposed) == over(3)
    assert answer(world, mandate.dossier_number, told) == VALID
    assert answer(world, mandate.dossier_number, first) == VALID


def test_a_proposal_of_a_later_end_is_over_when_its_time_or_its_mandate_is(world: World) -> None:
    mandate = accepted(world, "subsidy.view")
    proposed = extended(world, mandate)
    world.later(days=31)
    assert answer(world, mandate.dossier_number, proposed) == over(33)
    again = extended(world, mandate)
    a_day_later(world, acting.stop, mandate)
    assert answer(world, mandate.dossier_number, again) == LetterAnswer(Verdict.OVER, acting.today(world))


def test_that_there_is_no_later_end_holds_until_there_is_one(world: World) -> None:
    mandate = accepted(world, "subsidy.view")
    extended(world, mandate)
    refused = a_day_later(world, acting.refuse_extension, mandate)
    extended(world, mandate)
    assert answer(world, mandate.dossier_number, refused) == VALID
    agreed = a_day_later(world, acting.accept_extension, mandate)
    assert answer(world, mandate.dossier_number, refused) == LetterAnswer(Verdict.OVER, agreed)


def test_of_two_letters_of_one_day_the_one_that_holds_longest_answers(world: World) -> None:
    mandate = world.give()
    acting.accept(world, mandate)
    post(world, mandate)
    assert answer(world, mandate.dossier_number, TODAY) == VALID


def test_a_wrong_day_an_unknown_number_and_a_letter_that_never_left_get_the_same_answer(world: World) -> None:
    mandate = given(world)
    here = world.give("permit.view")
    assert answer(world, mandate.dossier_number, TODAY - timedelta(days=1)) == UNKNOWN
    assert answer(world, NEVER_GIVEN, TODAY) == UNKNOWN
    assert answer(world, here.dossier_number, TODAY) == UNKNOWN


def test_a_number_can_be_tried_ten_times_a_day_whether_it_exists_or_not(world: World) -> None:
    for number in (given(world).dossier_number, NEVER_GIVEN):
        for source in range(NUMBER_TRIES):
            answer(world, number, date(2026, 1, 1), f"{number} {source}")
        with pytest.raises(NotAllowed, match="too_many_checks"):
            answer(world, number, TODAY, "yet another place")
    world.later(days=1)
    assert answer(world, NEVER_GIVEN, TODAY, "yet another place") == UNKNOWN


def test_a_source_can_try_twenty_times_an_hour(world: World) -> None:
    for number in range(SOURCE_TRIES):
        answer(world, f"{number:012d}", TODAY)
    with pytest.raises(NotAllowed, match="too_many_checks"):
        answer(world, NEVER_GIVEN, TODAY)
    assert answer(world, NEVER_GIVEN, TODAY, "another place") == UNKNOWN
    world.later(hours=1)
    assert answer(world, NEVER_GIVEN, TODAY) == UNKNOWN


def test_a_try_to_check_uses_up_no_try_of_the_code(world: World) -> None:
    mandate = given(world)
    answer(world, mandate.dossier_number, TODAY)
    assert tries_left(world.session, mandate.dossier_number, world.now) == TRIES


def test_a_pause_by_whoever_names_the_number_is_announced_too(world: World) -> None:
    mandate = given(world)
    clerk = world.add_clerk()
    world.later(days=1)
    acting.contesting.contest_by_number(
        world.session, Actor.at_the_counter(clerk.person_id), mandate.dossier_number,
        reason="not_given", policy=world.policy, now=world.now,
    )
    post(world, mandate)
    assert answer(world, mandate.dossier_number, acting.today(world)) == VALID
    assert answer(world, mandate.dossier_number, TODAY) == over(1)
