"""Asking for a mandate: the holder starts, the giver decides."""

from datetime import timedelta
from functools import partial

import pytest

from app.core.acts.requesting import LONGEST_REASON, preview_request, request_mandate
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import list_entries
from app.core.mandates.lookup import list_letters_to
from app.core.register.functions import list_functions
from app.core.representation.checking import Question, may_represent
from app.models.lifecycle import Side, Status
from app.models.mandate_type import AccessLevel
from tests.acting import accept, consent, contest, kinds, letters, reader, refuse, status, withdraw
from tests.four_eyes import looked_at
from tests.world import BAKERY, OFFICE, REASON, TODAY, World


def test_a_request_waits_thirty_days_for_the_giver(world: World) -> None:
    mandate = world.ask()
    assert (mandate.giver_id, mandate.holder_id) == (world.bakery.id, world.office.id)
    assert status(world, mandate) is Status.REQUESTED
    assert status(world, mandate, 30) is Status.REQUESTED
    assert status(world, mandate, 31) is Status.LAPSED


def test_only_the_giver_gets_a_letter_with_the_reason(world: World) -> None:
    mandate = world.ask()
    assert letters(world, mandate) == ["invitation.giver"]
    letter = list_letters_to(world.session, mandate.id, world.bakery.id)[0]
    assert letter.data["reason"] == REASON
    assert letter.address_lines == ["Bakkerij De Zoete Inval BV", "Meelzakstraat 7", "9300 Aalst"]


def test_the_journal_says_who_asked_and_for_whom(world: World) -> None:
    entry = list_entries(world.session, world.ask().id)[0]
    assert (entry.kind, entry.person_id, entry.party_id) == ("requested", world.jan.id, world.office.id)
    assert (entry.channel, entry.ground) == ("self", "legal_representative")


def test_nothing_may_be_done_until_the_giver_agrees(world: World) -> None:
    mandate = world.ask("hinder.manage")
    question = Question(world.bakery.id, "hinderpremie", AccessLevel.MANAGE, TODAY, person_id=world.jan.id)
    assert not may_represent(world.session, question).allowed
    accept(world, mandate, world.giver)
    assert may_represent(world.session, question).allowed
    assert letters(world, mandate)[1:] == ["active.giver", "active.holder"]


def test_the_holder_cannot_accept_what_he_asked(world: World) -> None:
    with pytest.raises(NotAllowed, match="not_your_party"):
        accept(world, world.ask(), world.holder)


def test_the_giver_does_not_choose_the_holders_executors(world: World) -> None:
    with pytest.raises(Invalid, match="executors_are_the_holders"):
        accept(world, world.ask(), world.giver, executors=[world.maria.id])


def test_the_giver_refuses_and_the_holder_gets_the_reason(world: World) -> None:
    mandate = refuse(world, world.ask(), world.giver, reason="unknown_party")
    assert status(world, mandate) is Status.REFUSED
    assert letters(world, mandate) == ["invitation.giver", "refused.holder"]


def test_the_holder_takes_his_question_back(world: World) -> None:
    mandate = withdraw(world, world.ask(), world.holder)
    assert status(world, mandate) is Status.WITHDRAWN
    assert letters(world, mandate) == ["invitation.giver", "withdrawn.giver"]
    assert kinds(world, mandate) == ["requested", "withdrawn"]


def test_the_giver_can_say_that_a_request_is_not_right(world: World) -> None:
    assert status(world, contest(world, world.ask(), world.giver)) is Status.SUSPENDED


def test_the_code_of_the_letter_lets_the_giver_accept(world: World) -> None:
    mandate = world.ask("hinder.manage")
    accept(world, mandate, reader(world, mandate, world.bakery, world.maria))
    assert status(world, mandate) is Status.ACTIVE


def test_a_code_is_not_enough_for_a_type_that_does_not_allow_it(world: World) -> None:
    mandate = world.ask("permit.manage")
    with pytest.raises(NotAllowed, match="code_not_enough"):
        accept(world, mandate, reader(world, mandate, world.bakery, world.maria))


@pytest.mark.parametrize("reason", [None, "", "  \n ", "\u200b\u202e"])
def test_a_request_needs_a_reason(world: World, reason: str | None) -> None:
    with pytest.raises(Invalid, match="request_reason_missing"):
        world.ask(reason=reason)


def test_a_reason_is_one_line_of_readable_signs(world: World) -> None:
    assert world.ask(reason="Uw\u202e boek\u0007houding\n<b>graag</b>").reason == "Uw boekhouding <b>graag</b>"


def test_a_reason_that_is_too_long_says_by_how_much(world: World) -> None:
    with pytest.raises(Invalid, match="request_reason_too_long") as caught:
        world.ask(reason="x" * (LONGEST_REASON + 7))
    assert caught.value.values["over"] == 7


def test_a_type_that_only_the_giver_starts_cannot_be_asked(world: World) -> None:
    mandate_type = world.ask("hinder.manage").lines[0].mandate_type
    mandate_type.starters = "giver"
    with pytest.raises(Invalid, match="type_starts_giver"):
        world.ask("hinder.manage", other_number=BAKERY)


def test_a_type_that_only_the_holder_starts_can_be_asked(world: World) -> None:
    mandate = world.ask("subsidy.view")
    withdraw(world, mandate, world.holder)
    mandate.lines[0].mandate_type.starters = "holder"
    assert status(world, world.ask("subsidy.view")) is Status.REQUESTED


def test_what_is_given_or_asked_already_is_left_out(world: World) -> None:
    offered = world.give("hinder.manage")
    with pytest.raises(Conflict, match="nothing_left") as caught:
        world.ask("hinder.manage")
    assert caught.value.values["mandate_id"] == offered.id
    wish = world.wish(
        "hinder.manage",
        "subsidy.view",
        starter_id=world.office.id,
        other_number=BAKERY,
        started_by=Side.HOLDER,
        reason=REASON,
    )
    preview = preview_request(world.session, world.holder, wish, policy=world.policy, now=world.now)
    assert [line.mandate_type.key for line in preview.plan.lines] == ["subsidy.view"]


def test_an_enterprise_does_not_ask_itself(world: World) -> None:
    with pytest.raises(Invalid, match="same_party_holder"):
        world.ask(other_number=OFFICE)


def test_somebody_without_a_function_does_not_ask_for_an_enterprise(world: World) -> None:
    wish = world.wish(starter_id=world.office.id, other_number=BAKERY, started_by=Side.HOLDER, reason=REASON)
    stranger = world.at_home(world.maria, world.office)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        request_mandate(world.session, stranger, wish, policy=world.policy, now=world.now)


def test_a_clerk_asks_for_a_customer_who_agreed_to_this_question(world: World) -> None:
    wish = world.wish(starter_id=world.office.id, other_number=BAKERY, started_by=Side.HOLDER, reason=REASON)
    [function] = list_functions(world.session, OFFICE, TODAY)
    actor = world.visit(world.add_clerk(), OFFICE, function)
    with pytest.raises(Conflict, match="consent_missing"):
        request_mandate(world.session, actor, wish, policy=world.policy, now=world.now)
    consent(world, actor, wish.fingerprint())
    ask = partial(request_mandate, world.session, actor, wish, policy=world.policy, now=world.now)
    mandate = looked_at(world, actor, ask)
    assert list_entries(world.session, mandate.id)[0].ground == "consented_customer"


def test_the_cooling_off_of_a_request_counts_from_the_letter_to_the_giver(world: World) -> None:
    mandate = accept(world, world.ask("invest.manage"), world.giver)
    assert status(world, mandate) is Status.SCHEDULED
    mandate.giver_posted_on = TODAY + timedelta(days=1)
    assert status(world, mandate, 10) is Status.SCHEDULED
    assert status(world, mandate, 11) is Status.ACTIVE
