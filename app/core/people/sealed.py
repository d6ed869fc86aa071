"""Which accounts are behind glass: nobody changes how those sign in or disarms them, except the operator's command."""

import uuid

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.models.account import Account
from app.models.break_glass import BreakGlass


def is_behind_glass(session: Session, account_id: uuid.UUID) -> bool:
    """Whether this is an account for emergencies."""
    return session.get(BreakGlass, account_id) is not None


def refuse_behind_glass(session: Session, account_id: uuid.UUID) -> None:
    """Refuse to change how an account for emergencies signs in: what was locked away on paper must go on to work."""
    if is_behind_glass(session, account_id):
        raise Conflict("behind_glass")


def people_behind_glass() -> Select[tuple[uuid.UUID]]:
    """Asks whose accounts those are."""
    return select(Account.person_id).join(BreakGlass, BreakGlass.account_id == Account.id)


def is_person_behind_glass(session: Session, person_id: uuid.UUID) -> bool:
    """Whether this is the person of an account for emergencies."""
    return session.scalar(people_behind_glass().where(Account.person_id == person_id)) is not None


def refuse_to_disarm(session: Session, person_id: uuid.UUID) -> None:
    """Refuse to change what the account for emergencies may do: an administrator could lock everybody out, or hide in
    it what he may not have himself."""
    if is_person_behind_glass(session, person_id):
        raise Conflict("glass_stays")
