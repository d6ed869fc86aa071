"""Rows of either engine as the same values, read in a stream, and a digest of a table that needs no order.

The digest is the sum of those of its rows: two engines sort words otherwise, and a table of millions is never held.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, LargeBinary, Select, Table, Text, cast, select

from app.models.base import Base, RegisterBase

BATCH = 5_000
BATCH_OF_BYTES = 10  # letters, and scans of up to 8 MB as they were sent
WRAP = 2**256

Row = tuple[Any, ...]


def all_tables() -> list[Table]:
    """Every table of ours and of the register, what others point at first."""
    return [*Base.metadata.sorted_tables, *RegisterBase.metadata.sorted_tables]


@dataclass
class Tally:
    """What was counted of one table: its rows, and the sum of their digests."""

    rows: int = 0
    sum: int = 0

    def add(self, batch: list[Row]) -> None:
        """Count some more rows."""
        for row in batch:
            plain = tuple(hashlib.sha256(one).digest() if isinstance(one, bytes) else one for one in row)
            self.sum += int.from_bytes(hashlib.sha256(repr(plain).encode("utf-8")).digest())
        self.rows, self.sum = self.rows + len(batch), self.sum % WRAP


@contextmanager
def reading_rows(connection: Connection, table: Table) -> Iterator[Iterator[list[Row]]]:
    """All rows of a table, a batch at a time; what the program reads in them, but JSON as it is written there."""
    has_bytes = any(isinstance(column.type, LargeBinary) for column in table.columns)
    size = BATCH_OF_BYTES if has_bytes else BATCH
    streaming = {"stream_results": True, "max_row_buffer": size}
    with connection.execute(_reading(table), execution_options=streaming) as found:
        yield ([tuple(row) for row in batch] for batch in found.partitions(size))


def _reading(table: Table) -> Select[Any]:
    # Read as JSON, a null that is written down would be the same as none at all.
    return select(*[cast(one, Text) if isinstance(one.type, JSON) else one for one in table.columns])
