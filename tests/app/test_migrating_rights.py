"""Rights that people had before they were lines of a work relation: they hold on the same days, up and down again."""

import uuid
from datetime import date, timedelta

from sqlalchemy import Connection, text

from app import migrations
from app.core.people.rights import list_relations_of, list_rights_in
from app.db import Database
from app.models.lifecycle import Status

BEFORE = "0021"
FIRST = date(2026, 3, 1)
LAST = date(2026, 12, 31)
ELS, PARTY, EXECUTES, MANAGES, NEVER = (uuid.UUID(int=number) for number in range(1, 6))
OLD = (
    "INSERT INTO user_right (id, person_id, party_id, kind, first_day, last_day) "
    "VALUES (:id, :who, :at, :kind, :f, :l)"
)


def spell(connection: Connection, one: uuid.UUID) -> object:
    return one.hex if connection.dialect.name == "sqlite" else one


def fill(connection: Connection) -> None:
    els, party = spell(connection, ELS), spell(connection, PARTY)
    connection.execute(
        text("INSERT INTO person (id, first_name, last_name) VALUES (:id, 'Els', 'Wouters')"), {"id": els}
    )
    connection.execute(
        text("INSERT INTO party (id, enterprise_number, name) VALUES (:id, '0199000250', 'Kantoor')"), {"id": party}
    )
    rows = ((EXECUTES, "executor", FIRST, None), (MANAGES, "manager", FIRST + timedelta(days=9), LAST))
    for key, kind, first, last in (*rows, (NEVER, "manager", LAST, FIRST)):
        values = {"id": spell(connection, key), "who": els, "at": party, "kind": kind}
        connection.execute(text(OLD), values | {"f": first.isoformat(), "l": last.isoformat() if last else None})


def old_rights(database: Database) -> set[tuple[str, str, str | None]]:
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT kind, first_day, last_day FROM user_right")).all()
    return {(kind, str(first), str(last) if last else None) for kind, first, last in rows}


def test_every_right_holds_on_the_same_days_as_before_and_goes_back(bare_database: Database) -> None:
    migrations.upgrade(bare_database, BEFORE)
    with bare_database.writing.begin() as session:
        fill(session.connection())
    before = old_rights(bare_database) - {("manager", LAST.isoformat(), FIRST.isoformat())}
    migrations.upgrade(bare_database)
    with bare_database.reading() as session:
        (relation,) = list_relations_of(session, ELS, PARTY)
        assert (relation.accepted_on, relation.status_on(FIRST)) == (FIRST, Status.ACTIVE)
        assert len(relation.dossier_number) == 12
        held = {
            days: [right.kind for right in list_rights_in(session, PARTY, FIRST + timedelta(days=days))]
            for days in (-1, 0, 8, 9, (LAST - FIRST).days, (LAST - FIRST).days + 1)
        }
    assert list(held.values()) == [
        [], ["executor"], ["executor"], ["executor", "manager"], ["executor", "manager"], ["executor"]
    ]
    migrations.downgrade(bare_database, BEFORE)
    assert old_rights(bare_database) == before


def test_what_was_stopped_or_only_looks_does_not_come_back_wider(bare_database: Database) -> None:
    migrations.upgrade(bare_database, BEFORE)
    with bare_database.writing.begin() as session:
        fill(session.connection())
    migrations.upgrade(bare_database)
    stop = FIRST + timedelta(days=20)
    with bare_database.writing.begin() as session:
        session.execute(text("UPDATE user_right SET stop_day = :day WHERE kind = 'manager'"), {"day": stop.isoformat()})
        session.execute(text("UPDATE user_right SET level = 'view' WHERE kind = 'executor'"))
    migrations.downgrade(bare_database, BEFORE)
    assert old_rights(bare_database) == {
        ("manager", (FIRST + timedelta(days=9)).isoformat(), (stop - timedelta(days=1)).isoformat())
    }
