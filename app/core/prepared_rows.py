"""Rows of values that travel to the database as one value or a few, so that a statement is the same for any number."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    BindParameter,
    ColumnElement,
    Dialect,
    Integer,
    Select,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    func,
    select,
)  # fmt: skip
from sqlalchemy import column as plain_column
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from app.db import SQLITE

Rows = Sequence[Sequence[Any]]
_SQLITE = sqlite.dialect()
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class TextList(TypeDecorator[Sequence[str]]):
    """A list of texts as one value."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == SQLITE else ARRAY(Text))

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's
        return _JSON.encode(value) if dialect.name == SQLITE else list(value or ())


def one_of(column: ColumnElement[str], texts: BindParameter[Any], engine: str) -> ColumnElement[bool]:
    """Whether a column is one of the texts of a TextList."""
    if engine != SQLITE:
        return column == func.any(texts)
    each = func.json_each(texts).table_valued("value")
    return column.in_(select(each.c.value))


class ManyRows:
    """Rows with these columns: as a table of a statement, and as its values. Their `number` counts them from 0."""

    def __init__(self, **columns: TypeEngine[Any]) -> None:
        self._columns = columns

    def table(self, engine: str) -> CTE:
        """The rows as a table of a statement for this engine."""
        return self._in_sqlite() if engine == SQLITE else self._in_postgresql()

    def values(self, rows: Rows) -> dict[str, Any]:
        """The values of the statement, whichever engine has it."""
        return {"rows": rows} | {f"every_{name}": rows for name in self._columns}

    def _in_sqlite(self) -> CTE:
        rows = bindparam("rows", type_=_AsText(list(self._columns.values())))
        each = func.json_each(rows).table_valued("key", "value")
        parts = [
            func.json_extract(each.c.value, f"$[{number}]", type_=kind).label(name)
            for number, (name, kind) in enumerate(self._columns.items())
        ]
        found: Select[Any] = select(each.c.key.label("number"), *parts)
        return found.cte("asked").prefix_with("MATERIALIZED")

    def _in_postgresql(self) -> CTE:
        lists = [
            bindparam(f"every_{name}", type_=_AsArray(number, kind))
            for number, (name, kind) in enumerate(self._columns.items())
        ]
        columns = [plain_column(name, kind) for name, kind in self._columns.items()]
        each = func.unnest(*lists).table_valued(*columns, with_ordinality="number").render_derived()
        number = (cast(each.c.number, Integer) - 1).label("number")
        return select(number, *(each.c[name] for name in self._columns)).cte("asked")


class _AsText(TypeDecorator[Rows]):
    """Rows as one text in JSON."""

    impl = Text
    cache_ok = False

    def __init__(self, kinds: Iterable[TypeEngine[Any]]) -> None:
        super().__init__()
        self._writers = [one.dialect_impl(_SQLITE).bind_processor(_SQLITE) for one in kinds]

    def process_bind_param(self, value: Rows | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's
        columns = zip(*value, strict=True) if value else [()] * len(self._writers)
        written = [
            column if write is None else map(write, column)
            for write, column in zip(self._writers, columns, strict=True)
        ]
        return _JSON.encode(list(zip(*written, strict=True)))


class _AsArray(TypeDecorator[Rows]):
    """One column of the rows as an array."""

    impl = ARRAY
    cache_ok = False

    def __init__(self, place: int, kind: TypeEngine[Any]) -> None:
        super().__init__(kind)
        self._place = place

    def process_bind_param(self, value: Rows | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's
        return [row[self._place] for row in value or ()]
