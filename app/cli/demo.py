"""`flask demo load`: invented people, enterprises and mandates to try the service with. Only in a demo database."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app.adapters.register import load_demo_register, read_functions
from app.cli.demo_clients import load_clients
from app.cli.demo_customers import load_customers
from app.cli.demo_looks import load_looks
from app.cli.demo_mandates import load_drafts, load_mandates
from app.cli.demo_notices import load_notices
from app.cli.demo_people import load_people
from app.config import ROOT, Settings
from app.core.mandates.catalogue_file import load_catalogue
from app.core.people.accounts import list_demo_accounts
from app.core.register.functions import import_functions
from app.db import Database

FOLDER = ROOT / "demo"
group = AppGroup("demo", help="Invented data to try the service with.")


@group.command("load")
@click.option("--customers", is_flag=True, help="Give the accountant 140 customers, as `make run` does.")
def load(*, customers: bool) -> None:
    """Load the demo once; a second time changes nothing."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.demo:
        raise click.ClickException("This is not a demo. Start with DEMO=1 and an empty DATA_DIR to load it.")
    database: Database = current_app.extensions["database"]
    now: datetime = current_app.extensions["clock"]()
    with database.reading() as session:
        if list_demo_accounts(session):
            return
    click.echo("Loading the demo: enterprises, people, mandates and their letters ...")
    load_demo_register(database, FOLDER / "register", now=now)
    # One transaction: a demo is there, or it is not; nobody else uses the database yet.
    with database.writing.begin() as session:
        load_catalogue(session, _read("catalogue.toml"))
        import_functions(session, read_functions(FOLDER / "functions.csv"), now=now)
        people = load_people(session, _read("people.toml"), now=now)
        content = _read("mandates.toml")
        load_mandates(session, content["mandates"], people, now=now)
        if customers:
            load_customers(session, FOLDER / "customers.csv", people, current_app.extensions["policy"], now=now)
        load_drafts(session, content.get("drafts", []), people, now=now)
        load_looks(session, content["looks"], people, now=now)
        load_clients(session, _read("clients.toml")["clients"], current_app.extensions["vault"], now=now)
        # After the mandates, which are of days ago: nobody gets a mail about what is old.
        load_notices(session, content["notices"], people, now=now)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(FOLDER / name).read_text(encoding="utf-8"))
