"""Klopt dit nog?: the yearly list of colleagues, gone through person by person, and closed."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed
from app.core.rights.rounds import Round, close_round, confirm_colleague, round_about, view_round
from app.web.actors import current_actor, now
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.databases import database
from app.web.errors import status_of
from app.web.pages.colleagues import EndForm
from app.web.wizards.blueprint import for_somebody

pages = Blueprint("colleague_round", __name__, url_prefix="/medewerkers/nakijken")
Page = str | Response | tuple[str, int]


@pages.get("")
@for_somebody
def show() -> Page:
    """Everybody with what he may, and of whom it was said that it is right; without a round the matrix."""
    return _page()


@pages.post("/<uuid:person_id>/klopt")
@for_somebody
def confirm(person_id: uuid.UUID) -> Page:
    """What this person may is right."""
    try:
        with database().writing.begin() as session:
            confirm_colleague(session, current_actor(), person_id, request.form.get("mark", ""), now=now())
    except (Conflict, NotAllowed) as refusal:
        return _page(refusal)
    return redirect(url_for("colleague_round.show", _anchor="volgende"), HTTPStatus.SEE_OTHER)


@pages.post("")
@for_somebody
def close() -> Page:
    """The list is right: write down who said so, and when."""
    actor, moment = current_actor(), now()
    if not EndForm.of(request.form, at_counter=actor.visit_id is not None).validate():
        return _page()
    try:
        with database().writing.begin() as session:
            if actor.visit_id is not None:
                record_consent(session, actor, round_about(actor.party_id), now=moment)
            close_round(session, actor, now=moment)
    except (Conflict, NotAllowed) as refusal:
        return _page(refusal)
    return redirect(url_for("colleagues.overview"), HTTPStatus.SEE_OTHER)


def _page(refusal: Conflict | NotAllowed | None = None) -> Page:
    actor = current_actor()
    posted = request.form if request.method == "POST" and request.endpoint == "colleague_round.close" else None
    form = EndForm.of(posted, at_counter=actor.visit_id is not None)
    wrong = posted is not None and not form.validate()
    with database().reading() as session:
        view = view_round(session, actor, now=now())
        if view is None:
            # Somebody closed it meanwhile, or nothing was asked: the list itself says when it was looked over.
            return redirect(url_for("colleagues.overview"), HTTPStatus.SEE_OTHER)
        facts: dict[str, Any] = {"view": view, "form": form, "refusal": refusal.sentence if refusal else ""}
        facts["script_lines"] = _script(view) if actor.visit_id is not None else ()
        page = render_template("pages/colleagues/round.html", **facts)
    if refusal:
        return page, status_of(refusal)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _script(view: Round) -> list[str]:
    return [f"U keek na wie mag werken voor {view.party.name}. De lijst klopt.", f"{WRITTEN_DOWN} {AGREED}"]
