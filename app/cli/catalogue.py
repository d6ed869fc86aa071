"""`flask catalogue ...`: which mandate types, rights and groups exist, from a readable file."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.administration.catalogue_loading import load_beside_screen
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.db import Database

group = AppGroup("catalogue", help="Mandate types, rights and groups.")
# What a file would do that nobody may do in silence, and what to do instead.
REFUSALS = {
    "catalogue_over_screen": (
        "It would undo what was changed on a screen",
        "Leave these out of the file, write in it what is there now, or load it with --over-screen to undo them.",
    ),
    "catalogue_moves_domain": (
        "It would give a domain to another entity",
        "Write in the file of which entity each is now, or load it with --move-domains and the staff number of the "
        "administrator who decided it. Who manages the domains of the new entity then decides about the types and "
        "rights in them, and who did so until now no longer.",
    ),
    "domain_of_application": (
        "An application of the entity that a domain is of still works in it",
        "Take the domain off the application first (Beheer, Toepassingen), or revoke it with flask client revoke.",
    ),
    "domain_of_planned": (
        "A change that the entity of a domain planned waits in it for its day",
        "Move the domain once that day has come and the daily job carried the change out; what two people approved "
        "cannot be taken back.",
    ),
}


@group.command("load")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--over-screen", is_flag=True, help="Also undo what was changed on a screen; the journal keeps what.")
@click.option(
    "--move-domains", "moved_by", metavar="NUMBER",
    help="Also give domains to another entity, as the administrator with this staff number decided.",
)  # fmt: skip
def load(file: Path, *, over_screen: bool, moved_by: str | None) -> None:
    """Load FILE (TOML; demo/catalogue.toml is an example). What is wrong is named, and then nothing has changed."""
    database: Database = current_app.extensions["database"]
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        with database.writing.begin() as session:
            asked = {"over_screen": over_screen, "moved_by": moved_by}
            loaded = load_beside_screen(session, content, **asked, now=clock())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file.name} is not readable TOML, nothing has changed: {error}") from error
    except (Invalid, NotAllowed, NotFound) as refusal:
        raise click.ClickException(f"{file.name}: nothing has changed. {refusal.sentence}") from refusal
    except Conflict as refusal:
        lines = str(refusal.values["what"]).replace("; ", "\n  ")
        would, ways_out = REFUSALS[refusal.code]
        raise click.ClickException(
            f"{file.name}: nothing has changed. {would}:\n  {lines}\n{ways_out}"
        ) from refusal
    for line in loaded.undone:
        click.echo(f"undone: {line}")
    for line in loaded.moved:
        click.echo(f"moved: {line}")
    click.echo(f"{loaded.done.types} mandate types, {loaded.done.new_versions} new versions of groups.")
