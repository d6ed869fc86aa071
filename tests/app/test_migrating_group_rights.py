"""Rights for mandate groups: going back below them, what was chosen or looked at for a group becomes nothing wider."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Connection, Date, DateTime, Uuid, column, select, table

from app import migrations
from app.clock import brussels_day, now
from app.core.people.rights import list_relations_in
from app.db import Database
from tests.app.test_migrations import insert_first_rows

WITH, BEFORE = "0057", "0056"
AT, DAY = datetime(2026, 11, 29, 9, 0, tzinfo=UTC), date(2026, 12, 29)
CLERK, PARTY, GROUP = (uuid.UUID(int=number) for number in (1, 2, 5))  # among the first rows
COLLEAGUE, OFFICE, VISIT = (uuid.UUID(int=number) for number in (11, 12, 13))
SORTS = dict.fromkeys(("facts", "answers", "reasons", "hours", "networks"), JSON)
SORTS |= dict.fromkeys(("expires_on", "started_on", "answer_by", "accepted_on", "first_day"), Date)
FOR_ALL = ["executor", "view", None, "2026-11-29", None]
FOR_GROUP = ["executor", "manage", None, "2026-11-29", None, str(GROUP)]


def put(connection: Connection, into: str, /, **values: Any) -> None:
    """One row, as this migration knows the table: the models go on."""
    sorts = {
        key: Uuid if isinstance(one, uuid.UUID) else DateTime(timezone=True) if key.endswith("_at") else SORTS.get(key)
        for key, one in values.items()
    }
    connection.execute(table(into, *(column(key, sort) for key, sort in sorts.items())).insert().values(values))


def at_the_counter(connection: Connection) -> None:
    insert_first_rows(connection)
    put(connection, "person", id=COLLEAGUE, first_name="Els", last_name="Wouters")
    put(connection, "office", id=OFFICE, name="Loket", town="Gent", street="", zipcode="", hours={}, networks=[])
    for number, who in enumerate((CLERK, COLLEAGUE)):
        put(connection, "staff", person_id=who, number=str(number), office_id=OFFICE)
    put(connection, "visit", id=VISIT, clerk_id=CLERK, office_id=OFFICE, party_id=PARTY, started_at=AT)


def look(connection: Connection, number: int, outcome: str | None, **rows: list[list[str | None]]) -> None:
    appointed = {"name": "Els Wouters", "person": None, "replaces": False} | rows
    decided = {"outcome": outcome, "decided_by": COLLEAGUE, "decided_at": AT} if outcome else {}
    put(
        connection, "second_look", id=uuid.UUID(int=number), visit_id=VISIT, office_id=OFFICE, giver_id=PARTY,
        holder_id=PARTY, reasons=[], facts={"act": "appoint", "parts": [], "appointed": appointed},
        fingerprint=str(number), asked_by=CLERK, asked_at=AT, **decided,
    )  # fmt: skip


def draft(connection: Connection, number: int, scope: str, wizard: str = "colleague", **more: Any) -> None:
    put(
        connection, "draft", id=uuid.UUID(int=number), wizard=wizard, dossier_number=f"{number:012}",
        answers={"customers": {"scope": scope}} | more, started_at=AT, saved_at=AT, expires_on=DAY,
    )  # fmt: skip


def left(database: Database, name: str, told: str) -> dict[int, Any]:
    rows = table(name, column("id", Uuid), column(told, JSON))
    with database.reading() as session:
        return {one.id.int: one[1] for one in session.execute(select(rows))}


def test_a_draft_for_some_groups_is_no_draft_for_everything_after_the_step_back(bare_database: Database) -> None:
    migrations.upgrade(bare_database, WITH)
    with bare_database.writing.begin() as session:
        draft(session.connection(), 21, "groups")
        draft(session.connection(), 22, "groups", finished={"day": "2026-11-29"})
        draft(session.connection(), 23, "all")
        draft(session.connection(), 24, "groups", wizard="give")
    migrations.downgrade(bare_database, BEFORE)
    assert sorted(left(bare_database, "draft", "answers")) == [22, 23, 24]


def test_a_look_at_a_right_for_a_group_can_still_be_read_and_waits_no_more(bare_database: Database) -> None:
    migrations.upgrade(bare_database, WITH)
    with bare_database.writing.begin() as session:
        at_the_counter(session.connection())
        look(session.connection(), 31, None, rights=[FOR_GROUP])
        look(session.connection(), 32, "doubts", rights=[FOR_ALL], ends=[FOR_GROUP])
        look(session.connection(), 33, None, rights=[FOR_ALL])
        look(session.connection(), 34, "refuses", rights=[FOR_ALL, FOR_GROUP], ends=[FOR_GROUP])
        look(session.connection(), 35, "agrees", rights=[FOR_ALL])
    before = left(bare_database, "second_look", "facts")
    migrations.downgrade(bare_database, BEFORE)
    kept = left(bare_database, "second_look", "facts")
    assert sorted(kept) == [33, 34, 35]
    assert (kept[33], kept[35]) == (before[33], before[35])
    said = kept[34]["appointed"]
    assert (said["name"], said["rights"], said["ends"]) == ("Els Wouters", [FOR_ALL], [])
    assert kept[34]["for_groups"] == {"rights": [FOR_GROUP], "ends": [FOR_GROUP]}


def appointed(connection: Connection, number: int, *rights: dict[str, Any], accepted: bool = False) -> None:
    today = brussels_day(now())
    put(
        connection, "work_relation", id=uuid.UUID(int=number), dossier_number=f"{number:012}", person_id=COLLEAGUE,
        party_id=PARTY, started_at=AT, started_on=AT.date(), answer_by=today + timedelta(days=30),
        accepted_on=AT.date() if accepted else None, invited=True,
    )  # fmt: skip
    for place, one in enumerate(rights):
        more = {"id": uuid.UUID(int=number * 10 + place), "relation_id": uuid.UUID(int=number), "kind": "executor"}
        put(connection, "user_right", **{"first_day": AT.date()} | more | one)


def test_an_appointment_for_groups_alone_is_over_after_the_step_back_and_can_still_be_read(
    bare_database: Database,
) -> None:
    migrations.upgrade(bare_database, WITH)
    of_group, today = {"mandate_group_version_id": GROUP}, brussels_day(now())
    with bare_database.writing.begin() as session:
        at_the_counter(session.connection())
        appointed(session.connection(), 41, of_group)
        appointed(session.connection(), 42, of_group | {"first_day": today + timedelta(days=90)})
        appointed(session.connection(), 43, of_group, accepted=True)
        appointed(session.connection(), 44, of_group, {"level": "view"})
    migrations.downgrade(bare_database, BEFORE)
    migrations.upgrade(bare_database)
    with bare_database.reading() as session:
        found = {one.id.int: one for one in list_relations_in(session, PARTY)}
        where = [found[number].status_on(today) for number in (41, 42, 43, 44)]
        assert where == ["stopped", "stopped", "stopped", "offered"]
        assert [one.level for one in found[44].rights if not one.is_over(today)] == ["view"]
        assert all(one.is_over(one.first_day) for number in (41, 42, 43) for one in found[number].rights)
