"""A letter whose bytes are lost is made anew: another letter about the same, with a day and a code of its own."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.core.actor import Actor
from app.core.counter import visits
from app.core.distant.still_needed import list_waiting_sheets
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.letters import post_tray
from app.core.letters.codes import open_with_code
from app.core.letters.post_tray import list_to_post, open_to_print
from app.core.letters.remaking import list_lost, remake_letters
from app.core.mandates.possible_acts import Act
from app.core.vault import CODE_SIGNS, Vault
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterContent
from app.models.mandate import Mandate
from tests.core.test_paper_sheets import do, key, rita
from tests.core.test_post_tray import VAULT, clerk, give_without_address, ids, post, print_all
from tests.core.test_sheets_that_wait import ask, incomplete
from tests.world import BAKERY, OFFICE, TODAY, World

__all__ = ["clerk", "rita"]
NEW_KEY = Vault(b"n" * 32, VAULT.secret_key)
CODE = re.compile(f"[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}")
WEEK_LATER = TODAY + timedelta(days=7)


@pytest.fixture
def mandate(world: World) -> Mandate:
    """With two letters, printed and not posted; it is a week later, and another LETTER_KEY."""
    mandate = world.give()
    print_all(world)
    world.later(days=7)
    return mandate


def lost(world: World, clerk: Actor, number: str | None = None) -> list[Letter]:
    return [one.letter for one in list_lost(world.session, clerk, NEW_KEY, number)]


def remake(world: World, clerk: Actor, letters: Sequence[Letter]) -> list[Letter]:
    letter_ids = [one.id for one in letters]
    return remake_letters(world.session, clerk, letter_ids, NEW_KEY, policy=world.policy, now=world.now)


def invitation(letters: Sequence[Letter]) -> Letter:
    return next(one for one in letters if one.kind == "invitation.holder")


def test_it_is_another_letter_about_the_same_with_its_own_day(world: World, clerk: Actor, mandate: Mandate) -> None:
    old = invitation(lost(world, clerk))
    new = invitation(remake(world, clerk, [old]))
    assert (new.dated, new.printed_at, new.posted_on) == (WEEK_LATER, None, None)
    assert new.data == old.data | {"in_place_of": TODAY.isoformat()}
    assert (new.mandate_id, new.party_id, new.kind) == (old.mandate_id, old.party_id, old.kind)
    assert (new.replaces_id, old.remade_on) == (old.id, WEEK_LATER)
    assert (new.promised_by > old.promised_by, new.cause_id != old.cause_id) == (True, True)


def test_the_journal_says_who_had_it_made(world: World, clerk: Actor, mandate: Mandate) -> None:
    old = invitation(lost(world, clerk))
    remake(world, clerk, [old])
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "letter_remade")).one()
    assert (entry.actor_id, entry.party_id, entry.data["letter_id"]) == (clerk.actor_id, old.party_id, str(old.id))
    said = list_happenings(world.session, mandate.id, mandate.holder_id)[-1].sentence
    assert said == "Wij konden een brief voor Boekhoudkantoor Peeters BV niet meer lezen en maakten hem opnieuw."
    assert said not in [one.sentence for one in list_happenings(world.session, mandate.id, mandate.giver_id)]


def test_it_takes_the_place_of_the_lost_one_in_the_tray(world: World, clerk: Actor, mandate: Mandate) -> None:
    with pytest.raises(Conflict, match="letter_damaged_in_tray"):
        open_to_print(world.session, clerk, [one.letter.id for one in list_to_post(world.session)], NEW_KEY)
    remade = remake(world, clerk, lost(world, clerk))
    assert list_to_post(world.session) == []
    print_all(world, NEW_KEY)
    waiting = [one.letter.id for one in list_to_post(world.session)]
    assert set(waiting) == {one.id for one in remade}
    assert len(open_to_print(world.session, clerk, waiting, NEW_KEY)) == 2
    assert lost(world, clerk) == []


def test_it_has_a_code_of_its_own_and_the_one_that_somebody_has_at_home_still_opens(
    world: World, clerk: Actor, mandate: Mandate
) -> None:
    codes = [code_in(world, invitation(lost(world, clerk)), VAULT)]
    new = invitation(remake(world, clerk, lost(world, clerk)))
    print_all(world, NEW_KEY)
    codes.append(code_in(world, new, NEW_KEY))
    assert codes[0] != codes[1]
    for code in codes:
        opened = open_with_code(
            world.session, mandate.dossier_number, code, OFFICE, source="home", vault=NEW_KEY, now=world.now
        )
        assert Act.ACCEPT in opened.acts


def code_in(world: World, letter: Letter, vault: Vault) -> str:
    sealed = world.session.get_one(LetterContent, (letter.id, "text")).sealed
    return CODE.findall(vault.unseal(sealed, f"{letter.id}:text").decode())[0]


def test_what_can_still_be_read_is_never_made_anew(world: World, clerk: Actor, mandate: Mandate) -> None:
    assert list_lost(world.session, clerk, VAULT, mandate.dossier_number) == []
    with pytest.raises(Conflict, match="letter_can_be_read"):
        remake_letters(
            world.session, clerk, ids(world, mandate)[:1], VAULT, policy=world.policy, now=world.now
        )


def test_what_waits_to_be_handed_over_hides_nothing_of_the_tray(
    world: World, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand, _ = give_without_address(world)
    print_all(world)
    world.later(days=1)
    mandate = world.give("hinder.manage")
    print_all(world)
    monkeypatch.setattr(post_tray, "TRAY_SIZE", 2)
    assert {one.mandate_id for one in lost(world, clerk)} == {by_hand.id, mandate.id}


def test_a_dossier_is_shown_whole_however_full_the_tray_is(
    world: World, clerk: Actor, mandate: Mandate, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.give("staff.view")
    print_all(world)
    post(world, clerk, ids(world, other), world.now.date())
    monkeypatch.setattr(post_tray, "TRAY_SIZE", 2)
    assert {one.mandate_id for one in lost(world, clerk, other.dossier_number)} == {mandate.id, other.id}


def test_doing_it_twice_makes_one_letter(world: World, clerk: Actor, mandate: Mandate) -> None:
    old = lost(world, clerk)
    assert (len(remake(world, clerk, old)), len(remake(world, clerk, old))) == (2, 0)


def test_one_that_was_posted_is_found_by_its_dossier_number(world: World, clerk: Actor, mandate: Mandate) -> None:
    post(world, clerk, ids(world, mandate))
    assert lost(world, clerk) == []
    assert len(lost(world, clerk, mandate.dossier_number)) == 2
    assert lost(world, clerk, "260914000151") == []


def test_days_that_count_from_the_first_letter_do_not_begin_anew(world: World, clerk: Actor, mandate: Mandate) -> None:
    post(world, clerk, ids(world, mandate))
    remade = remake(world, clerk, lost(world, clerk, mandate.dossier_number))
    print_all(world, NEW_KEY)
    post(world, clerk, [one.id for one in remade], on=WEEK_LATER)
    assert mandate.giver_posted_on == TODAY


def test_they_count_from_the_new_one_where_the_lost_one_never_left(
    world: World, clerk: Actor, mandate: Mandate
) -> None:
    remade = remake(world, clerk, lost(world, clerk))
    print_all(world, NEW_KEY)
    post(world, clerk, [one.id for one in remade], on=WEEK_LATER)
    assert mandate.giver_posted_on == WEEK_LATER


def test_one_of_which_the_bytes_are_gone_is_lost_too(world: World, clerk: Actor, mandate: Mandate) -> None:
    world.session.execute(delete(LetterContent))
    assert len(list_lost(world.session, clerk, VAULT, None)) == 2


def test_what_was_thrown_away_at_the_end_of_its_term_is_not_made_anew(
    world: World, clerk: Actor, mandate: Mandate
) -> None:
    old = invitation(lost(world, clerk))
    world.session.execute(delete(LetterContent))
    old.data, old.address_lines = {}, []
    assert old not in lost(world, clerk, mandate.dossier_number)
    with pytest.raises(NotFound, match="letter_thrown_away"):
        remake(world, clerk, [old])


def test_one_to_hand_over_is_found_and_handed_over_again(world: World, clerk: Actor) -> None:
    _, giver = give_without_address(world)
    print_all(world)
    old = next(one for one in lost(world, clerk) if one.id == giver)
    assert remake(world, clerk, [old])[0].handed_over


def test_only_staff_does_it_and_not_in_front_of_a_customer(world: World, clerk: Actor, mandate: Mandate) -> None:
    letters = lost(world, clerk)
    with pytest.raises(NotAllowed, match="clerks_only"):
        remake(world, world.giver, letters)
    visits.start_visit(world.session, clerk, BAKERY, now=world.now)
    with pytest.raises(Conflict, match="visit_still_open"):
        remake(world, clerk, letters)
    with pytest.raises(Conflict, match="visit_still_open"):
        lost(world, clerk)


def test_the_form_of_either_completes_a_sheet_that_waits(world: World, clerk: Actor, rita: Actor) -> None:
    mandate = world.give()
    waiting = incomplete(world, rita, mandate)
    first = ask(world, waiting)
    print_all(world)
    second = remake(world, clerk, [first])[0]
    print_all(world, NEW_KEY)
    third = remake_again(world, clerk, second)
    assert third.replaces_id == first.id
    sheet = key(world, rita, mandate, Act.ACCEPT, letter=third)
    assert do(world, sheet).outcome == "done"
    assert list_waiting_sheets(world.session, now=world.now) == []


def remake_again(world: World, clerk: Actor, letter: Letter) -> Letter:
    """It is lost a second time."""
    world.session.execute(delete(LetterContent).where(LetterContent.letter_id == letter.id))
    (again,) = remake(world, clerk, [letter])
    print_all(world, NEW_KEY)
    return again
