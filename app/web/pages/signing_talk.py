"""At the counter, before a second representative signs: alone, and in his own words, as the first was asked."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.acts.signing import missing_talk, sign_about
from app.core.counter.understanding import record_alone, record_understanding
from app.core.errors import NotAllowed
from app.core.mandates.possible_acts import Act
from app.core.mandates.signatures import newest_signature
from app.core.views.mandate import MandateView, view_mandate
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import clerk_only
from app.web.pages.mandate_consequences import script
from app.web.pages.mandate_words import ACTS
from app.web.wizards.give.forms.talk import AloneForm, UnderstoodForm

pages = Blueprint("signing_talk", __name__, url_prefix="/mandaten/<uuid:mandate_id>/mee-tekenen")

Page = str | Response | tuple[str, int]
Keep = Callable[[Any, Any, MandateView, Any], None]


@pages.get("/alleen")
@clerk_only
def alone(mandate_id: uuid.UUID) -> Page:
    """Two questions, out of hearing of whoever came along."""
    return _ask(mandate_id, "alone", AloneForm(None))


@pages.post("/alleen")
@clerk_only
def keep_alone(mandate_id: uuid.UUID) -> Page:
    """The visit remembers what he said."""
    return _take(mandate_id, "alone", AloneForm(request.form), _keep_alone)


@pages.get("/uitleg")
@clerk_only
def told_back(mandate_id: uuid.UUID) -> Page:
    """What he signs, read aloud, and how well he tells it back."""
    return _ask(mandate_id, "told_back", UnderstoodForm(None))


@pages.post("/uitleg")
@clerk_only
def keep_told_back(mandate_id: uuid.UUID) -> Page:
    """The visit remembers it, for this signature and no other."""
    return _take(mandate_id, "told_back", UnderstoodForm(request.form), _keep_told_back)


def _ask(mandate_id: uuid.UUID, step: str, form: Any) -> Page:  # noqa: ANN401 - either form
    with database().reading() as session:
        view = view_mandate(session, current_actor(), mandate_id, now=now())
        return _render(view, step, form) if _missing(session, view) == step else _to_sign(mandate_id)


def _take(mandate_id: uuid.UUID, step: str, form: Any, keep: Keep) -> Page:  # noqa: ANN401 - either form
    with database().writing.begin() as session:
        actor = current_actor()
        view = view_mandate(session, actor, mandate_id, now=now())
        if _missing(session, view) == step:
            if not form.validate():
                return _render(view, step, form), HTTPStatus.UNPROCESSABLE_ENTITY
            keep(session, actor, view, form)
    return _to_sign(mandate_id)


def _keep_alone(session: Any, actor: Any, _view: MandateView, form: Any) -> None:  # noqa: ANN401 - see Keep
    record_alone(session, actor, chose=form.chose.data, told=form.told.data, now=now())


def _keep_told_back(session: Any, actor: Any, view: MandateView, form: Any) -> None:  # noqa: ANN401 - see Keep
    signature = newest_signature(view.mandate, view.side)
    if signature is not None:
        record_understanding(session, actor, form.told_back.data, sign_about(signature), now=now())


def _missing(session: Any, view: MandateView) -> str | None:  # noqa: ANN401 - a session
    if Act.SIGN not in view.acts:
        return None
    try:
        return missing_talk(session, current_actor(), view.mandate, view.side, view.today)
    except NotAllowed:
        return None  # The page on which he would sign says why he cannot.


def _render(view: MandateView, step: str, form: Any) -> str:  # noqa: ANN401 - either form
    holder = view.mandate.holder.name
    lines = [
        script(view, Act.SIGN)[0],
        f"Ik wil zeker zijn dat ik het goed uitlegde. Zegt u eens in uw eigen woorden: wat mag {holder} voor u doen?",
        "En wat doet u als u wilt stoppen?",
    ]
    return render_template(f"pages/mandates/sign_{step}.html", view=view, form=form, script_lines=lines)


def _to_sign(mandate_id: uuid.UUID) -> Response:
    address = url_for("mandate_acts.ask", mandate_id=mandate_id, slug=ACTS[Act.SIGN].slug)
    return redirect(address, HTTPStatus.SEE_OTHER)
