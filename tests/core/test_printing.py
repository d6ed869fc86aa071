"""What the press makes is kept once, sealed, and is the same every time it is opened."""

import hashlib
import re
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.letters.data import KINDS_WITH_CODE, PrintedLetter
from app.core.letters.printing import open_letter_part, prepare_print, staff_copy, store_print
from app.core.vault import CODE_SIGNS, Vault
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode, LetterContent
from app.models.mandate import Mandate
from tests.fakes import PlainPress
from tests.world import World, new_id

VAULT = Vault(b"l" * 32, b"s" * 32)
CODE = re.compile(f"[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}")


def letter_of(session: Session, mandate: Mandate, kind: str = "given.giver") -> Letter:
    return session.scalars(select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind)).one()


def press(session: Session, letter: Letter) -> tuple[PrintedLetter, str | None]:
    ready = prepare_print(session, letter.id)
    assert ready is not None
    return PlainPress().print_letter(ready[0]), ready[1]


def print_now(world: World, letter: Letter) -> PrintedLetter:
    printed, code = press(world.session, letter)
    assert store_print(world.session, letter.id, printed, code, VAULT, now=world.now)
    return printed


def test_every_part_of_a_printed_letter_opens_as_it_was_made(world: World) -> None:
    letter = letter_of(world.session, world.give())
    printed = print_now(world, letter)
    parts = [open_letter_part(world.session, letter, part, VAULT) for part in ("pdf", "text", "page-1", "page-2")]
    assert parts == [printed.pdf, printed.text.encode(), *printed.page_images]
    assert (letter.sha256, letter.pages) == (hashlib.sha256(printed.pdf).hexdigest(), 2)
    assert letter.printed_at == world.now


def test_what_is_kept_cannot_be_read_without_the_key(world: World) -> None:
    letter = letter_of(world.session, world.give())
    print_now(world, letter)
    kept = b"".join(world.session.scalars(select(LetterContent.sealed)))
    assert b"Bakkerij" not in kept
    with pytest.raises(Conflict, match="letter_damaged"):
        open_letter_part(world.session, letter, "pdf", Vault(b"x" * 32, b"s" * 32))


def test_the_code_on_paper_is_the_one_whose_hash_is_kept(world: World) -> None:
    letter = letter_of(world.session, world.give(), "invitation.holder")
    printed = print_now(world, letter)
    (on_paper,) = set(CODE.findall(printed.text))
    kept = world.session.get_one(LetterCode, letter.id)
    assert kept.code_hash == VAULT.hash_code(letter.id, on_paper)
    assert (kept.made_at, kept.used_at, kept.voided_at) == (world.now, None, None)
    assert on_paper not in str(letter.data)


def test_each_letter_has_a_code_of_its_own(world: World) -> None:
    mandate = world.give()
    codes = [
        press(world.session, letter_of(world.session, mandate, kind))[1]
        for kind in ("given.giver", "invitation.holder")
    ]
    assert None not in codes
    assert len(set(codes)) == 2


def test_a_letter_on_which_nobody_can_act_has_no_code(world: World) -> None:
    letter = letter_of(world.session, world.give())
    letter.kind = "refused.giver"
    assert letter.kind not in KINDS_WITH_CODE
    printed = PrintedLetter(b"pdf", "", 1, [b"page"], "words")
    with pytest.raises(ValueError, match="a code where none belongs"):
        store_print(world.session, letter.id, printed, "7K4Q-92XD", VAULT, now=world.now)
    assert store_print(world.session, letter.id, printed, None, VAULT, now=world.now)
    assert world.session.get(LetterCode, letter.id) is None


def test_a_letter_is_printed_once_and_the_second_bytes_are_dropped(world: World) -> None:
    letter = letter_of(world.session, world.give())
    late, late_code = press(world.session, letter)
    first = print_now(world, letter)
    assert not store_print(world.session, letter.id, replace(late, pdf=b"other"), late_code, VAULT, now=world.now)
    assert prepare_print(world.session, letter.id) is None
    assert open_letter_part(world.session, letter, "pdf", VAULT) == first.pdf
    assert len(world.session.scalars(select(LetterContent)).all()) == 4
    assert len(world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "letter_printed")).all()) == 1


def test_changed_bytes_are_not_passed_off_as_the_letter(world: World) -> None:
    letter = letter_of(world.session, world.give())
    print_now(world, letter)
    kept = world.session.get_one(LetterContent, (letter.id, "pdf"))
    kept.sealed = VAULT.seal(b"another letter", f"{letter.id}:pdf")
    with pytest.raises(Conflict, match="letter_damaged"):
        open_letter_part(world.session, letter, "pdf", VAULT)
    kept.sealed = world.session.get_one(LetterContent, (letter.id, "text")).sealed
    with pytest.raises(Conflict, match="letter_damaged"):
        open_letter_part(world.session, letter, "pdf", VAULT)


def test_a_letter_that_is_not_printed_yet_has_nothing_to_open(world: World) -> None:
    letter = letter_of(world.session, world.give())
    with pytest.raises(NotFound, match="letter_not_printed"):
        open_letter_part(world.session, letter, "pdf", VAULT)
    with pytest.raises(NotFound, match="letter_unknown"):
        prepare_print(world.session, new_id())


def test_the_copy_for_staff_has_no_code(world: World) -> None:
    mandate = world.give()
    letter = letter_of(world.session, mandate, "invitation.holder")
    print_now(world, letter)
    copy = staff_copy(world.session, letter.id)
    assert copy.data.get("code") is None
    assert (copy.kind, copy.dossier_number) == ("invitation.holder", mandate.dossier_number)


def test_printing_is_in_the_timeline_of_the_side_that_gets_the_letter(world: World) -> None:
    mandate = world.give()
    letter = letter_of(world.session, mandate)
    print_now(world, letter)
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "letter_printed")).one()
    assert (entry.party_id, uuid.UUID(entry.data["letter_id"])) == (world.bakery.id, letter.id)
    assert (entry.channel, entry.ground) == ("job", "rule")
    giver = [one.kind for one in list_happenings(world.session, mandate.id, world.bakery.id)]
    holder = [one.kind for one in list_happenings(world.session, mandate.id, world.office.id)]
    assert "letter_printed" in giver
    assert "letter_printed" not in holder
