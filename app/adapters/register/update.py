"""An update: what changed since the extract before. In every file, what goes is deleted before what comes is added."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy import update as change
from sqlalchemy.orm import Session

from app.adapters.register.changed_addresses import note_changes
from app.adapters.register.columns import (
    CONTACT,
    ENTERPRISE,
    ESTABLISHMENT,
    FILES,
    BadValue,
    Descriptions,
    File,
    entity_number,
)
from app.adapters.register.extract import Extract, Numbered
from app.adapters.register.full import load_codes
from app.adapters.register.loading import load_rows
from app.adapters.register.progress import Progress
from app.adapters.register.refused import RegisterRefused
from app.core.register.search_index import index_enterprises
from app.models.register import (
    FormerEnterprise,
    NameKind,
    RegisterCode,
    RegisterEnterprise,
    RegisterEstablishment,
    RegisterExtract,
    RegisterName,
)

CHUNK = 500


def update_register(
    connection: Connection, before: Session, extract: Extract, now: datetime, progress: Progress
) -> int:
    """Change the register as the update says; how many rows were read. `before` reads it as it was."""
    descriptions = _codes(connection, extract, progress)
    touched: set[str] = set()  # entities of which something changed that is searched, or that letters need
    left: dict[str, str | None] = {}  # enterprises that went, with the names of legal persons
    read = 0
    for file in FILES:
        if not extract.has(f"{file.name}_delete.csv"):
            continue
        gone = _numbers(extract, file)
        if file is ENTERPRISE:
            left = _names_of(connection, gone)
        if file is ESTABLISHMENT:
            touched |= _owners(connection, gone)
        _delete(connection, file, gone)
        changed: set[str] = set() if file is CONTACT else touched
        changed |= set(gone)
        rows = _noted(extract.rows(file, descriptions, part="_insert"), changed)
        read += len(gone) + load_rows(connection, file.table, file.targets, rows, f"{file.name}_insert.csv", progress)
    enterprises = sorted(_owners(connection, touched) | {number for number in touched if number[0] in "01"})
    _remember_who_left(connection, left, enterprises, extract)
    for done, chunk in enumerate(_chunks(enterprises)):
        index_enterprises(connection, chunk)
        note_changes(connection, before, chunk, extract.meta.snapshot_day)
        progress("search", min((done + 1) * CHUNK, len(enterprises)))
    meta = extract.meta
    values = {"number": meta.number, "snapshot_day": meta.snapshot_day, "imported_at": now}
    connection.execute(change(RegisterExtract).values(values))
    return read


def _codes(connection: Connection, extract: Extract, progress: Progress) -> Descriptions:
    if extract.has("code.csv"):
        connection.execute(delete(RegisterCode))
        return load_codes(connection, extract, progress)
    rows = connection.execute(select(RegisterCode).where(RegisterCode.language == "NL"))
    return {(row.category, row.code): row.description for row in rows}


def _numbers(extract: Extract, file: File) -> list[str]:
    numbers = []
    for line, text in extract.deleted(file):
        try:
            numbers.append(entity_number(text))
        except BadValue as error:
            raise RegisterRefused(str(error), file=f"{file.name}_delete.csv", line=line) from error
    return numbers


def _noted(rows: Iterable[Numbered], touched: set[str]) -> Iterator[Numbered]:
    for line, row in rows:
        touched.add(str(row[0]))
        yield line, row


def _delete(connection: Connection, file: File, numbers: Sequence[str]) -> None:
    for chunk in _chunks(numbers):
        connection.execute(delete(file.table).where(file.table.c[file.targets[0]].in_(chunk)))


def _owners(connection: Connection, entities: Iterable[str]) -> set[str]:
    """The enterprises of those entities that are establishments."""
    found: set[str] = set()
    for chunk in _chunks([number for number in entities if number[0] == "2"]):
        owner = select(RegisterEstablishment.enterprise_number).where(RegisterEstablishment.number.in_(chunk))
        found.update(connection.scalars(owner))
    return found


def _names_of(connection: Connection, numbers: Sequence[str]) -> dict[str, str | None]:
    left: dict[str, str | None] = {}
    for chunk in _chunks(numbers):
        rows = connection.execute(
            select(RegisterEnterprise.number, RegisterEnterprise.is_natural_person, RegisterName.name)
            .outerjoin(RegisterName, RegisterName.entity_number == RegisterEnterprise.number)
            .where(RegisterEnterprise.number.in_(chunk))
            .order_by(RegisterName.kind != NameKind.LEGAL, RegisterName.id)
        )
        for row in rows:
            left.setdefault(row.number, None if row.is_natural_person else row.name)
    return left


def _remember_who_left(
    connection: Connection, left: dict[str, str | None], touched: Sequence[str], extract: Extract
) -> None:
    there: set[str] = set()
    for chunk in _chunks(touched):
        there.update(connection.scalars(select(RegisterEnterprise.number).where(RegisterEnterprise.number.in_(chunk))))
        connection.execute(delete(FormerEnterprise).where(FormerEnterprise.number.in_(there & set(chunk))))
    day = extract.meta.snapshot_day
    rows = [{"number": number, "name": name, "left_on": day} for number, name in left.items() if number not in there]
    if rows:
        connection.execute(insert(FormerEnterprise), rows)


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
