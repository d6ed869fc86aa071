"""`flask database ...`, `flask backup` and `flask restore`."""

import sys
import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import migrations
from app.adapters import backups, moving
from app.db import Database

group = AppGroup("database", help="Bring the tables up to date, or move them to PostgreSQL.")
STEP = 100_000
MOVED = (
    "Now write the new address under DATABASE_URL in the settings, keep SECRET_KEY, LETTER_KEY and DATA_DIR as they "
    "are, start the service, and type: flask journal check. Then make a backup. Keep the old files until you trust the "
    "new database: nothing is written in them any more."
)


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


@group.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION, by default the newest."""
    migrations.upgrade(_database(), revision)


@group.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION."""
    migrations.downgrade(_database(), revision)


@group.command("status")
def status() -> None:
    """Say which migration the database had last, and which is the newest."""
    click.echo(f"database {migrations.current_revision(_database())}, program {migrations.newest_revision()}")


@group.command("migration")
@click.argument("message")
def migration(message: str) -> None:
    """Write the next migration from what changed in the models (for developers)."""
    migrations.upgrade(_database())
    migrations.write_migration(_database(), message)


@group.command("move")
@click.argument("target", envvar="MOVE_TO")
def move(target: str) -> None:
    """Move everything from the SQLite of DATABASE_URL or DATA_DIR to the PostgreSQL database TARGET, which is empty.

    Put an address with a password in the environment, as MOVE_TO: everybody on the machine can read what you type.
    """
    start = time.monotonic()
    try:
        with moving.open_target(target) as there:
            moved = moving.move(_database(), there, _show)
    except moving.MoveError as error:
        raise click.ClickException(f"Not moved: no row was written. {error}") from error
    for name, count in moved.rows.items():
        click.echo(f"{name:<28}{count:>12,}") if count else None
    total, seconds = sum(moved.rows.values()), time.monotonic() - start
    click.echo(f"{total:,} rows moved and found the same, in {seconds:.0f} seconds.")
    click.echo(f"{moved.journal.entries:,} entries of the journal fit {moved.journal.seals} seals, as before.")
    if moved.left:
        click.echo(f"Tables that are not ours stayed behind: {', '.join(moved.left)}.")
    if not moved.closed:
        click.echo("The old file can still be written: move it away, so that no service is started on it.")
    click.echo(MOVED)


def _show(what: str, rows: int) -> None:
    # On a terminal one line that changes; in a log, a line now and then.
    if sys.stderr.isatty():
        click.echo(f"\r{what:<32}{rows:>12,}", nl=False, err=True)
    elif rows % STEP == 0:
        click.echo(f"{what} {rows:,}", err=True)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database and the register to FILE, while the service runs; the copy is checked."""
    try:
        backups.back_up(_database(), file)
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Backed up and checked: {file}, {file.stat().st_size:,} bytes.")


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def restore(file: Path) -> None:
    """Put back what `flask backup` wrote in FILE; only into a database that is still empty."""
    try:
        backups.restore(_database(), file)
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored: {file}.")
