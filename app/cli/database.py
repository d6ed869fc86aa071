"""`flask database ...`, `flask backup` and `flask restore`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import migrations
from app.adapters import backups
from app.db import Database

group = AppGroup("database", help="Bring the tables up to date.")


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
