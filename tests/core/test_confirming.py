"""A second sign of life, from a side that no letter can reach."""

import pytest

from app.core.acts.answering import withdraw_mandate
from app.core.acts.carrying_out import find_refusal
from app.core.errors import Conflict, NotAllowed
from app.core.mandates.possible_acts import Act, acts_on
from app.core.people.parties import ensure_enterprise_party
from app.models.lifecycle import Side, Status
from tests.acting import (
    accept,
    confirm,
    contest,
    give_as,
    homeless_giver,
    kinds,
    letters,
    reader,
    renounce,
    status,
    today,
)
from tests.world import HOMELESS, World


def test_nothing_starts_until_the_giver_without_address_confirms(world: World) -> None:
    giver = homeless_giver(world)
    mandate = accept(world, give_as(world, giver))
    assert status(world, mandate) is Status.TO_CONFIRM
    assert status(world, mandate, 300) is Status.TO_CONFIRM
    world.later(days=2)
    confirm(world, mandate, homeless_giver_again(world, "sign-in 2"))
    assert status(world, mandate) is Status.ACTIVE
    assert status(world, mandate, -1) is Status.TO_CONFIRM


def test_who_wants_to_take_it_back_by_then_is_told_what_can_be_done(world: World) -> None:
    giver = homeless_giver(world)
    mandate = accept(world, give_as(world, giver))
    with pytest.raises(Conflict, match="not_open_to_confirm") as caught:
        withdraw_mandate(world.session, giver, mandate.id, policy=world.policy, now=world.now)
    assert "trek het in" not in caught.value.sentence
    assert {Act.STOP, Act.RENOUNCE} <= {
        one for side in Side for one in acts_on(mandate, side, today(world))
    }, "the sentence says that it can be stopped"


def homeless_giver_again(world: World, occasion: str):
    party = ensure_enterprise_party(world.session, HOMELESS)
    nele = world.session.query(type(world.maria)).filter_by(subject="subject-nele").one()
    return world.at_home(nele, party, occasion)


def test_the_letters_that_say_active_leave_when_everybody_has_confirmed(world: World) -> None:
    mandate = accept(world, give_as(world, homeless_giver(world)))
    assert letters(world, mandate) == ["given.giver", "invitation.holder"]
    confirm(world, mandate, homeless_giver_again(world, "sign-in 2"))
    assert letters(world, mandate)[2:] == ["active.giver", "active.holder"]


def test_the_giver_may_confirm_before_the_holder_accepts(world: World) -> None:
    mandate = give_as(world, homeless_giver(world))
    confirm(world, mandate, homeless_giver_again(world, "sign-in 2"))
    assert letters(world, mandate) == ["given.giver", "invitation.holder"]
    assert status(world, accept(world, mandate)) is Status.ACTIVE
    assert letters(world, mandate)[2:] == ["active.giver", "active.holder"]


def test_the_same_sign_in_is_no_second_sign(world: World) -> None:
    giver = homeless_giver(world)
    mandate = give_as(world, giver)
    with pytest.raises(NotAllowed, match="same_occasion"):
        confirm(world, mandate, giver)
    assert kinds(world, mandate) == ["given"]


def test_the_code_of_a_letter_that_was_handed_over_is_no_second_sign(world: World) -> None:
    giver = homeless_giver(world)
    mandate = accept(world, give_as(world, giver))
    nele = world.session.get_one(type(world.maria), giver.person_id)
    with pytest.raises(NotAllowed, match="resolve_needs_sign_in"):
        confirm(world, mandate, reader(world, mandate, mandate.giver, nele))
    assert status(world, mandate) is Status.TO_CONFIRM


def test_confirming_twice_is_one_confirmation(world: World) -> None:
    mandate = give_as(world, homeless_giver(world))
    again = homeless_giver_again(world, "sign-in 2")
    confirm(world, confirm(world, mandate, again), again)
    assert kinds(world, mandate) == ["given", "confirmed"]


def test_a_side_with_an_address_has_nothing_to_confirm(world: World) -> None:
    mandate = accept(world, world.give())
    with pytest.raises(Conflict, match="nothing_to_confirm"):
        confirm(world, mandate, world.at_home(world.maria, world.bakery, "sign-in 2"))


def test_a_holder_without_address_answers_first_and_confirms_later(world: World) -> None:
    nele = world.add_representative(HOMELESS, "Nele", "Claes")
    mandate = world.give(other_number=HOMELESS)
    first, second = (world.at_home(nele, mandate.holder, f"sign-in {number}") for number in (1, 2))
    with pytest.raises(Conflict, match="answer_first"):
        confirm(world, mandate, second)
    accept(world, mandate, first)
    refusal = find_refusal(world.session, first, mandate, Act.CONFIRM, today(world))
    assert refusal is not None
    assert refusal.code == "same_occasion"
    assert find_refusal(world.session, second, mandate, Act.CONFIRM, today(world)) is None
    with pytest.raises(NotAllowed, match="same_occasion"):
        confirm(world, mandate, first)
    assert status(world, confirm(world, mandate, second)) is Status.ACTIVE


def test_nobody_confirms_what_stands_still_or_is_over(world: World) -> None:
    first = accept(world, give_as(world, homeless_giver(world), "hinder.manage"))
    again = homeless_giver_again(world, "sign-in 2")
    second = accept(world, give_as(world, homeless_giver_again(world, "sign-in 1"), "subsidy.view"))
    with pytest.raises(Conflict, match="not_open_suspended"):
        confirm(world, contest(world, first, again), again)
    with pytest.raises(Conflict, match="not_open_stopped"):
        confirm(world, renounce(world, second), again)
