"""Printing: what goes to the press, and what comes back from it. The exact bytes are kept, sealed.

The press itself works between two transactions: what it needs is read in the first, what it made is kept in the second.
A code is born here and stands nowhere else than in the sealed bytes; beside them only its keyed hash is kept.
"""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.journal import record_rule
from app.core.letters.data import KINDS_WITH_CODE, LetterToPrint, PrintedLetter
from app.core.letters.orders import find_sealed_part, number_on, to_print
from app.core.vault import Vault, new_code
from app.models.letter import Letter, LetterCode, LetterContent
from app.models.mandate import Mandate

PDF = "pdf"
TEXT = "text"


def prepare_print(session: Session, letter_id: uuid.UUID) -> tuple[LetterToPrint, str | None] | None:
    """The letter for the press, with a fresh code when its kind has one.

    None when it is printed already, or has no words any more because who would get it is forgotten.
    """
    letter = _get(session, letter_id)
    if letter.printed_at is not None or not letter.data:
        return None
    code = new_code() if letter.kind in KINDS_WITH_CODE else None
    return to_print(letter, number_on(session, letter), code), code


def store_print(
    session: Session, letter_id: uuid.UUID, printed: PrintedLetter, code: str | None, vault: Vault, *, now: datetime
) -> bool:
    """Keep what was printed. False, and nothing is kept, when another worker was first: its bytes are the letter.

    So too when whoever would get it was forgotten meanwhile.
    """
    locked = select(Letter).where(Letter.id == letter_id).with_for_update(key_share=True)
    letter = session.scalars(locked.execution_options(populate_existing=True)).first()
    if letter is None:
        raise NotFound("letter_unknown")
    if letter.printed_at is not None or not letter.data:
        return False
    if (code is None) == (letter.kind in KINDS_WITH_CODE):
        raise ValueError(f"{letter.kind}: a code where none belongs, or none where one does")
    letter.printed_at, letter.pages = now, printed.pages
    letter.sha256 = hashlib.sha256(printed.pdf).hexdigest()
    for part, content in _parts(printed):
        sealed = vault.seal(content, about_part(letter.id, part))
        session.add(LetterContent(letter_id=letter.id, part=part, sealed=sealed))
    if code is not None:
        session.add(LetterCode(letter_id=letter.id, code_hash=vault.hash_code(letter.id, code), made_at=now))
    session.flush()
    record_rule(
        session,
        "letter_printed",
        _mandate_of(session, letter),
        now=now,
        party_id=letter.party_id,
        letter_id=str(letter.id),
        letter=letter.kind,
    )
    return True


def open_letter_part(session: Session, letter: Letter, part: str, vault: Vault) -> bytes:
    """The bytes of "pdf", "text" or "page-1" as they were printed; whoever may read the letter is asked before.

    Raises NotFound while there is no such part, Conflict when the bytes are not those that were printed.
    """
    sealed = find_sealed_part(session, letter.id, part)
    if sealed is None:
        raise NotFound("letter_thrown_away" if letter.printed_at else "letter_not_printed")
    try:
        content = vault.unseal(sealed, about_part(letter.id, part))
    except InvalidTag as error:
        raise Conflict("letter_damaged") from error
    if part == PDF and hashlib.sha256(content).hexdigest() != letter.sha256:
        raise Conflict("letter_damaged")
    return content


def staff_copy(session: Session, letter_id: uuid.UUID) -> LetterToPrint:
    """The same letter as staff may see it: without its code, so that the press covers the place."""
    letter = _get(session, letter_id)
    return to_print(letter, number_on(session, letter), None)


def _parts(printed: PrintedLetter) -> Iterator[tuple[str, bytes]]:
    yield PDF, printed.pdf
    yield TEXT, printed.text.encode()
    for number, image in enumerate(printed.page_images, start=1):
        yield f"page-{number}", image


def about_part(letter_id: uuid.UUID, part: str) -> str:
    """To what the bytes of a part of a letter are bound."""
    return f"{letter_id}:{part}"


def _get(session: Session, letter_id: uuid.UUID) -> Letter:
    letter = session.get(Letter, letter_id)
    if letter is None:
        raise NotFound("letter_unknown")
    return letter


def _mandate_of(session: Session, letter: Letter) -> Mandate | None:
    return session.get_one(Mandate, letter.mandate_id) if letter.mandate_id else None
