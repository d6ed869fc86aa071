"""Reading letters: each side its own, staff with the code covered."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound
from app.core.letters.data import LetterToPrint
from app.core.letters.orders import get_letter, to_print
from app.core.letters.printing import TEXT, open_letter_part, staff_copy
from app.core.mandates.lookup import get_mandate
from app.core.permits.sight import find_sight
from app.core.vault import CODE_SIGNS, Vault
from app.models.journal import Channel
from app.models.letter import Letter, LetterCode
from app.models.mandate import Mandate
from app.translations import say

PRINTED_WITHIN = timedelta(minutes=2)
_CODE = re.compile(rf"(?<!\w)[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}(?!\w)")


@dataclass(frozen=True)
class LetterLine:
    """One letter in a list. `pages` is None while it is not printed; `late` says that printing takes unusually long.

    `remade_on` is the day on which another was made, because this one cannot be read any more.
    """

    id: uuid.UUID
    mandate_id: uuid.UUID
    subject: str
    dated: date
    pages: int | None
    posted_on: date | None
    promised_by: date
    handed_over: bool
    late: bool
    remade_on: date | None


def letter_line(letter: Letter, mandate: Mandate, now: datetime) -> LetterLine:
    """The letter as a list shows it."""
    names = {"giver": mandate.giver.name, "holder": mandate.holder.name}
    return LetterLine(
        letter.id,
        mandate.id,
        say(f"letter_subject.{letter.kind.replace('.', '_')}{'_part' * bool(letter.data.get('going_on'))}", **names),
        letter.dated,
        letter.pages if letter.printed_at else None,
        letter.posted_on,
        letter.promised_by,
        letter.handed_over,
        letter.printed_at is None and now - letter.ordered_at > PRINTED_WITHIN,
        letter.remade_on,
    )


def get_own_letter(
    session: Session, actor: Actor, mandate_id: uuid.UUID, letter_id: uuid.UUID, day: date
) -> tuple[Letter, Mandate]:
    """A letter of this mandate to the actor's party.

    NotFound for a letter to the other side, and for who may not decide: a code in it would let him decide after all.
    """
    sight = find_sight(session, actor, day)
    letter = get_letter(session, letter_id, sight.party.id)
    if letter.mandate_id != mandate_id or not sight.decides:
        raise NotFound("letter_unknown")
    return letter, get_mandate(session, mandate_id)


def open_own_part(
    session: Session, actor: Actor, mandate_id: uuid.UUID, letter_id: uuid.UUID, part: str, vault: Vault, day: date
) -> tuple[bytes, str]:
    """The bytes of "pdf" or "page-1" with the dossier number; NotFound for staff, to whom the code is covered."""
    letter, mandate = get_own_letter(session, actor, mandate_id, letter_id, day)
    if actor.channel is Channel.COUNTER:
        raise NotFound("letter_unknown")
    return open_letter_part(session, letter, part, vault), mandate.dossier_number


def words_of_letter(
    session: Session, actor: Actor, mandate_id: uuid.UUID, letter_id: uuid.UUID, vault: Vault, day: date
) -> LetterToPrint:
    """What a printed letter says, for who reads words instead of a picture; the code is covered for staff."""
    letter, mandate = get_own_letter(session, actor, mandate_id, letter_id, day)
    if letter.printed_at is None:
        raise NotFound("letter_not_printed")
    if not letter.data:
        raise NotFound("letter_thrown_away")
    if actor.channel is Channel.COUNTER:
        return staff_copy(session, letter.id)
    return to_print(letter, mandate.dossier_number, _code_of(session, letter, vault))


def _code_of(session: Session, letter: Letter, vault: Vault) -> str | None:
    # The code stands nowhere but in the sealed words; its hash tells it from anything that only looks like one.
    stored = session.get(LetterCode, letter.id)
    if stored is None:
        return None
    words = open_letter_part(session, letter, TEXT, vault).decode()
    return next((code for code in _CODE.findall(words) if stored.code_hash in vault.code_hashes(letter.id, code)), None)


def codes_in(session: Session, letter_id: uuid.UUID, vault: Vault) -> Sequence[str]:
    """Whatever looks like a code in the sealed words of a letter; nothing when they are gone, or do not open."""
    try:
        return _CODE.findall(open_letter_part(session, session.get_one(Letter, letter_id), TEXT, vault).decode())
    except (NotFound, Conflict):
        return ()
