"""Somebody names a dossier number and says that it is not right: it stands still at once, whoever it is."""

from datetime import date
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.acts.contesting import contest_by_number
from app.core.errors import CoreError
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.fields import ChoiceField, TextField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.words import CONTEST_REASONS
from app.web.sessions import browser_session

pages = Blueprint("counter_contest", __name__, url_prefix="/loket/melding")

CALL_BY = "contest_call_by"
NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Het heeft 12 cijfers en staat bovenaan op de brief."

Page = str | Response | tuple[str, int]


class ContestForm(Form):
    """Which dossier, and what is wrong with it."""

    number = TextField("Dossiernummer", missing=NUMBER_MISSING, description="12 cijfers, bovenaan op de brief.")
    reason = ChoiceField(
        "Wat klopt er niet?",
        missing="U hebt nog niet gekozen. Kies wat er niet klopt.",
        options=[option(reason, words) for reason, words in CONTEST_REASONS.items()],
    )


@pages.get("")
@clerk_only
def show() -> Page:
    """Which mandate is not right?"""
    return render_template("pages/counter/contest.html", form=ContestForm(None))


@pages.post("")
@clerk_only
def pause() -> Page:
    """Pause it at once; nobody has to prove anything."""
    form = ContestForm()
    if not form.validate():
        return render_template("pages/counter/contest.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        number = parse_dossier_number(form.number.data)
        with database().writing.begin() as session:
            mandate = contest_by_number(
                session, current_actor(), number, reason=form.reason.data, policy=policy(), now=now()
            )
            call_by = max(one.call_by for one in mandate.suspensions if one.call_by)
    except CoreError as refusal:
        form.number.errors = [refusal.sentence]
        return render_template("pages/counter/contest.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    browser_session()[CALL_BY] = call_by.isoformat()
    return redirect(url_for("counter_contest.done"), HTTPStatus.SEE_OTHER)


@pages.get("/klaar")
@clerk_only
def done() -> Page:
    """It stands still, and when somebody calls."""
    call_by = browser_session().get(CALL_BY)
    if call_by is None:
        return redirect(url_for("counter_contest.show"), HTTPStatus.SEE_OTHER)
    return render_template("pages/counter/contest_done.html", call_by=date.fromisoformat(call_by))
