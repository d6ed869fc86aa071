"""Accounts that are over their term."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.people.dormant import CITIZEN
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


def _nobody_uses(kept_from: date) -> ColumnElement[bool]:
    """The account of a citizen who did not come back: his provider knows him, so the next sign-in makes a new one.

    One with a password of ours stays, because nothing makes that anew. One of staff sleeps first, and is shut then.
    """
    kept = Account.disabled_at.is_(None) & Account.left_at.is_(None)
    return (Account.provider == CITIZEN) & kept & before(Account.used_at, kept_from)


def accounts(kept_from: date) -> Select[Any]:
    since = (Account.disabled_at, Account.left_at, Account.dormant_at)
    long_shut = and_(_is_shut(), *(or_(one.is_(None), before(one, kept_from)) for one in since))
    return select(Account.id).where(or_(long_shut, _nobody_uses(kept_from)))


def throw_accounts(session: Session, ids: Ids, now: datetime) -> None:
    # Somebody may be opening one of them, or coming in with it, at this moment: it stays.
    over = or_(_is_shut(), _nobody_uses(brussels_day(now)))
    still = select(Account.id).where(Account.id.in_(ids), over).with_for_update()
    erase_accounts(session, session.scalars(still).all())
