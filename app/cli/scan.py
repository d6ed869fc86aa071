"""`flask scan take-out`: pages that came back on paper, as they were sent, for whoever has to prove it."""

import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.account import refusals
from app.core.actor import Actor
from app.core.distant.sheet_originals import Original, take_originals
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.people.staffing import person_of_number
from app.db import Database

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
group = AppGroup("scan", help="Answers on paper, as they were scanned.")


@group.command("take-out")
@click.argument("dossier")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--by", "number", required=True, help="The number of the administrator who decided.")
def take_out(dossier: str, folder: Path, number: str) -> None:
    """Write every scan under this DOSSIER number into FOLDER, byte for byte as it was sent; the journal says so.

    Open them on a machine that can be spared: they were sent by anybody.
    """
    database: Database = current_app.extensions["database"]
    now = current_app.extensions["clock"]()
    with refusals(), database.writing.begin() as session:
        actor = Actor.on_duty(person_of_number(session, number), "command line", now)
        taken = take_originals(session, actor, parse_dossier_number(dossier), current_app.extensions["vault"], now=now)
        written = [(one, _write(folder, one)) for one in taken]
    for one, file in written:
        click.echo(f"{one.sha256}  {file}  received on {one.received_on}")


def _write(folder: Path, one: Original) -> Path:
    file = folder / f"{one.sheet_id}-{one.number}.{ENDINGS[one.media]}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(one.content)
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror}.") from error
    return file
