"""Accounts with a password, and who is behind them.

Signing in takes three steps, because checking a password is slow on purpose and must not hold up the database:
`begin_sign_in` counts the try, `password_fits` checks, `finish_sign_in` forgets the tries that went before.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.people.signed_in import COLUMNS, IS_OPEN, NOT_CLOSED, account, read_signed_in, with_people
from app.core.people.signed_in import Desk as Desk
from app.core.people.signed_in import SignedIn as SignedIn
from app.core.people.tries import count_try, forget_tries
from app.core.people.web_sessions import end_all_of
from app.models.account import Account
from app.models.person import Person

LONGEST_PASSWORD = 1000
HASHER = PasswordHasher()
_SIGNED_IN = select(*COLUMNS).select_from(with_people(account)).where(account.c.id == bindparam("account_id"), IS_OPEN)


def create_account(
    session: Session, username: str, password: str, person_id: uuid.UUID, *, demo_note: str | None = None
) -> Account:
    """A new account for a person; Conflict when the name is taken."""
    name = _clean(username)
    if session.scalar(select(Account.id).where(Account.username == name)) is not None:
        raise Conflict("username_taken", username=name)
    account = Account(
        username=name, password_hash=HASHER.hash(password), person_id=person_id, disabled_at=None, demo_note=demo_note
    )
    session.add(account)
    session.flush()
    return account


def begin_sign_in(session: Session, username: str, source: str, *, now: datetime) -> Account | None:
    """Count a try from `source`, and find the account if there is one, also one that sleeps.

    Raises Invalid after too many tries in a quarter of an hour, with the same words whether the name exists or not.
    The caller commits before checking the password, so that many tries at once are all counted.
    """
    count_try(session, _clean(username), source, now=now)
    return session.scalar(select(Account).where(Account.username == _clean(username), NOT_CLOSED))


def password_fits(account: Account | None, password: str) -> bool:
    """Whether this is the password of the account; takes as long when there is no such account."""
    stored = (account.password_hash if account else None) or _hash_of_nobody()
    try:
        HASHER.verify(stored, password[:LONGEST_PASSWORD])
    except VerifyMismatchError:
        return False
    return account is not None


def finish_sign_in(session: Session, account: Account, password: str, source: str) -> None:
    """Forget the tries that led here, and store the password anew when the way of hashing has become stronger.

    Raises NotAllowed for an account that sleeps: only who knows the password learns that.
    """
    if account.dormant_at is not None:
        raise NotAllowed("account_dormant")
    forget_tries(session, account.username or "", source)
    if account.password_hash and HASHER.check_needs_rehash(account.password_hash):
        session.merge(account).password_hash = HASHER.hash(password[:LONGEST_PASSWORD])
    session.flush()


def find_account(session: Session, username: str) -> Account | None:
    """The account with a password of this name, open or closed; None when there is none."""
    return session.scalar(select(Account).where(Account.username == _clean(username)))


def get_account(session: Session, username: str) -> Account:
    """The same; NotFound when there is none."""
    found = find_account(session, username)
    if found is None:
        raise NotFound("account_unknown", username=username)
    return found


def find_signed_in(session: Session, account_id: uuid.UUID) -> SignedIn | None:
    """Who is behind an account today; None when it is gone or disabled."""
    row = session.execute(_SIGNED_IN, {"account_id": account_id}).one_or_none()
    return read_signed_in(row) if row else None


def username_of(session: Session, account_id: uuid.UUID) -> str | None:
    """The name with which somebody signed in, to ask for the password again; None for who signs in at a provider."""
    return session.get_one(Account, account_id).username


def disable_account(session: Session, account_id: uuid.UUID, *, now: datetime) -> None:
    """Close an account and end every session of its person, at once."""
    account = session.get_one(Account, account_id)
    account.disabled_at = now
    end_all_of(session, account.person_id, now=now)
    session.flush()


def list_demo_accounts(session: Session) -> Sequence[tuple[str, str, str]]:
    """The accounts of a demo: name to sign in with, person, what he or she can show. Empty outside a demo."""
    query = select(Account.username, Person, Account.demo_note).join(Account.person)
    rows = session.execute(query.where(Account.demo_note.is_not(None)).order_by(Account.username))
    return [(str(username), person.name, str(note)) for username, person, note in rows]


def _clean(username: str) -> str:
    return username.strip().lower()


@cache
def _hash_of_nobody() -> str:
    return HASHER.hash("nobody has this password, but checking it takes the same time")
