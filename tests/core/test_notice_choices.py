"""How a party wants its news, and what its letters do with that."""

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.letters.notice_choices import NoticeChoice, choose_notice, find_notice_choice, notice_about
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.notice_preference import NoticePreference
from tests.acting import accept, consent, count, reader
from tests.world import BAKERY, World

LARGE, USUAL = NoticeChoice(large_print=True), NoticeChoice()


def sizes(world: World) -> dict[str, bool]:
    """For each letter, whether it is in large print."""
    return {one.kind: one.data.get("large_print", False) for one in world.session.scalars(select(Letter))}


def test_who_never_chose_gets_letters_of_the_usual_size(world: World) -> None:
    assert find_notice_choice(world.session, world.bakery.id) == USUAL
    world.give()
    assert sizes(world) == {"given.giver": False, "invitation.holder": False}


def test_from_then_on_the_letters_of_that_party_are_in_large_print(world: World) -> None:
    mandate = world.give()
    choose_notice(world.session, world.giver, world.bakery.id, LARGE, now=world.now)
    accept(world, mandate)
    assert sizes(world) == {
        "given.giver": False, "invitation.holder": False, "active.giver": True, "active.holder": False
    }  # fmt: skip


def test_the_choice_is_in_the_journal_once_and_can_be_taken_back(world: World) -> None:
    for choice in (LARGE, LARGE, USUAL):
        choose_notice(world.session, world.giver, world.bakery.id, choice, now=world.now)
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "notice_chosen")).all()
    assert [one.data["large_print"] for one in entries] == [True, False]
    assert {(one.party_id, one.person_id) for one in entries} == {(world.bakery.id, world.maria.id)}
    assert find_notice_choice(world.session, world.bakery.id) == USUAL
    assert count(world, NoticePreference) == 1


def test_nobody_chooses_for_another_party(world: World) -> None:
    with pytest.raises(NotAllowed, match="not_your_party"):
        choose_notice(world.session, world.holder, world.bakery.id, LARGE, now=world.now)
    stranger = world.at_home(world.jan, world.bakery)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        choose_notice(world.session, stranger, world.bakery.id, LARGE, now=world.now)
    with pytest.raises(NotFound):
        choose_notice(world.session, world.giver, world.maria.id, LARGE, now=world.now)


def test_at_the_counter_the_customer_agrees_to_exactly_this(world: World) -> None:
    function = world.add_function(BAKERY, "Nele", "Claes")
    actor = world.visit(world.add_clerk(), BAKERY, function)
    with pytest.raises(Conflict, match="consent_missing"):
        choose_notice(world.session, actor, world.bakery.id, LARGE, now=world.now)
    consent(world, actor, notice_about(world.bakery.id, USUAL))
    with pytest.raises(Conflict, match="consent_missing"):
        choose_notice(world.session, actor, world.bakery.id, LARGE, now=world.now)
    consent(world, actor, notice_about(world.bakery.id, LARGE))
    assert choose_notice(world.session, actor, world.bakery.id, LARGE, now=world.now) == LARGE


def test_the_reader_of_a_letter_may_ask_for_large_print(world: World) -> None:
    someone = reader(world, world.give(), world.bakery, world.maria)
    assert choose_notice(world.session, someone, world.bakery.id, LARGE, now=world.now) == LARGE
