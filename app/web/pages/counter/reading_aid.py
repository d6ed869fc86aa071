"""Reading aids at the counter: what is read aloud in Dutch, to read along in another language, also on paper."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.counter.visits import record_reading_aid
from app.translations.reading_aids import SUBJECTS, ReadingAid, read_reading_aids
from app.web.actors import current_actor, now
from app.web.databases import database, settings
from app.web.guards import clerk_only, is_local
from app.web.pages.counter.open_visit import customer_or_home
from app.web.printouts import on_paper, printed

pages = Blueprint("counter_reading_aid", __name__, url_prefix="/loket/klant/leeshulp")

FOLDER = "reading_aids"

Page = str | Response | tuple[str, int]


@pages.get("")
@clerk_only
def show_all() -> Page:
    """In which languages there is one."""
    return customer_or_home(lambda _: _show_all())


@pages.get("/<language>")
@clerk_only
def show(language: str) -> Page:
    """The sentences, with their blanks."""
    return customer_or_home(lambda _: _show(language, {}))


@pages.get("/<language>/afdruk.pdf")
@clerk_only
def print_aid(language: str) -> Page:
    """The same on paper."""
    return printed(customer_or_home(lambda _: _show(language, on_paper())))


@pages.post("/<language>")
@clerk_only
def note(language: str) -> Page:
    """Write down that the customer got it."""
    _aid(language)  # refuses a language that is not there
    with database().writing.begin() as session:
        record_reading_aid(session, current_actor(), now=now())
    return redirect(_back(), HTTPStatus.SEE_OTHER)


def _show_all() -> str:
    frame = {"subject": _subject(), "back_to": _back()}
    return render_template("pages/counter/reading_aids.html", aids=_aids().values(), **frame)


def _show(language: str, more: dict[str, Any]) -> str:
    frame = {"subject": _subject(), "subjects": SUBJECTS, "back_to": _back()}
    return render_template("pages/counter/reading_aid.html", aid=_aid(language), **frame, **more)


def _subject() -> str:
    wanted = request.args.get("over", "")
    return wanted if wanted in SUBJECTS else next(iter(SUBJECTS))


def _aid(language: str) -> ReadingAid:
    aid = _aids().get(language)
    return aid if aid else abort(HTTPStatus.NOT_FOUND)


def _back() -> str:
    # The page on which something is read aloud; else that of the visit.
    wanted = request.args.get("terug", "")
    return wanted if is_local(wanted) else url_for("counter_visit.show")


def _aids() -> dict[str, ReadingAid]:
    return read_reading_aids(settings().data_dir / FOLDER)
