"""`flask catalogue ...`: which mandate types, rights and groups exist, from a readable file."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.administration.catalogue_loading import load_beside_screen
from app.core.errors import Conflict, Invalid
from app.db import Database

group = AppGroup("catalogue", help="Mandate types, rights and groups.")
WAYS_OUT = "Leave these out of the file, write in it what is there now, or load it with --over-screen to undo them."


@group.command("load")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--over-screen", is_flag=True, help="Also undo what was changed on a screen; the journal keeps what.")
def load(file: Path, *, over_screen: bool) -> None:
    """Load FILE (TOML; demo/catalogue.toml is an example). What is wrong is named, and then nothing has changed."""
    database: Database = current_app.extensions["database"]
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        with database.writing.begin() as session:
            loaded = load_beside_screen(session, content, over_screen=over_screen, now=clock())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file.name} is not readable TOML, nothing has changed: {error}") from error
    except Invalid as refusal:
        raise click.ClickException(f"{file.name}: nothing has changed. {refusal.sentence}") from refusal
    except Conflict as refusal:
        lines = str(refusal.values["what"]).replace("; ", "\n  ")
        raise click.ClickException(
            f"{file.name}: nothing has changed. It would undo what was changed on a screen:\n  {lines}\n{WAYS_OUT}"
        ) from refusal
    for line in loaded.undone:
        click.echo(f"undone: {line}")
    click.echo(f"{loaded.done.types} mandate types, {loaded.done.new_versions} new versions of groups.")
