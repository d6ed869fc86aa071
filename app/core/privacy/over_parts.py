"""What every sort of data that goes after its term consists of, and the statements with which it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete
from sqlalchemy.orm import Session

from app.clock import start_of_brussels_day
from app.core.privacy.inventory import read_inventory

Ids = Sequence[Any]


@dataclass(frozen=True)
class Sort:
    """One sort of data: what it is called in reports, its term in the inventory, what is over, and how it goes.

    `rows` gets the first day that is kept; what is of before it is over. `of` are the tables that lose something, where
    the name is not that of the only one.
    """

    name: str
    term: str
    rows: Callable[[date], Select[Any]]
    throw: Callable[[Session, Ids, datetime], None]
    of: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of which rows or columns go."""
        return self.of or (self.name,)

    @property
    def setting(self) -> str:
        """The setting of its term; a term of the job always has one."""
        return read_inventory().terms[self.term][0] or ""


def before(column: Any, kept_from: date) -> ColumnElement[bool]:  # noqa: ANN401 - a column of moments
    return column < start_of_brussels_day(kept_from)


def deleting(model: Any) -> Callable[[Session, Ids, datetime], None]:  # noqa: ANN401 - a table with `id`
    return lambda session, ids, _now: run(session, delete(model).where(model.id.in_(ids)))


def run(session: Session, *statements: Any) -> None:
    for statement in statements:
        session.execute(statement.execution_options(synchronize_session=False))
