"""Which accounts are behind glass: nobody changes how those sign in, except the operator's command."""

import uuid

from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.models.break_glass import BreakGlass


def is_behind_glass(session: Session, account_id: uuid.UUID) -> bool:
    """Whether this is an account for emergencies."""
    return session.get(BreakGlass, account_id) is not None


def refuse_behind_glass(session: Session, account_id: uuid.UUID) -> None:
    """Refuse to change how an account for emergencies signs in: what was locked away on paper must go on to work."""
    if is_behind_glass(session, account_id):
        raise Conflict("behind_glass")
