"""Where somebody is signed in, and ending what he does not know, or left open somewhere."""

import uuid
from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.administration.open_sessions import list_endings
from app.core.people import own_sessions
from app.core.people.own_sessions import OwnSession
from app.web.databases import database, moment, settings
from app.web.guards import signed_in
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("own_sessions", __name__, url_prefix="/waar-aangemeld")

BY_NAME = "Met een naam en een wachtwoord"
WHY = {
    "asked": "u vroeg het", "device_lost": "een toestel was kwijt of gestolen",
    "misuse": "wij vermoedden dat iemand anders aangemeld was",
}  # fmt: skip


def way_of(one: OwnSession) -> str:
    """The words on the button with which somebody signed in."""
    labels = {provider.kind: provider.label for provider in settings().sign_in.providers}
    return labels.get(one.provider or "", BY_NAME)


@pages.get("")
@signed_in
def show() -> str:
    """Every place where this person is signed in now, this one on top."""
    idle = timedelta(minutes=settings().session_minutes)
    with database().reading() as session:
        found = own_sessions.list_own_sessions(session, current_user.person_id, idle=idle, now=moment())
        endings = list_endings(session, current_user.person_id, now=moment())
    here = browser_session().id
    return render_template(
        "pages/own_sessions.html", done=request.args.get("klaar") == "1",
        here=next((one for one in found if one.id == here), None), others=[one for one in found if one.id != here],
        way=way_of, endings=endings, why=WHY,
    )  # fmt: skip


@pages.post("/<uuid:session_id>")
@signed_in
def end(session_id: uuid.UUID) -> Response:
    """End one of them, at once."""
    with database().writing.begin() as session:
        own_sessions.end_own_session(session, current_user.person_id, session_id, now=moment())
    return redirect(url_for(".show", klaar=1), HTTPStatus.SEE_OTHER)


@pages.post("/andere")
@signed_in
def end_others() -> Response:
    """End all but this one, at once."""
    here = browser_session().id
    with database().writing.begin() as session:
        own_sessions.end_other_sessions(session, current_user.person_id, here or uuid.UUID(int=0), now=moment())
    return redirect(url_for(".show", klaar=1), HTTPStatus.SEE_OTHER)
