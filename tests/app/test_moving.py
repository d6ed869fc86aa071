"""From SQLite to PostgreSQL: everything arrives and works on, or nothing has changed."""

import itertools
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, Date, DateTime, inspect, null, select, text
from sqlalchemy.orm import Session, undefer

from app import create_app, migrations
from app.adapters import moving
from app.adapters.moving import MoveError, move, rows
from app.config import ROOT, read_settings
from app.core.clients import kept_answers
from app.core.clients.kept_answers import Request
from app.core.clients.tokens import find_caller
from app.core.directory.tokens import find_token
from app.core.distant.page_images import LARGEST_FILE
from app.core.distant.paper_sheets import about_sent
from app.core.events.feed import give_places
from app.core.events.webhooks import secrets_of
from app.core.journal_seals import check_seals
from app.core.letters.printing import open_letter_part
from app.core.people import accounts
from app.core.people.second_factors import prove_with_code
from app.core.representation.checking import Question, may_represent
from app.db import Database
from app.models.account import Account
from app.models.api_client import ApiClient
from app.models.base import Base, RegisterBase
from app.models.event import Event
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mandate_type import AccessLevel
from app.models.paper_sheet import SheetPage
from app.models.party import Party
from app.models.webhook import Webhook
from tests import acting, postgres
from tests.app.test_migrations import guards_of
from tests.conftest import worker_of
from tests.databases import copy_of, opened
from tests.lived import KEPT, KEYS, PASSWORD, SCAN, SENT, VAULT, Lived, code_now, live
from tests.world import NOON, TODAY, World

_numbers = itertools.count(1)


def silent(_what: str, _rows: int) -> None:
    """Nobody waits."""


@pytest.fixture(scope="session")
def settled_life(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lived]:
    """A database in which a life was lived, once for all tests: copy it, never write in it."""
    database = copy_of(migrated_sqlite, tmp_path_factory.mktemp("lived"))
    lived = live(database)
    database.dispose()
    return Path(str(database.url.database)), lived


@pytest.fixture
def lived(settled_life: tuple[Path, Lived]) -> Lived:
    """The secrets of that life."""
    return settled_life[1]


@pytest.fixture
def source(settled_life: tuple[Path, Lived], tmp_path: Path) -> Iterator[Database]:
    """The database on SQLite, for this test alone."""
    yield from opened(copy_of(settled_life[0], tmp_path))


@pytest.fixture
def target(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database on PostgreSQL that was never used, but has its tables."""
    name = f"moved_{worker_of(request)}_{next(_numbers)}"
    url = postgres.new_database(name, request.getfixturevalue("migrated_postgresql"))
    yield from opened(Database(url.render_as_string(hide_password=False)))


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database on PostgreSQL as `createdb` makes it."""
    url = postgres.new_database(f"moved_{worker_of(request)}_{next(_numbers)}")
    yield from opened(Database(url.render_as_string(hide_password=False)))


def raw(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row as the driver hands it over, told apart from how the move reads it; only spelling made the same."""
    found = {}
    with database.engine.connect() as connection:
        for table in [*Base.metadata.sorted_tables, *RegisterBase.metadata.sorted_tables]:
            # As words: those that PostgreSQL itself writes, and those that SQLite keeps.
            columns = ", ".join(_plain(one, database.is_sqlite) for one in table.columns)
            name = f"{table.schema}.{table.name}" if table.schema else f'"{table.name}"'
            rows = connection.execute(text(f"SELECT {columns} FROM {name}"))
            found[table.fullname] = sorted(map(tuple, rows), key=repr)
    return found


def _plain(column: Any, is_sqlite: bool) -> str:
    name, kind = f'"{column.name}"', str(column.type)
    if isinstance(column.type, DateTime) or kind == "DATETIME":
        return name if is_sqlite else f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    if kind == "BOOLEAN":
        return name if is_sqlite else f"CAST({name} AS int)"
    if kind == "CHAR(32)" or kind == "UUID":
        return name if is_sqlite else f"replace(CAST({name} AS text), '-', '')"
    if isinstance(column.type, JSON | Date):
        return f"CAST({name} AS text)"
    return name


def answers(session: Session) -> list[tuple[bool, object]]:
    """What the check says of every pair of parties, for every service, today and later."""
    parties = list(session.scalars(select(Party.id).order_by(Party.id)))
    asked = itertools.product(parties, parties, (*KEYS, *KEPT), AccessLevel, (0, 1, 40, 400))
    questions = [
        Question(giver, key, level, TODAY + timedelta(days=days), holder_id=holder)
        for giver, holder, key, level, days in asked
        if giver != holder
    ]
    found = [may_represent(session, one) for one in questions]
    return [(one.allowed, one.mandate_id) for one in found]


def test_every_row_of_every_table_is_the_same_to_the_drivers(source: Database, target: Database) -> None:
    move(source, target, silent)
    before, after = raw(source), raw(target)
    filled = {name for name, rows in before.items() if rows}
    assert {"letter_content", "sheet_page", "journal", "journal_seal", "webhook", "code_app", "api_token"} <= filled
    assert {"register.enterprise", "register.name", "kept_answer", "recovery_code", "event", "suspension"} <= filled
    assert after == before


def test_a_batch_of_the_largest_scans_fits_in_little_memory() -> None:
    assert rows.BATCH_OF_BYTES * LARGEST_FILE <= 80_000_000


def test_the_tables_are_guarded_as_those_that_migrations_made(source: Database, target: Database) -> None:
    before, indexes = guards_of(target), indexes_of(target)
    move(source, target, silent)
    assert (guards_of(target), indexes_of(target)) == (before, indexes)
    for table in ("journal", "journal_seal"):
        with pytest.raises(Exception, match=r"append-only|stays as it is"), target.writing.begin() as session:
            session.execute(text(f"DELETE FROM {table}"))


def indexes_of(database: Database) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        indexes = connection.execute(text("SELECT schemaname, tablename, indexdef FROM pg_indexes")).all()
        asked = "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
        return sorted(map(tuple, indexes)) + sorted(map(tuple, connection.execute(text(asked))))


def test_the_program_answers_the_same_and_opens_what_was_sealed(
    source: Database, target: Database, lived: Lived
) -> None:
    with source.reading() as session:
        before, letters = answers(session), opened_letters(session)
        report = check_seals(session)
    move(source, target, silent)
    with target.reading() as session:
        assert answers(session) == before
        assert any(allowed for allowed, _ in before)
        assert opened_letters(session) == letters != {}
        assert check_seals(session) == report
        assert (report.broken_on, report.seals, report.unsealed) == (None, 1, 0)
        page = session.scalars(select(SheetPage).options(undefer(SheetPage.sent))).one()
        assert VAULT.unseal(page.sent or b"", about_sent(page)) == SENT
        assert VAULT.unseal(page.sealed, f"sheet:{page.sheet_id}:{page.number}") == SCAN
        assert secrets_of(session.scalars(select(Webhook)).one(), VAULT, now=NOON) == lived.hook
        assert find_caller(session, lived.token, VAULT, now=NOON) is not None
        assert find_token(session, lived.directory, VAULT, now=NOON) is not None
        client = session.scalars(select(ApiClient)).one()
        asked = Request(client.id, "key-1", VAULT.request_hashes("x")[0])
        assert kept_answers.find_answer(session, asked, VAULT, now=NOON) == b'{"answer": 42}'


def opened_letters(session: Session) -> dict[Any, bytes]:
    printed = session.scalars(select(Letter).where(Letter.printed_at.is_not(None), Letter.sha256 != "0" * 64))
    parts = itertools.product(printed.all(), ("pdf", "page-1"))
    return {(one.id, part): open_letter_part(session, one, part, VAULT) for one, part in parts}


def test_signing_in_works_with_the_password_the_app_and_a_code_on_paper(
    source: Database, target: Database, lived: Lived
) -> None:
    move(source, target, silent)
    with target.writing.begin() as session:
        account = session.scalars(select(Account)).one()
        assert accounts.HASHER.verify(account.password_hash or "", PASSWORD)
        for code in (code_now(lived), lived.paper[3]):
            assert prove_with_code(session, account.id, code, "10.0.0.1", vault=VAULT, now=NOON) is not None
        assert prove_with_code(session, account.id, lived.paper[3], "10.0.0.1", vault=VAULT, now=NOON) is None


def test_what_is_done_after_the_move_follows_what_was_done_before(source: Database, target: Database) -> None:
    with source.writing.begin() as session:
        offered = World(session, settled=True).give(KEPT[1]).id
        highest = session.scalars(select(JournalEntry.id).order_by(JournalEntry.id.desc())).first()
        place = session.scalars(select(Event.position).order_by(Event.position.desc().nulls_last())).first()
    move(source, target, silent)
    with target.writing.begin() as session:
        world = World(session, NOON + timedelta(hours=1), settled=True)
        mandate = acting.accept(world, world.session.get_one(acting.Mandate, offered))
        assert acting.kinds(world, mandate) == ["given", "accepted"]
        newer = select(JournalEntry.id).where(JournalEntry.id > highest).order_by(JournalEntry.id)
        assert session.scalars(newer).first() == (highest or 0) + 1
        give_places(session)
        places = select(Event.position).where(Event.mandate_id == offered).order_by(Event.position)
        assert session.scalars(places).all() == [(place or 0) + 1, (place or 0) + 2]
        world.add_phone("0199000151", "+3253000052")  # the register hands out numbers too


def test_it_can_begin_with_a_database_without_tables(source: Database, bare: Database) -> None:
    moved = move(source, bare, silent)
    assert raw(bare) == raw(source)
    assert moved.rows["journal"] > 0
    assert migrations.current_revision(bare) == migrations.newest_revision()


def test_a_null_that_is_written_down_stays_another_than_none(source: Database, target: Database) -> None:
    table = Base.metadata.tables["paper_sheet"]
    with source.writing.begin() as session:
        session.execute(text("PRAGMA ignore_check_constraints=ON"))
        session.execute(text("UPDATE office SET hours = 'null'"))
        session.execute(table.update().values(ticked=null()))
    move(source, target, silent)
    with target.reading() as session:
        assert set(session.scalars(text("SELECT CAST(hours AS text) FROM office"))) == {"null"}
        assert session.scalars(text("SELECT count(*) FROM paper_sheet WHERE ticked IS NULL")).one() == 1


def test_afterwards_nobody_writes_in_the_old_file_by_mistake(source: Database, target: Database) -> None:
    assert move(source, target, silent).closed
    assert Path(str(source.url.database)).stat().st_mode & 0o222 == 0


def refused(source: Database, target: Database, words: str, progress: moving.Progress = silent) -> None:
    """The move is refused with these words, and neither side has changed."""
    before, there = raw(source), raw(target) if inspect(target.engine).has_table("journal") else None
    with pytest.raises(MoveError, match=words):
        move(source, target, progress)
    assert raw(source) == before
    assert Path(str(source.url.database)).stat().st_mode & 0o200
    assert there is None or raw(target) == there


def test_a_target_in_which_there_is_anything_is_refused(source: Database, target: Database) -> None:
    with target.writing.begin() as session:
        session.execute(text("INSERT INTO entity (key, name) VALUES ('one', 'One')"))
    refused(source, target, "not empty: entity has rows")


def test_a_second_move_is_refused(source: Database, target: Database) -> None:
    move(source, target, silent)
    with pytest.raises(MoveError, match="not empty"):
        move(source, target, silent)


def test_a_target_with_tables_of_somebody_else_is_refused(source: Database, bare: Database) -> None:
    with bare.engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id int)"))
    refused(source, bare, "1 tables that are not ours")
    assert inspect(bare.engine).get_table_names() == ["theirs"]


@pytest.mark.parametrize("side", ["source", "target"])
def test_another_migration_on_either_side_is_refused(source: Database, target: Database, side: str) -> None:
    with (source if side == "source" else target).writing.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0058'"))
    refused(source, target, f"The {side} had migration 0058, and this program expects 00")


def test_a_target_that_is_sqlite_is_refused(source: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with pytest.raises(MoveError, match="not PostgreSQL"):
        move(source, other, silent)
    other.dispose()
    with pytest.raises(MoveError, match="cannot be read"), moving.open_target("geheim@nergens"):
        raise AssertionError("there is no such place")


def test_a_source_in_which_somebody_writes_is_refused(source: Database, target: Database) -> None:
    source.dispose()
    hasty = Database(str(source.url))
    with source.writing() as session:
        session.execute(text("UPDATE party SET name = 'Half'"))
        with hasty.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
        with pytest.raises(MoveError, match="locked"):
            move(hasty, target, silent)
        session.rollback()
    hasty.dispose()


def test_while_rows_are_copied_nobody_writes(source: Database, target: Database) -> None:
    other = Database(str(source.url))
    tries = []

    def meanwhile(what: str, _rows: int) -> None:
        if what == "person" and not tries:
            with other.engine.execution_options(alone=True).connect() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout=20")
                tries.append(1)
                with pytest.raises(Exception, match="locked"):
                    connection.exec_driver_sql("UPDATE party SET name = 'Later'")

    move(source, target, meanwhile)
    assert tries
    other.dispose()


def test_a_source_that_a_service_has_open_is_refused_and_the_service_named(
    source: Database, target: Database, tmp_path: Path
) -> None:
    opening = (
        "import sqlite3, sys, time; held = sqlite3.connect(sys.argv[1]); "
        "held.execute('SELECT 1 FROM party').fetchall(); print('open', flush=True); time.sleep(60)"
    )
    held = [sys.executable, "-c", opening, str(source.url.database)]
    service = subprocess.Popen(held, stdout=subprocess.PIPE)
    try:
        assert service.stdout is not None
        assert service.stdout.readline() == b"open\n"
        refused(source, target, f"in use by process {service.pid} ")
    finally:
        service.kill()
        service.communicate()
    assert move(source, target, silent).closed


@pytest.mark.parametrize("place", ["letter_content", "indexes", "compared journal"])
def test_a_move_that_breaks_off_leaves_nothing_and_can_be_done_again(
    source: Database, target: Database, place: str
) -> None:
    def breaking(what: str, _rows: int) -> None:
        if what == place:
            raise KeyboardInterrupt

    before = raw(target)
    with pytest.raises(KeyboardInterrupt):
        move(source, target, breaking)
    assert raw(target) == before
    assert move(source, target, silent).rows["letter"] > 0


def test_what_does_not_arrive_as_it_left_is_found_out(source: Database, target: Database) -> None:
    """A trigger that changes one sign on its way, as a database set up in another way might."""
    with target.engine.begin() as connection:
        connection.execute(text(
            "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.name = replace(NEW.name, 'Zoete', 'zoete'); RETURN NEW; END $$"
        ))
        connection.execute(text("CREATE TRIGGER meddle BEFORE INSERT ON party FOR EACH ROW EXECUTE FUNCTION meddle()"))
    refused(source, target, "party is not the same in the target")


def test_all_that_postgresql_would_not_take_is_named_at_once(source: Database, target: Database) -> None:
    with source.writing.begin() as session:
        session.execute(text("UPDATE party SET name = name || char(0) WHERE enterprise_number = '0199000151'"))
        session.execute(text("UPDATE register.enterprise SET legal_form = 'too long'"))
    both = r"(?s)party.name: 1 values hold a sign.*enterprise.legal_form: \d+ values are longer than 3"
    refused(source, target, both)


def test_a_row_that_points_at_nothing_is_refused(source: Database, target: Database) -> None:
    with closing(sqlite3.connect(str(source.url.database))) as careless:
        careless.execute("DELETE FROM party")
        careless.commit()
    refused(source, target, "rows that point at nothing")


def test_a_journal_that_does_not_fit_its_seals_is_not_moved(source: Database, target: Database) -> None:
    with source.writing.begin() as session:
        session.execute(text("DROP TRIGGER journal_no_update"))
        session.execute(text("UPDATE journal SET kind = 'refused' WHERE id = 3"))
    refused(source, target, "flask journal check")


def test_a_register_of_another_version_is_refused(source: Database, target: Database) -> None:
    with source.writing.begin() as session:
        session.execute(text("ALTER TABLE register.phone RENAME COLUMN number TO called"))
    refused(source, target, "register.phone is of another version: import a full extract first")


@pytest.fixture
def command(source: Database, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Exit code and words of `flask database move`, with the address in the environment."""
    app: Flask = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)}), database=source)

    def run(target: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["database", "move"], env={"MOVE_TO": target})
        return result.exit_code, result.output

    return run


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_the_command_says_what_was_moved_and_what_to_do_next(
    command: Callable[..., tuple[int, str]], target: Database
) -> None:
    code, words = command(address(target))
    assert code == 0, words
    assert "rows moved and found the same" in words
    assert "fit 1 seals, as before" in words
    assert "write the new address under DATABASE_URL" in words
    code, words = command(address(target))
    assert (code, "Not moved: no row was written. The target is not empty" in words) == (1, True)


def test_a_demo_moves_and_a_process_that_is_killed_half_way_leaves_nothing(tmp_path: Path, bare: Database) -> None:
    environment = os.environ | {"DEMO": "1", "DATA_DIR": str(tmp_path), "MOVE_TO": address(bare)}

    def flask(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", *words]
        return subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE)

    for words in (("database", "upgrade"), ("demo", "load"), ("jobs", "drain")):
        flask(*words).communicate()
    killed = flask("database", "move")
    for _ in range(600):
        if inspect(bare.engine).has_table("webhook_delivery"):
            break
        time.sleep(0.05)
    killed.kill()
    killed.communicate()
    with bare.reading() as session:
        assert session.scalars(text("SELECT count(*) FROM journal")).one() == 0
    again = flask("database", "move")
    _, errors = again.communicate()
    assert again.returncode == 0, errors
    source = Database(f"sqlite:///{tmp_path / 'mandaatloket.sqlite'}")
    assert raw(bare) == raw(source)
    source.dispose()
