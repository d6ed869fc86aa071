"""The log of the counter: the visits of a day, as page and as file; names only after a reason."""

import uuid
from datetime import date, timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.counter.visit_log import LoggedVisit, list_visits, open_logged_visit, read_opened_visit
from app.core.errors import NotAllowed
from app.translations.formats import dossier_text, time_text
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.fields import ChoiceField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.words import (
    CAPACITIES,
    DEEDS,
    DOCUMENTS,
    LOG_REASONS,
    RELATIONS,
    SEEN,
    WHY_ENDED,
)
from app.web.table_files import Cell, csv_response

pages = Blueprint("counter_log", __name__, url_prefix="/loket/bezoeken")

HEAD = ("Nummer", "Medewerker", "Begin", "Einde", "Rol", "Bewijs", "Waarom gestopt", "Wat gebeurde er")
MISSING = "U hebt nog geen reden gekozen. Kies waarom u wilt zien wie hier was."

Page = str | Response | tuple[str, int]


class ReasonForm(Form):
    """Why a clerk wants to know who was here."""

    reason = ChoiceField(
        "Waarom wilt u zien wie hier was?",
        missing=MISSING,
        options=[option(reason, words) for reason, words in LOG_REASONS.items()],
    )


@pages.get("")
@clerk_only
def show() -> Page:
    """The visits of a day, and the way to the day before and after."""
    return between_customers(_show)


@pages.get("/lijst.csv")
@clerk_only
def as_csv() -> Page:
    """The same as a file, without names."""
    return between_customers(lambda: csv_response("bezoeken", HEAD, map(_cells, _visits(_day()))))


@pages.get("/<uuid:visit_id>")
@clerk_only
def one(visit_id: uuid.UUID) -> Page:
    """Who was here, for whoever said why; else the question why."""
    return between_customers(lambda: _one(visit_id, ReasonForm(None)))


@pages.post("/<uuid:visit_id>")
@clerk_only
def open_one(visit_id: uuid.UUID) -> Page:
    """Keep the reason, and show the names."""
    return between_customers(lambda: _open(visit_id))


def _show() -> str:
    day = _day()
    today = brussels_day(now())
    return render_template(
        "pages/counter/log.html",
        day=day,
        visits=_visits(day),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
        exit_reasons=WHY_ENDED,
        deeds=DEEDS,
    )


def _one(visit_id: uuid.UUID, form: ReasonForm) -> Page:
    with database().reading() as session:
        try:
            opened = read_opened_visit(session, current_actor(), visit_id, now=now())
        except NotAllowed:
            opened = None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    words = {"relations": RELATIONS, "documents": DOCUMENTS}
    return render_template("pages/counter/log_visit.html", form=form, opened=opened, day=_day(), **words), status


def _open(visit_id: uuid.UUID) -> Page:
    form = ReasonForm()
    if not form.validate():
        return _one(visit_id, form)
    with database().writing.begin() as session:
        open_logged_visit(session, current_actor(), visit_id, form.reason.data, now=now())
    return redirect(url_for(".one", visit_id=visit_id, dag=request.args.get("dag")), HTTPStatus.SEE_OTHER)


def _visits(day: date) -> list[LoggedVisit]:
    with database().reading() as session:
        return list_visits(session, current_actor(), day)


def _day() -> date:
    # What is no day is today: an address that somebody changed by hand is no reason for a mistake.
    today = brussels_day(now())
    try:
        day = date.fromisoformat(request.args.get("dag", ""))
    except ValueError:
        return today
    return day if date.min < day <= today else today  # every day that is shown has a day before it


def _cells(visit: LoggedVisit) -> tuple[Cell, ...]:
    return (
        visit.number,
        visit.clerk_number,
        time_text(visit.started_at),
        time_text(visit.ended_at) if visit.ended_at else "",
        CAPACITIES.get(visit.capacity, ""),  # type: ignore[call-overload]
        SEEN.get(visit.method, ""),  # type: ignore[call-overload]
        WHY_ENDED[visit.exit_reason] if visit.exit_reason else "Bezig",
        ", ".join(f"{DEEDS[deed.kind]} {dossier_text(deed.dossier_number)}" for deed in visit.deeds),
    )


