"""Letters that we cannot read any more as they were printed: the key was lost, or the bytes were damaged.

Their facts stand beside the bytes, so another letter can say the same. It never passes for the first one: it has a day,
a code and bytes of its own, says which letter it replaces, and the journal says who had it made. What can still be read
is never made anew: of that the exact bytes are printed again.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, CoreError, NotFound
from app.core.journal import record
from app.core.letters.orders import order_anew
from app.core.letters.post_tray import (
    TrayLetter,
    list_printed,
    list_to_hand_over,
    list_to_post,
    lock_letters,
    refuse_in_front_of_a_customer,
)
from app.core.letters.printing import PDF, open_letter_part
from app.core.policy import Policy
from app.core.vault import Vault
from app.models.journal import Ground, JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate

# What the form of a letter, or the code on it, asks of the entry that caused it.
ASKED_OF_CAUSE = ("chain", "extension", "second", "sheet", "signature", "types")


def list_lost(session: Session, actor: Actor, vault: Vault, dossier_number: str | None) -> list[TrayLetter]:
    """The letters that cannot be read any more, oldest first: those that wait in the tray, and those under this number.

    Raises NotAllowed for who is no staff, Conflict while a customer looks on.
    """
    refuse_in_front_of_a_customer(session, actor)
    # Each by itself: a tray is shown in part, and one that is full would hide the other, and the dossier.
    found = [*list_to_post(session), *list_to_hand_over(session)]
    if dossier_number is not None:
        under = or_(Letter.dossier_number == dossier_number, Mandate.dossier_number == dossier_number)
        found += list_printed(session, under)
    each = sorted({one.letter.id: one for one in found}.values(), key=lambda one: one.letter.ordered_at)
    return [one for one in each if _is_lost(session, one.letter, vault)]


def remake_letters(
    session: Session, actor: Actor, letter_ids: Sequence[uuid.UUID], vault: Vault, *, policy: Policy, now: datetime
) -> list[Letter]:
    """Promise another letter for each of these; those for which it was done already are left out.

    Raises NotAllowed and Conflict as `list_lost`, Conflict for a letter that can be read, NotFound for one that was
    thrown away at the end of its term.
    """
    refuse_in_front_of_a_customer(session, actor)
    letters = lock_letters(session, letter_ids)
    return [_remade(session, actor, one, vault, policy, now) for one in letters if one.remade_on is None]


def _remade(session: Session, actor: Actor, letter: Letter, vault: Vault, policy: Policy, now: datetime) -> Letter:
    if not letter.data:
        raise NotFound("letter_thrown_away")
    if letter.printed_at is None or not _is_lost(session, letter, vault):
        raise Conflict("letter_can_be_read")
    cause = session.get_one(JournalEntry, letter.cause_id).data
    entry = record(
        session, actor, "letter_remade", now=now, ground=Ground.STAFF_DUTY, party_id=letter.party_id,
        mandate=session.get_one(Mandate, letter.mandate_id) if letter.mandate_id else None,
        letter_id=str(letter.id), letter=letter.kind, **{name: cause[name] for name in ASKED_OF_CAUSE if name in cause},
    )  # fmt: skip
    letter.remade_on = brussels_day(now)
    return order_anew(session, entry, letter, policy=policy, now=now)


def _is_lost(session: Session, letter: Letter, vault: Vault) -> bool:
    try:
        open_letter_part(session, letter, PDF, vault)
    except CoreError:
        return True
    return False
