"""What is kept of the customer, printed for him: only on paper, and the journal keeps that a clerk did so."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.errors import NotAllowed
from app.core.privacy.own_data_doors import check_customer_data, note_customer_data, read_customer_data
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.guards import clerk_only
from app.web.own_data_file import ON_PAPER
from app.web.pages.counter.open_visit import customer_or_home
from app.web.printouts import Page, on_paper, printed

pages = Blueprint("counter_own_data", __name__, url_prefix="/loket/klant/gegevens")


@pages.get("")
@clerk_only
def show() -> Page:
    """What the clerk says and does; nothing of what is kept stands on the screen."""
    return customer_or_home(lambda _: _show())


@pages.post("")
@clerk_only
def note() -> Page:
    """Write down that it is printed, and print it."""
    return customer_or_home(lambda _: _note())


@pages.get("/afdruk.pdf")
@clerk_only
def print_all() -> Page:
    """The sheets for the customer."""
    return printed(customer_or_home(lambda _: _print()))


def _show() -> Page:
    with database().reading() as session:
        try:
            check_customer_data(session, current_actor(), now=now())
        except NotAllowed as refusal:
            return render_template("pages/counter/own_data.html", refusal=refusal), HTTPStatus.OK
    return render_template("pages/counter/own_data.html", refusal=None)


def _note() -> Response:
    with database().writing.begin() as session:
        note_customer_data(session, current_actor(), now=now())
    return redirect(url_for(".print_all"), HTTPStatus.SEE_OTHER)


def _print() -> Page:
    with database().reading() as session:
        kept = {"retention": policy().retention, "most": ON_PAPER}
        data = read_customer_data(session, current_actor(), now=now(), **kept)
    return render_template("pages/own_data.html", data=data, at_the_counter=True, **on_paper())
