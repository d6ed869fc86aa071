"""`flask catalogue ...`: which mandate types and groups exist, from a readable file."""

import tomllib
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.errors import Invalid
from app.core.mandates.catalogue_file import load_catalogue
from app.db import Database

group = AppGroup("catalogue", help="Mandate types and groups.")


@group.command("load")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def load(file: Path) -> None:
    """Load FILE (TOML; demo/catalogue.toml is an example). What is wrong is named, and then nothing has changed."""
    database: Database = current_app.extensions["database"]
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        with database.writing.begin() as session:
            done = load_catalogue(session, content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file.name} is not readable TOML, nothing has changed: {error}") from error
    except Invalid as refusal:
        raise click.ClickException(f"{file.name}: nothing has changed. {refusal.sentence}") from refusal
    click.echo(f"{done.types} mandate types, {done.new_versions} new versions of groups.")
