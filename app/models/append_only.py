"""Tables in which rows are added and never changed or removed: the database refuses too, whatever the program does."""

from sqlalchemy import DDL, Table, event


def append_only_statements(table: str, key: str, words: str, but_for: str = "") -> dict[str, list[str]]:
    """The triggers, for each engine, that refuse a change of `table`, whose primary key is `key`, with these words.

    `but_for` is the one change of a row that is allowed, as a condition on OLD and NEW.
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    when = f"WHEN NOT ({but_for}) " if but_for else ""
    already_there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - the names are ours
    sqlite = [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}{refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE would take the place of a row without an update or a delete.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {already_there} {refuse}",
    ]
    postgresql = [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE {'' if but_for else 'UPDATE OR '}DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
    if but_for:
        postgresql += [
            f"CREATE FUNCTION {table}_refuse_row() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {but_for} THEN RETURN NEW; END IF; RAISE EXCEPTION '{words}'; END $$",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse_row()",
        ]
    return {"sqlite": sqlite, "postgresql": postgresql}


def make_append_only(table: Table, key: str, words: str, but_for: str = "") -> None:
    """Create the triggers whenever the table is created."""
    for dialect, statements in append_only_statements(table.name, key, words, but_for).items():
        for statement in statements:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    for function in (f"{table.name}_refuse", *[f"{table.name}_refuse_row"] * bool(but_for)):
        dropped = DDL(f"DROP FUNCTION IF EXISTS {function}()").execute_if(dialect="postgresql")
        event.listen(table, "after_drop", dropped)
