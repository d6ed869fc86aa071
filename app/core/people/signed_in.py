"""Who is signed in: the person behind an open account, and where a member of staff works."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, and_

from app.models.account import Account
from app.models.person import Person
from app.models.staff import Office, Staff

# Tables instead of classes: every page asks this, and loading objects takes longer.
account, _person, _staff, _office = (model.__table__ for model in (Account, Person, Staff, Office))
COLUMNS: tuple[ColumnElement[Any], ...] = (
    account.c.id.label("account_id"), account.c.person_id.label("behind_account"), _person.c.first_name,
    _person.c.last_name, _staff.c.number, _staff.c.office_id, _office.c.name.label("office_name"), _office.c.town,
    _office.c.networks,
)  # fmt: skip
NOT_CLOSED = and_(account.c.disabled_at.is_(None), account.c.left_at.is_(None))
IS_OPEN = and_(NOT_CLOSED, account.c.dormant_at.is_(None))


@dataclass(frozen=True)
class Desk:
    """Where a member of staff works, known to customers by which number; `networks` are those of the counter."""

    number: str
    office_id: uuid.UUID | None
    office_name: str | None
    office_town: str | None
    networks: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in. `desk` is set for staff."""

    account_id: uuid.UUID
    person_id: uuid.UUID
    first_name: str
    last_name: str
    desk: Desk | None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def is_clerk(self) -> bool:
        """Whether this person serves at a counter."""
        return self.desk is not None and self.desk.office_id is not None


def with_people(accounts: FromClause) -> FromClause:
    """`accounts` and who is behind each of them, for a statement that asks COLUMNS."""
    people = accounts.outerjoin(_person, _person.c.id == account.c.person_id)
    return people.outerjoin(_staff, _staff.c.person_id == _person.c.id).outerjoin(
        _office, _office.c.id == _staff.c.office_id
    )


def read_signed_in(row: Row[Any]) -> SignedIn:
    """Who stands in a row with COLUMNS."""
    desk = Desk(row.number, row.office_id, row.office_name, row.town, tuple(row.networks or ())) if row.number else None
    return SignedIn(row.account_id, row.behind_account, row.first_name, row.last_name, desk)
