"""The post tray: letters that are printed and wait for somebody to post them or to hand them over.

That a letter left is a fact with a day, said by a member of staff. The cooling-off of a high-risk mandate counts from
it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Text, cast, func, select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.visits import find_open_visit, get_staff
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.letters.orders import number_on
from app.core.letters.printing import PDF, open_letter_part
from app.core.mandates.lookup import lock_mandates
from app.core.people.parties import get_party_name
from app.core.vault import Vault
from app.models.journal import Ground, JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.visit import Visit
from app.translations.formats import dossier_text

TRAY_SIZE = 200
# The first letter to who gives: the cooling-off counts from it.
GIVERS_FIRST = frozenset({"given.giver", "transfer_sent.giver", "passed_on.giver"})


@dataclass(frozen=True)
class TrayLetter:
    """A letter in the tray; `letter.party` is whom it is for."""

    letter: Letter
    dossier_number: str


def list_to_post(session: Session, office_id: uuid.UUID | None = None, *, limit: int = TRAY_SIZE) -> list[TrayLetter]:
    """Printed letters with an address that nobody posted yet, oldest first.

    With `office_id` only those that a visit to this counter asked for; without it all of them.
    """
    return _list(session, _waiting(office_id, handed_over=False), limit)


def list_to_hand_over(
    session: Session, office_id: uuid.UUID | None = None, *, limit: int = TRAY_SIZE
) -> list[TrayLetter]:
    """Printed letters to a party without an address, which somebody has to give it at the counter; oldest first."""
    return _list(session, _waiting(office_id, handed_over=True), limit)


def count_to_post(session: Session, office_id: uuid.UUID | None = None) -> int:
    """How many letters `list_to_post` would find without a limit."""
    query = _waiting(office_id, handed_over=False).with_only_columns(func.count())
    return session.execute(query).scalar_one()


def list_printed(session: Session, which: ColumnElement[bool]) -> list[TrayLetter]:
    """Those printed letters, oldest first, for which no other was made."""
    return _list(session, _printed().where(which), TRAY_SIZE)


def lock_letters(session: Session, letter_ids: Sequence[uuid.UUID]) -> list[Letter]:
    """These letters, kept from others; NotFound when one of them is not there."""
    return list(_get_all(session, letter_ids, lock=True).values())


def open_to_print(session: Session, actor: Actor, letter_ids: Sequence[uuid.UUID], vault: Vault) -> list[bytes]:
    """The exact bytes of these letters, in this order, to be put in envelopes; the edge merges them.

    Their codes can be read in them, so: only staff, only letters that are still here, and never with a customer at the
    counter. Raises NotAllowed, NotFound or Conflict, which names a letter that is no longer as it was printed: it keeps
    all the others.
    """
    refuse_in_front_of_a_customer(session, actor)
    letters = _get_all(session, letter_ids)
    if any(letter.posted_on is not None for letter in letters.values()):
        raise Conflict("letter_left_already")
    return [_opened(session, letters[letter_id], vault) for letter_id in letter_ids]


def mark_posted(
    session: Session, actor: Actor, letter_ids: Sequence[uuid.UUID], *, on: date, now: datetime
) -> list[Letter]:
    """Write down that these letters were posted `on`; those that were posted already stay as they are.

    All or nothing. Returns the letters that left now. Raises NotAllowed for who is no staff, Conflict during a visit
    and for a letter that has no address or is not printed, Invalid for a day that cannot be.
    """
    refuse_in_front_of_a_customer(session, actor)
    return _mark(session, actor, letter_ids, on, now, handed_over=False)


def mark_handed_over(
    session: Session, actor: Actor, letter_ids: Sequence[uuid.UUID], *, on: date, now: datetime
) -> list[Letter]:
    """Write down that these letters were given to the party at the counter; it counts as posting.

    During a visit only letters to the party that is being helped. Otherwise as `mark_posted`.
    """
    visit = find_open_visit(session, _staff_id(session, actor))
    if visit is not None and {letter.party_id for letter in _get_all(session, letter_ids).values()} != {visit.party_id}:
        raise Conflict("visit_still_open")
    return _mark(session, actor, letter_ids, on, now, handed_over=True)


def refuse_in_front_of_a_customer(session: Session, actor: Actor) -> None:
    """Raises NotAllowed for who is no staff, Conflict while a visit of this clerk is open."""
    if find_open_visit(session, _staff_id(session, actor)) is not None:
        raise Conflict("visit_still_open")


def _staff_id(session: Session, actor: Actor) -> uuid.UUID:
    if actor.actor_id is None:
        raise NotAllowed("clerks_only")
    return get_staff(session, actor.actor_id).person_id


def _waiting(office_id: uuid.UUID | None, *, handed_over: bool) -> Select[tuple[Letter, str]]:
    query = _printed().where(Letter.posted_on.is_(None), Letter.handed_over.is_(handed_over))
    if office_id is not None:
        cause = select(JournalEntry.id).join(Visit, Visit.id == JournalEntry.visit_id)
        query = query.where(Letter.cause_id.in_(cause.where(Visit.office_id == office_id)))
    return query


def _printed() -> Select[tuple[Letter, str]]:
    """Letters that say something, of which no other was made: to who was forgotten nothing can be sent."""
    number = func.coalesce(Letter.dossier_number, Mandate.dossier_number)
    query = select(Letter, number).outerjoin(Mandate, Mandate.id == Letter.mandate_id)
    return query.where(Letter.printed_at.is_not(None), cast(Letter.data, Text) != "{}", Letter.remade_on.is_(None))


def _list(session: Session, query: Select[tuple[Letter, str]], limit: int) -> list[TrayLetter]:
    query = query.options(joinedload(Letter.party)).order_by(Letter.ordered_at, Letter.cause_id, Letter.kind)
    return [TrayLetter(letter, number) for letter, number in session.execute(query.limit(limit))]


def _get_all(session: Session, letter_ids: Sequence[uuid.UUID], *, lock: bool = False) -> dict[uuid.UUID, Letter]:
    query = select(Letter).where(Letter.id.in_(letter_ids)).order_by(Letter.id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = {letter.id: letter for letter in session.scalars(query)}
    if set(found) != set(letter_ids):
        raise NotFound("letter_unknown")
    return found


def _opened(session: Session, letter: Letter, vault: Vault) -> bytes:
    try:
        return open_letter_part(session, letter, PDF, vault)
    except Conflict as damaged:
        which = {"dossier": dossier_text(number_on(session, letter)), "party": get_party_name(session, letter.party_id)}
        raise Conflict("letter_damaged_in_tray", **which) from damaged


def _mark(
    session: Session, actor: Actor, letter_ids: Sequence[uuid.UUID], on: date, now: datetime, *, handed_over: bool
) -> list[Letter]:
    if on > brussels_day(now):
        raise Invalid("posted_in_the_future", field="on")
    # The mandates first: an act locks its mandate before it looks at letters.
    starts = {one.mandate_id for one in _get_all(session, letter_ids).values() if one.kind in GIVERS_FIRST}
    mandates = lock_mandates(session, starts)
    letters = _get_all(session, letter_ids, lock=True).values()
    for letter in letters:
        _check(letter, on, handed_over)
    left = [letter for letter in letters if letter.posted_on is None]
    for letter in left:
        letter.posted_on = on
        if letter.mandate_id in mandates and letter.kind in GIVERS_FIRST:
            # Made anew, it does not let days begin anew that count from the first.
            mandates[letter.mandate_id].giver_posted_on = mandates[letter.mandate_id].giver_posted_on or on
        _write_down(session, actor, letter, on, now)
    session.flush()
    return left


def _check(letter: Letter, on: date, handed_over: bool) -> None:
    if letter.printed_at is None:
        raise Conflict("letter_not_printed")
    if letter.handed_over is not handed_over:
        raise Conflict("letter_without_address" if letter.handed_over else "letter_with_address")
    if letter.posted_on is None and on < brussels_day(letter.printed_at):
        raise Invalid("posted_before_printing", field="on", printed_on=brussels_day(letter.printed_at))


def _write_down(session: Session, actor: Actor, letter: Letter, on: date, now: datetime) -> None:
    record(
        session, actor, "letter_handed_over" if letter.handed_over else "letter_posted", now=now,
        ground=Ground.STAFF_DUTY, mandate=session.get(Mandate, letter.mandate_id) if letter.mandate_id else None,
        party_id=letter.party_id, letter_id=str(letter.id), letter=letter.kind, on=on.isoformat(),
    )  # fmt: skip
