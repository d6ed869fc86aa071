"""`flask register ...`: the copy of the enterprise register, and who may speak for whom."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.adapters.register import RegisterRefused, import_register, read_functions
from app.clock import brussels_day
from app.core.acts.register_effects import apply_register
from app.core.errors import CoreError
from app.core.policy import Policy
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.core.register.functions import FunctionsRefused, import_functions, list_functions
from app.core.register.state import find_register_state
from app.db import Database

group = AppGroup("register", help="Import the enterprise register, and who may speak for which enterprise.")

FILE = click.Path(dir_okay=False, path_type=Path)
STEP = 100_000


@group.command("import")
@click.argument("file", type=FILE)
@click.option("--anyway", is_flag=True, help="Also when the full extract is not newer, or has far fewer enterprises.")
def import_extract(file: Path, anyway: bool) -> None:
    """Import FILE, a full or an update zip of KBO Open Data; then pause the mandates of enterprises that stopped."""
    try:
        done = import_register(_database(), file, now=_now(), progress=_show, anyway=anyway)
    except RegisterRefused as error:
        raise click.ClickException(f"{file.name} is refused, nothing has changed. {error}") from error
    kind = "full extract" if done.is_full else "update"
    click.echo(f"Imported {kind} {done.extract_number} of {done.snapshot_day}: {done.rows:,} rows read.")
    click.echo(f"The register has {done.enterprises:,} enterprises.")
    changed, last = 0, ""
    while last is not None:
        with _database().writing.begin() as session:
            now_changed, last = apply_register(session, policy=_policy(), now=_now(), after=last)
        changed += now_changed
    click.echo(f"{changed} mandates were paused or go on because of it.")


@group.command("functions")
@click.argument("file", type=FILE)
def import_functions_file(file: Path) -> None:
    """Import FILE, a csv with functions: the whole list of each enterprise it names."""
    try:
        with _database().writing.begin() as session:
            done = import_functions(session, read_functions(file), now=_now())
    except RegisterRefused as error:
        raise click.ClickException(f"nothing has changed. {error}") from error
    except FunctionsRefused as error:
        lines = [f"{file.name}, line {line}: {problem.sentence}" for line, problem in error.problems]
        raise click.ClickException("\n".join(["nothing has changed.", *lines])) from error
    click.echo(f"{done.added} functions added, {done.changed} changed, {done.ended} ended.")


@group.command("held")
@click.argument("number")
def held(number: str) -> None:
    """List who speaks by law for the enterprise NUMBER today, each with the id that `flask account tie` asks for."""
    try:
        enterprise_number = parse_enterprise_number(number)
    except CoreError as error:
        raise click.ClickException(error.sentence) from error
    with _database().reading() as session:
        for one in list_functions(session, enterprise_number, brussels_day(_now())):
            click.echo(f"{one.id}  {one.name}, {one.function}, {one.subject or 'tied to no sign-in'}")


@group.command("status")
def status() -> None:
    """Say which extract the register has."""
    with _database().reading() as session:
        state = find_register_state(session)
    if state is None:
        raise click.ClickException("no extract was ever imported. Type: flask register import FILE")
    click.echo(
        f"Extract {state.extract_number} of {state.snapshot_day}, imported {state.imported_at:%Y-%m-%d %H:%M} UTC."
    )


def _show(what: str, rows: int) -> None:
    # On a terminal one line that changes; in a log, a line now and then.
    if sys.stderr.isatty():
        click.echo(f"\r{what:<28}{rows:>12,}", nl=False, err=True)
    elif rows % STEP == 0:
        click.echo(f"{what} {rows:,}", err=True)


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


def _now() -> datetime:
    now: datetime = current_app.extensions["clock"]()
    return now


def _policy() -> Policy:
    policy: Policy = current_app.extensions["policy"]
    return policy
