"""Accounts with a password, for tests of how people sign in."""

from sqlalchemy.orm import Session

from app.models.account import Account
from app.models.person import Person


def account_of(session: Session, name: str) -> Account:
    """Somebody new who signs in as `name`."""
    person = Person(first_name=name.title(), last_name="Vermeulen")
    session.add(person)
    session.flush()
    account = Account(username=name, password_hash="x", person_id=person.id)
    session.add(account)
    session.flush()
    return account
