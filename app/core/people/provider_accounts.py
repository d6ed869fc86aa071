"""Who signed in at a provider: the person behind the subject, and his account. For staff see `core/directory`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.errors import NotAllowed
from app.core.people.accounts import find_signed_in
from app.core.people.persons import ensure_person
from app.core.people.said import take_back, take_word
from app.core.people.signed_in import SignedIn
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.models.account import Account
from app.models.person import Person


@dataclass(frozen=True)
class Arrival:
    """Who a provider says that somebody is. `provider` is "citizen" or "staff", `subject` names the issuer too."""

    provider: str
    subject: str
    first_name: str
    last_name: str


def enter_citizen(
    session: Session, arrival: Arrival, *, enterprise: str | None, represents: str | None, now: datetime
) -> tuple[SignedIn, str | None]:
    """Let a citizen in; with him comes the number of the enterprise for which he signed in, if any.

    `represents` is the enterprise that he represents by law, in the provider's word. For the enterprise for which he
    signed in, no word means that an older one is taken back. Raises Invalid for a number that cannot be one.
    """
    number = parse_enterprise_number(enterprise) if enterprise else None
    by_law = parse_enterprise_number(represents) if represents else None
    person, account = ensure_account(session, arrival)
    if by_law:
        take_word(session, person, by_law, now=now)
    if number and number != by_law:
        take_back(session, person.id, number, brussels_day(now))
    return let_in(session, account), number or by_law


def ensure_account(session: Session, arrival: Arrival) -> tuple[Person, Account]:
    """The person behind the subject, and his account at this provider; both made when he comes for the first time."""
    try:
        with session.begin_nested():
            return _ensure(session, arrival)
    except IntegrityError:  # somebody signs in for the first time in two windows at once
        return _ensure(session, arrival)


def _ensure(session: Session, arrival: Arrival) -> tuple[Person, Account]:
    person = ensure_person(session, arrival.subject, arrival.first_name, arrival.last_name)
    account = session.scalar(
        select(Account).where(Account.person_id == person.id, Account.provider == arrival.provider)
    )
    if account is None:
        account = Account(
            username=None, password_hash=None, provider=arrival.provider, person_id=person.id, disabled_at=None,
            demo_note=None,
        )  # fmt: skip
        session.add(account)
        session.flush()
    return person, account


def let_in(session: Session, account: Account) -> SignedIn:
    """Who this is; raises NotAllowed for an account that is closed or sleeps."""
    who = find_signed_in(session, account.id)
    if who is None:
        closed = account.disabled_at or account.left_at
        raise NotAllowed("account_closed" if closed else "account_dormant")
    return who
