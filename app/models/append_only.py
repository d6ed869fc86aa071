"""Tables in which rows are added and never changed or removed: the database refuses too, whatever the program does."""

from sqlalchemy import DDL, Table, event


def append_only_statements(table: str, key: str, words: str) -> dict[str, list[str]]:
    """The triggers, for each engine, that refuse a change of `table`, whose primary key is `key`, with these words."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    already_there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - the names are ours
    sqlite = [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE would take the place of a row without an update or a delete.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {already_there} {refuse}",
    ]
    postgresql = [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
    return {"sqlite": sqlite, "postgresql": postgresql}


def make_append_only(table: Table, key: str, words: str) -> None:
    """Create the triggers whenever the table is created."""
    for dialect, statements in append_only_statements(table.name, key, words).items():
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    dropped = DDL(f"DROP FUNCTION IF EXISTS {table.name}_refuse()").execute_if(dialect="postgresql")
    event.listen(table, "after_drop", dropped)
