"""Accounts that are over their term."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from app.core.privacy.forgetting import erase_accounts
from app.core.privacy.over_parts import Ids, before
from app.models.account import Account
from app.models.break_glass import BreakGlass


def _is_shut() -> ColumnElement[bool]:
    """An account with which nobody signs in, and that nothing here needs any more.

    What an administrator closed at a provider stays: without it the next sign-in there would make a new, open one.
    """
    shut = or_(Account.disabled_at.is_not(None), Account.left_at.is_not(None), Account.dormant_at.is_not(None))
    refuses = Account.provider.is_not(None) & Account.disabled_at.is_not(None)
    return shut & ~refuses & Account.id.not_in(select(BreakGlass.account_id))


def accounts(kept_from: date) -> Select[Any]:
    since = (Account.disabled_at, Account.left_at, Account.dormant_at)
    return select(Account.id).where(_is_shut(), *(or_(one.is_(None), before(one, kept_from)) for one in since))


def throw_accounts(session: Session, ids: Ids, _now: datetime) -> None:
    # Somebody may be opening one of them at this moment: it stays.
    still = select(Account.id).where(Account.id.in_(ids), _is_shut()).with_for_update()
    erase_accounts(session, session.scalars(still).all())
