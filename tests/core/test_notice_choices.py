"""How a party wants its news, and what its letters do with that."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.letters.notice_choices import (
    MailWish,
    NoticeChoice,
    choose_notice,
    confirm_email,
    confirming_about,
    find_notice_choice,
    find_notice_state,
    notice_about,
)
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.notice_preference import NoticePreference
from tests.acting import accept, consent, count, reader
from tests.mailing import ADDRESS, choose_mail, send_due, with_mail
from tests.world import BAKERY, World

LARGE, USUAL = NoticeChoice(large_print=True), NoticeChoice()


def choose(world: World, actor: Actor, party_id: object, choice: NoticeChoice) -> NoticeChoice:
    """The choice, made now."""
    return choose_notice(world.session, actor, party_id, choice, policy=world.policy, now=world.now)


def confirm(world: World, actor: Actor, number: str | None) -> None:
    """The number of the first mail, given back now."""
    confirm_email(world.session, actor, world.bakery.id, str(number), now=world.now)


def sizes(world: World) -> dict[str, bool]:
    """For each letter, whether it is in large print."""
    return {one.kind: one.data.get("large_print", False) for one in world.session.scalars(select(Letter))}


def test_who_never_chose_gets_letters_of_the_usual_size(world: World) -> None:
    assert find_notice_choice(world.session, world.bakery.id) == USUAL
    world.give()
    assert sizes(world) == {"given.giver": False, "invitation.holder": False}


def test_from_then_on_the_letters_of_that_party_are_in_large_print(world: World) -> None:
    mandate = world.give()
    choose(world, world.giver, world.bakery.id, LARGE)
    accept(world, mandate)
    assert sizes(world) == {
        "given.giver": False, "invitation.holder": False, "active.giver": True, "active.holder": False
    }  # fmt: skip


def test_the_choice_is_in_the_journal_once_and_can_be_taken_back(world: World) -> None:
    for choice in (LARGE, LARGE, USUAL):
        choose(world, world.giver, world.bakery.id, choice)
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "notice_chosen")).all()
    assert [one.data["large_print"] for one in entries] == [True, False]
    assert {(one.party_id, one.person_id) for one in entries} == {(world.bakery.id, world.maria.id)}
    assert find_notice_choice(world.session, world.bakery.id) == USUAL
    assert count(world, NoticePreference) == 1


def test_nobody_chooses_for_another_party(world: World) -> None:
    with pytest.raises(NotAllowed, match="not_your_party"):
        choose(world, world.holder, world.bakery.id, LARGE)
    stranger = world.at_home(world.jan, world.bakery)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        choose(world, stranger, world.bakery.id, LARGE)
    with pytest.raises(NotFound):
        choose(world, world.giver, world.maria.id, LARGE)


def test_at_the_counter_the_customer_agrees_to_exactly_this(world: World) -> None:
    function = world.add_function(BAKERY, "Nele", "Claes")
    actor = world.visit(world.add_clerk(), BAKERY, function)
    with pytest.raises(Conflict, match="consent_missing"):
        choose(world, actor, world.bakery.id, LARGE)
    consent(world, actor, notice_about(world.bakery.id, USUAL))
    with pytest.raises(Conflict, match="consent_missing"):
        choose(world, actor, world.bakery.id, LARGE)
    consent(world, actor, notice_about(world.bakery.id, LARGE))
    assert choose(world, actor, world.bakery.id, LARGE) == LARGE


def test_the_reader_of_a_letter_may_ask_for_large_print(world: World) -> None:
    someone = reader(world, world.give(), world.bakery, world.maria)
    assert choose(world, someone, world.bakery.id, LARGE) == LARGE


def test_an_address_is_confirmed_with_the_number_in_the_first_mail(world: World) -> None:
    with_mail(world)
    choose_mail(world, MailWish.INSTEAD)
    number = find_notice_state(world.session, world.bakery.id).number
    (mail,) = send_due(world)
    assert (mail.address, [one.dossier_number for one in mail.told]) == (ADDRESS, [number])
    for wrong, code in (("260914000151", "email_number_wrong"), ("12", "dossier_number_wrong")):
        with pytest.raises(Invalid, match=code):
            confirm(world, world.giver, wrong)
    assert find_notice_state(world.session, world.bakery.id).waits
    for _ in range(2):
        confirm(world, world.giver, f"{number[:3]} {number[3:7]} {number[7:]}")
    assert find_notice_state(world.session, world.bakery.id).works
    entries = world.session.scalars(select(JournalEntry.kind).where(JournalEntry.party_id == world.bakery.id))
    assert list(entries) == ["notice_chosen", "mail_sent", "email_confirmed"]


def test_another_address_waits_again_and_the_same_one_does_not(world: World) -> None:
    with_mail(world)
    choose_mail(world, MailWish.INSTEAD)
    first = find_notice_state(world.session, world.bakery.id).number
    confirm(world, world.giver, first)
    choose_mail(world, MailWish.BESIDE)
    assert find_notice_state(world.session, world.bakery.id).works
    choose_mail(world, MailWish.BESIDE, email="nieuw@voorbeeld.be")
    state = find_notice_state(world.session, world.bakery.id)
    assert (state.waits, state.number == first) == (True, False)
    # The mail to the first address was still in the outbox: it must not name a number that no longer counts.
    assert [mail.address for mail in send_due(world)] == ["nieuw@voorbeeld.be"]


def test_who_goes_back_to_letters_leaves_no_address_behind(world: World) -> None:
    with_mail(world)
    choose_mail(world, MailWish.BESIDE)
    choose(world, world.giver, world.bakery.id, LARGE)
    row = world.session.get_one(NoticePreference, world.bakery.id)
    assert (row.mail, row.email, row.email_number, row.large_print) == ("none", None, None, True)
    with pytest.raises(Conflict, match="no_email_waits"):
        confirm(world, world.giver, "260914000151")


def test_an_address_to_which_nothing_can_be_sent_is_refused(world: World) -> None:
    with pytest.raises(Conflict, match="no_email_here"):
        choose_mail(world, MailWish.BESIDE)
    with_mail(world)
    for wrong in ("maria", "", "maria@voorbeeld.be\nBcc: x@voorbeeld.be"):
        with pytest.raises(Invalid, match="email_wrong"):
            choose_mail(world, MailWish.BESIDE, email=wrong)
    assert count(world, NoticePreference) == 0


def test_at_the_counter_the_customer_agrees_to_this_address_and_to_its_confirmation(world: World) -> None:
    with_mail(world)
    function = world.add_function(BAKERY, "Nele", "Claes")
    actor = world.visit(world.add_clerk(), BAKERY, function)
    other, wished = (NoticeChoice(mail=MailWish.BESIDE, email=one) for one in ("x@voorbeeld.be", ADDRESS))
    consent(world, actor, notice_about(world.bakery.id, other))
    with pytest.raises(Conflict, match="consent_missing"):
        choose(world, actor, world.bakery.id, wished)
    consent(world, actor, notice_about(world.bakery.id, wished))
    choose(world, actor, world.bakery.id, wished)
    number = find_notice_state(world.session, world.bakery.id).number
    with pytest.raises(Conflict, match="consent_missing"):
        confirm(world, actor, number)
    consent(world, actor, confirming_about(world.bakery.id))
    confirm(world, actor, number)
    assert find_notice_state(world.session, world.bakery.id).works


def test_nobody_confirms_for_another_party(world: World) -> None:
    with_mail(world)
    choose_mail(world, MailWish.BESIDE)
    number = find_notice_state(world.session, world.bakery.id).number
    with pytest.raises(NotAllowed, match="not_your_party"):
        confirm(world, world.holder, number)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        confirm(world, world.at_home(world.jan, world.bakery), number)
