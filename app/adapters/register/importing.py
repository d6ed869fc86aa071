"""Importing an extract: what may be imported, and what must hold before it becomes the register."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select, text

from app.adapters.register.extract import Extract, Source, open_extract
from app.adapters.register.full import fill_register
from app.adapters.register.places import changed_register, importing_alone, new_register, prepare_register
from app.adapters.register.progress import Progress, silent
from app.adapters.register.refused import RegisterRefused
from app.adapters.register.update import update_register
from app.core.register.state import RegisterState, find_register_state
from app.db import Database
from app.models.register import RegisterEnterprise
from app.models.register_search import SearchEntry

LARGEST_LOSS = 0.1  # of the enterprises, between two full extracts; more looks like half a file


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    extract_number: int
    snapshot_day: date
    is_full: bool
    rows: int
    enterprises: int


def import_register(
    database: Database, source: Source, *, now: datetime, progress: Progress = silent, anyway: bool = False
) -> Imported:
    """Import a full or an update zip of KBO Open Data; the register switches in one step.

    Raises RegisterRefused with file, line and reason; then nothing has changed. `anyway` takes a full extract that is
    not newer than the register, or that has far fewer enterprises.
    """
    prepare_register(database)
    with importing_alone(database), open_extract(source) as extract:
        with database.reading() as session:
            state = find_register_state(session)
            enterprises = session.scalar(select(func.count()).select_from(RegisterEnterprise)) or 0
        _check_order(extract, state, anyway)
        if extract.meta.is_full:
            with new_register(database) as (connection, schema, old_schema), database.reading() as before:
                rows = fill_register(connection, schema, old_schema, before, extract, now, progress)
                found = _check(connection)
                if found < enterprises * (1 - LARGEST_LOSS) and not anyway:
                    raise RegisterRefused(
                        f"has {found} enterprises, and the register {enterprises}: is it half a file?"
                    )
        else:
            with changed_register(database) as connection, database.reading() as before:
                rows = update_register(connection, before, extract, now, progress)
                found = _check(connection)
    return Imported(extract.meta.number, extract.meta.snapshot_day, extract.meta.is_full, rows, found)


def _check_order(extract: Extract, state: RegisterState | None, anyway: bool) -> None:
    number = extract.meta.number
    if extract.meta.is_full:
        if state and number <= state.extract_number and not anyway:
            raise RegisterRefused(f"extract {number} is not newer than the register, which has {state.extract_number}")
        return
    if state is None:
        raise RegisterRefused("an update needs a register; import a full extract first")
    if number <= state.extract_number:
        raise RegisterRefused(f"extract {number} was imported already; the register has {state.extract_number}")
    if number != state.extract_number + 1:
        missing = f"{state.extract_number + 1}"
        raise RegisterRefused(f"extract {number} cannot follow {state.extract_number}: import extract {missing} first")


def _check(connection: Connection) -> int:
    """The number of enterprises, all of which can be found by name; raises RegisterRefused when something is amiss."""
    enterprises = connection.execute(select(func.count()).select_from(RegisterEnterprise)).scalar_one()
    entries = connection.execute(select(func.count()).select_from(SearchEntry)).scalar_one()
    if not enterprises:
        raise RegisterRefused("there would be no enterprise in the register")
    if entries != enterprises:
        raise RegisterRefused(f"the search index has {entries} entries for {enterprises} enterprises")
    if connection.dialect.name == "sqlite":
        # FTS5's own check; it raises when the index and what it says of itself do not agree.
        connection.execute(text("INSERT INTO register.search_index(search_index) VALUES ('integrity-check')"))
    return int(enterprises)
