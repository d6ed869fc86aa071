"""Indexes and pointers of PostgreSQL, taken away while rows come in and put back as they were.

Row by row they take most of the time, and two tables that point at each other could be filled in no order at all. All
of it happens in the transaction of the move: nobody ever sees a table without them. Triggers stay where they are.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Integer, text

from app.adapters.moving.rows import all_tables

_POINTERS = """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace::regnamespace::text IN ('public', 'register') ORDER BY conname
"""
_INDEXES = """
    SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace::regnamespace::text IN ('public', 'register')
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    ORDER BY relname
"""
_COUNTER = text("SELECT pg_get_serial_sequence(:table, :column)")
_GUARDS = """
    SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid) || convalidated FROM pg_constraint
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'register')
"""


@dataclass(frozen=True)
class Shape:
    """What was taken away, as the statements that put it back, and everything that guarded the tables before."""

    pointers: tuple[str, ...]
    indexes: tuple[str, ...]
    guards: frozenset[str]


def take_down(connection: Connection) -> Shape:
    """Take every pointer and every index away, but for those of keys."""
    guards = _guards(connection)
    pointers, indexes = (connection.execute(text(one)).all() for one in (_POINTERS, _INDEXES))
    for taking, _ in [*pointers, *indexes]:
        connection.exec_driver_sql(taking)
    return Shape(tuple(put for _, put in pointers), tuple(put for _, put in indexes), guards)


def put_back(connection: Connection, shape: Shape) -> bool:
    """Put everything back; PostgreSQL follows every pointer then. Whether all is guarded as it was."""
    for statement in (*shape.indexes, *shape.pointers):
        connection.exec_driver_sql(statement)
    return _guards(connection) == shape.guards


def go_on_counting(connection: Connection) -> None:
    """Let each number that PostgreSQL hands out by itself follow the highest one that is there."""
    for table in all_tables():
        name = f'"{table.schema or "public"}"."{table.name}"'
        for key in [one.name for one in table.primary_key.columns if isinstance(one.type, Integer)]:
            counter = connection.execute(_COUNTER, {"table": name, "column": key}).scalar()
            highest = connection.exec_driver_sql(f'SELECT max("{key}") FROM {name}').scalar()  # noqa: S608  ours
            if counter is not None and highest is not None:
                connection.execute(text("SELECT setval(:counter, :highest)"), {"counter": counter, "highest": highest})


def _guards(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(text(_GUARDS)).scalars())
