"""Answering with the code of a letter: dossier number, code and the reader's enterprise number must fit together.

Who says to have no enterprise number opens only letters to a person. For him the dossier number is all that goes with
the code, so five wrong tries void that code.

A wrong try counts against the dossier number as typed, whether it exists or not, and the words are the same. Five wrong
tries void a real code only when the enterprise number was right: who does not know it can lock nobody out. Besides
that, tries are throttled per source.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.letters.data import COLLEAGUE
from app.core.mandates.lookup import find_mandate_by_number, get_mandate
from app.core.mandates.possible_acts import Act, acts_by_letter
from app.core.people.tries import wait_for_others
from app.core.vault import Vault, plain_code
from app.models.letter import CodeAttempt, Letter, LetterCode
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.party import Party

TRIES = 5
TRIES_WINDOW = timedelta(days=1)
SOURCE_TRIES = 20
SOURCE_WINDOW = timedelta(hours=1)


class WrongTry(Invalid):
    """The three do not fit together; the try is written down, and must be committed although it is an error."""


@dataclass(frozen=True)
class OpenedLetter:
    """What the right three open: the letter, the mandate, the side that reads it, and what it may do.

    The code of an overview opens each mandate in it, under the dossier number of that mandate.
    """

    letter: Letter
    mandate: Mandate
    side: Side
    acts: tuple[Act, ...]


def open_with_code(
    session: Session,
    dossier_number: str,
    code: str,
    enterprise_number: str | None,
    *,
    source: str,
    vault: Vault,
    now: datetime,
) -> OpenedLetter:
    """Open a letter with its code. Raises WrongTry with the tries that are left, Conflict when there is nothing to do.

    `enterprise_number` is None for who says to have none: that opens only letters to a person.
    The caller commits even after WrongTry, so that the count stands.
    """
    letter, mandate = _tried(session, dossier_number, code, enterprise_number, source, vault, now)
    if mandate is None:
        # All three are right, so this tells the reader nothing that his letter does not say.
        kind = "invitation" if letter.kind == COLLEAGUE else "overview"
        raise Invalid(f"number_of_{kind}", field="dossier_number")
    return _opened(session, letter, mandate, now)


def open_invitation(
    session: Session, dossier_number: str, code: str, enterprise_number: str, *, source: str, vault: Vault,
    now: datetime,
) -> Letter:  # fmt: skip
    """The letter with which somebody new begins at an organisation; counted and refused as `open_with_code`.

    Invalid for the right three of another letter.
    """
    letter, _ = _tried(session, dossier_number, code, enterprise_number, source, vault, now)
    if letter.kind != COLLEAGUE:
        raise Invalid("number_of_no_invitation", field="dossier_number")
    return letter


def _tried(
    session: Session,
    dossier_number: str,
    code: str,
    enterprise_number: str | None,
    source: str,
    vault: Vault,
    now: datetime,
) -> tuple[Letter, Mandate | None]:
    """The letter that these three open, and the mandate with that number, if there is one."""
    source = vault.hash_source(source)
    refuse_floods(session, source, now, at=dossier_number)
    mandate = find_mandate_by_number(session, dossier_number)
    letters = _letters_of(session, mandate, dossier_number, enterprise_number)
    match = _matching(session, letters, code, vault)
    if match is None:
        raise _write_down(session, dossier_number, source, letters, enterprise_number is None, now)
    letter, stored = match
    if stored.voided_at is not None:
        raise NotAllowed("code_void")
    return letter, mandate


def reopen(session: Session, letter: Letter, mandate_id: uuid.UUID, *, now: datetime) -> OpenedLetter:
    """The same letter again on the next page, with what may be done now."""
    return _opened(session, letter, get_mandate(session, mandate_id), now)


def mark_used(session: Session, letter_id: uuid.UUID, *, now: datetime) -> None:
    """Keep when the code first led to an act; it goes on to open the letter, for the acts that are then left."""
    code = session.get_one(LetterCode, letter_id)
    if code.used_at is None:
        code.used_at = now
        session.flush()


def tries_left(session: Session, dossier_number: str, now: datetime) -> int:
    """How many wrong tries this number, as typed, still has today; never below zero."""
    query = (
        select(func.count())
        .select_from(CodeAttempt)
        .where(CodeAttempt.dossier_number == dossier_number, CodeAttempt.at > now - TRIES_WINDOW)
    )
    return max(0, TRIES - session.execute(query).scalar_one())


def count_wrong_try(
    session: Session, dossier_number: str, source: str, now: datetime, *, code: str, field: str
) -> WrongTry:
    """Write down a wrong try that had nothing to do with a code, so that it voids none; what to raise, with a count."""
    session.add(CodeAttempt(dossier_number=dossier_number, party_was_right=False, source=source, at=now))
    session.flush()
    return WrongTry(code, field=field, left=tries_left(session, dossier_number, now))


def _opened(session: Session, letter: Letter, mandate: Mandate, now: datetime) -> OpenedLetter:
    day = brussels_day(now)
    side = mandate.side_of(letter.party_id)
    acts = acts_by_letter(mandate, side, day) if side else []
    if side is None or not acts:
        raise Conflict(f"not_open_{mandate.status_on(day)}", answer_by=mandate.lapses_after)
    return OpenedLetter(letter, mandate, side, tuple(acts))


def _letters_of(
    session: Session, mandate: Mandate | None, dossier_number: str, enterprise_number: str | None
) -> list[Letter]:
    """The letters to this party under this number: about the mandate, or an overview; or one that lists the mandate."""
    about = or_(Letter.mandate_id == (mandate.id if mandate else None), Letter.mandate_id.is_(None))
    query = select(Letter).join(Party, Party.id == Letter.party_id)
    query = query.where(about, _is_to(mandate, dossier_number, enterprise_number))
    found = session.scalars(query.order_by(Letter.ordered_at.desc(), Letter.id))
    return [one for one in found if one.mandate_id or dossier_number in (one.dossier_number, *one.listed)]


def _is_to(mandate: Mandate | None, dossier_number: str, enterprise_number: str | None) -> ColumnElement[bool]:
    """Whether a letter is to the party that the reader says to be."""
    if enterprise_number is not None:
        return Party.enterprise_number == enterprise_number
    sides = [mandate.giver_id, mandate.holder_id] if mandate else []
    in_this_dossier = or_(Party.id.in_(sides), Letter.dossier_number == dossier_number)
    return and_(Party.person_id.is_not(None), in_this_dossier)


def _matching(session: Session, letters: list[Letter], code: str, vault: Vault) -> tuple[Letter, LetterCode] | None:
    typed = plain_code(code)
    for letter in letters:
        stored = session.get(LetterCode, letter.id)
        if stored is not None and stored.code_hash in vault.code_hashes(letter.id, typed):
            return letter, stored
    return None


def _write_down(
    session: Session, dossier_number: str, source: str, letters: list[Letter], by_person: bool, now: datetime
) -> WrongTry:
    known = {"party_was_right": bool(letters), "by_person": by_person}
    session.add(CodeAttempt(dossier_number=dossier_number, source=source, at=now, **known))
    session.flush()
    if letters:
        _void_after_too_many(session, dossier_number, letters, by_person, now)
    left = tries_left(session, dossier_number, now)
    return WrongTry("code_wrong" if left else "code_void", field="code", left=left)


def _void_after_too_many(
    session: Session, dossier_number: str, letters: list[Letter], by_person: bool, now: datetime
) -> None:
    codes = [code for letter in letters if (code := session.get(LetterCode, letter.id)) and code.voided_at is None]
    for code in codes:
        query = (
            select(func.count())
            .select_from(CodeAttempt)
            .where(
                CodeAttempt.dossier_number == dossier_number,
                CodeAttempt.party_was_right,
                CodeAttempt.by_person.is_(by_person),
                CodeAttempt.at >= code.made_at,
            )
        )
        if session.execute(query).scalar_one() >= TRIES:
            code.voided_at = now


def refuse_floods(session: Session, source: str, now: datetime, *, at: str) -> None:
    """Refuse a source (its digest) that tried too often in the last hour; `at` is the number that it tries now.

    Tries at one number, or from one source, go one after the other until each commits, so that none is overlooked.
    """
    wait_for_others(session, f"code: {at}", f"codes: {source}")
    query = (
        select(func.count())
        .select_from(CodeAttempt)
        .where(CodeAttempt.source == source, CodeAttempt.at > now - SOURCE_WINDOW)
    )
    if session.execute(query).scalar_one() >= SOURCE_TRIES:
        raise NotAllowed("too_many_tries")
