"""Wat weten wij over u: everything that is kept of who signed in, on a page, on paper, and as a file for a machine."""

from typing import Any

from flask import Blueprint, Response, render_template

from app.core.actor import Actor
from app.core.privacy.own_data import OwnData
from app.core.privacy.own_data_doors import read_own_data
from app.web.actors import now
from app.web.databases import database, policy
from app.web.guards import signed_in
from app.web.own_data_file import IN_FILE, ON_PAPER, ON_SCREEN, json_response
from app.web.printouts import Page, on_paper, printed
from app.web.users import current_user, occasion

pages = Blueprint("own_data", __name__, url_prefix="/mijn-gegevens")


@pages.get("")
@signed_in
def show() -> str:
    """All of it by heading; of acts the newest."""
    return _show(ON_SCREEN, {})


@pages.get("/afdruk.pdf")
@signed_in
def print_all() -> Page:
    """The same on paper, with more acts."""
    return printed(_show(ON_PAPER, on_paper()))


@pages.get("/mijn-gegevens.json")
@signed_in
def download() -> Response:
    """The same as facts, to take along."""
    return json_response(_read(IN_FILE), now())


def _show(most: int, sheet: dict[str, Any]) -> str:
    return render_template("pages/own_data.html", data=_read(most), at_the_counter=False, **sheet)


def _read(most: int) -> OwnData:
    # A clerk reads about himself here; what is kept of a customer has a door of its own.
    actor = Actor.at_home(current_user.person_id, None, occasion())
    with database().reading() as session:
        return read_own_data(session, actor, retention=policy().retention, most=most, now=now())
