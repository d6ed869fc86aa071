"""The day on which the address that letters go to changed from what the copy before had.

The engine finds the enterprises of which some row is not as it was, a few of very many; for those alone the core is
asked where letters went and where they go. So the rule for that address stands in one place, and not in SQL.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date

from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.orm import Session

from app.core.register.addresses import Address, letter_addresses
from app.models.register import ChangedAddress, RegisterAddress, RegisterEnterprise, RegisterEstablishment

AT_ONCE = 500


def keep_days(connection: Connection, new: str, old: str) -> None:
    """Take the days over from the copy before, whatever becomes of the enterprises."""
    connection.execute(
        text(f"INSERT INTO {new}.changed_address SELECT number, changed_on FROM {old}.changed_address")  # noqa: S608
    )


def note_changes(connection: Connection, before: Session, numbers: Sequence[str], day: date) -> None:
    """Keep `day` for those enterprises that have another address now than the copy `before` had.

    Whom that copy did not have is new: nothing changed.
    """
    with Session(connection) as now:
        new = letter_addresses(now, numbers)
        there = _known(now, numbers) & _known(before, numbers)
    old = letter_addresses(before, there)
    changed = sorted(number for number in there if _words(new.get(number)) != _words(old.get(number)))
    if changed:
        connection.execute(delete(ChangedAddress).where(ChangedAddress.number.in_(changed)))
        connection.execute(insert(ChangedAddress), [{"number": number, "changed_on": day} for number in changed])


def find_unlike(connection: Connection, new: str, old: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The enterprises of which an address or an establishment is not in both copies in the same words, some at a time.

    With how many they are so far. A first import has nothing to compare with.
    """
    if connection.execute(text(f"SELECT 1 FROM {old}.enterprise LIMIT 1")).first() is None:  # noqa: S608
        return
    unlike = text(f"{_only_in(new, old)} UNION {_only_in(old, new)}")
    done = 0
    with closing(connection.execute(unlike, execution_options={"yield_per": AT_ONCE})) as found:
        for numbers in found.scalars().partitions(AT_ONCE):
            done += len(numbers)
            yield done, numbers


def _only_in(one: str, other: str) -> str:
    address = _same(RegisterAddress.__table__.columns.keys(), "address")
    place = _same(RegisterEstablishment.__table__.columns.keys(), "place")
    return f"""
        SELECT coalesce(place.enterprise_number, address.entity_number) AS number
        FROM {one}.address AS address
        LEFT JOIN {one}.establishment AS place ON place.number = address.entity_number
        WHERE NOT EXISTS (SELECT 1 FROM {other}.address AS twin WHERE {address})
        UNION
        SELECT place.enterprise_number AS number FROM {one}.establishment AS place
        WHERE NOT EXISTS (SELECT 1 FROM {other}.establishment AS twin WHERE {place})
    """  # noqa: S608  names of our own schemas and columns


def _same(columns: Sequence[str], table: str) -> str:
    """Nothing is as good as nothing; but the number, which is always there, is what the index is asked for."""
    numbers = {"entity_number", "number"}
    pairs = [
        f"twin.{name} {'=' if name in numbers else 'IS NOT DISTINCT FROM'} {table}.{name}"
        for name in columns
        if name != "id"
    ]
    return " AND ".join(pairs)


def _known(session: Session, numbers: Sequence[str]) -> set[str]:
    return set(session.scalars(select(RegisterEnterprise.number).where(RegisterEnterprise.number.in_(numbers))))


def _words(address: Address | None) -> tuple[str, ...]:
    return address.words if address else ()
