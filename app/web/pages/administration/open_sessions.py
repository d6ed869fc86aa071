"""Ending where somebody is signed in. What is known of him is sent, never in an address."""

import uuid
from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.administration import open_sessions
from app.core.errors import Invalid
from app.web.databases import database, moment, settings
from app.web.fields import ChoiceField, option
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.pages.administration.person_search import add_person_search
from app.web.pages.own_sessions import way_of
from app.web.roles import on_duty

pages = Blueprint("administration_open_sessions", __name__, url_prefix="/beheer/aanmeldingen")

Page = str | Response | tuple[str, int]
WHY = {
    "asked": "De persoon vroeg het zelf", "device_lost": "Een toestel is kwijt of gestolen",
    "misuse": "Wij vermoeden dat iemand anders aangemeld is",
}  # fmt: skip


class EndForm(Form):
    """Why everything ends."""

    reason = ChoiceField(
        "Waarom meldt u deze persoon overal af?", missing="U hebt nog geen reden gekozen. Kies waarom.",
        options=[option(key, words) for key, words in WHY.items()],
    )  # fmt: skip


add_person_search(pages, "pages/administration/sessions.html")


@pages.get("/<uuid:person_id>")
@administrator_only
def one(person_id: uuid.UUID) -> Page:
    """What this person has open."""
    return _one(person_id, EndForm(None))


@pages.post("/<uuid:person_id>")
@administrator_only
def end(person_id: uuid.UUID) -> Page:
    """End all of it, at once."""
    form = EndForm()
    if not form.validate():
        return _one(person_id, form)
    try:
        with database().writing.begin() as session:
            open_sessions.end_sessions(session, on_duty(), person_id, form.reason.data, now=moment())
    except Invalid as refusal:
        form.reason.errors = [refusal.sentence]
        return _one(person_id, form)
    return redirect(url_for(".one", person_id=person_id, gedaan=1), HTTPStatus.SEE_OTHER)


def _one(person_id: uuid.UUID, form: EndForm) -> Page:
    idle = timedelta(minutes=settings().session_minutes)
    with database().reading() as session:
        card = open_sessions.view_sessions(session, on_duty(), person_id, idle=idle, now=moment())
    page = render_template(
        "pages/administration/sessions_person.html", card=card, form=form, way=way_of,
        done=request.args.get("gedaan") == "1",
    )  # fmt: skip
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
