"""At the counter, before a second representative signs: alone, and in his own words, as the first was asked."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from app.web.pages.signing_words import holder_text
from app.web.wizards.give.forms.talk import AloneForm, TalkForm, UnderstoodForm, in_own_words

pages = Blueprint("signing_talk", __name__, url_prefix="/mandaten/<uuid:mandate_id>/mee-tekenen")

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Talk:
    """One talk with the second signer: its questions, what the clerk says, and how the visit remembers the answers."""

    step: str
    form: type[TalkForm]
    says: Callable[[MandateView], Sequence[str]]
    keep: Callable[[Any, MandateView, Any], None]


def _keep_alone(session: Any, _view: MandateView, form: Any) -> None:  # noqa: ANN401 - see Talk
    record_alone(session, current_actor(), chose=form.chose.data, told=form.told.data, now=now())


def _keep_told_back(session: Any, view: MandateView, form: Any) -> None:  # noqa: ANN401 - see Talk
    signature = newest_signature(view.mandate, view.side)
    if signature is not None:
        record_understanding(session, current_actor(), form.told_back.data, sign_about(signature), now=now())


def _say_back(view: MandateView) -> list[str]:
    return [script(view, Act.SIGN)[0], *in_own_words(holder_text(view))]


ALONE = Talk("alone", AloneForm, lambda _view: AloneForm.script, _keep_alone)
TOLD_BACK = Talk("told_back", UnderstoodForm, _say_back, _keep_told_back)


@pages.get("/alleen")
@clerk_only
def alone(mandate_id: uuid.UUID) -> Page:
    """Two questions, out of hearing of whoever came along."""
    return _ask(mandate_id, ALONE)


@pages.post("/alleen")
@clerk_only
def keep_alone(mandate_id: uuid.UUID) -> Page:
    """The visit remembers what he said."""
    return _take(mandate_id, ALONE)


@pages.get("/uitleg")
@clerk_only
def told_back(mandate_id: uuid.UUID) -> Page:
    """What he signs, read aloud, and how well he tells it back."""
    return _ask(mandate_id, TOLD_BACK)


@pages.post("/uitleg")
@clerk_only
def keep_told_back(mandate_id: uuid.UUID) -> Page:
    """The visit remembers it, for this signature and no other."""
    return _take(mandate_id, TOLD_BACK)


def _ask(mandate_id: uuid.UUID, talk: Talk) -> Page:
    with database().reading() as session:
        view = view_mandate(session, current_actor(), mandate_id, now=now())
        missing = _missing(session, view) == talk.step
        return _render(view, talk, talk.form(None)) if missing else _to_sign(mandate_id)


def _take(mandate_id: uuid.UUID, talk: Talk) -> Page:
    form = talk.form(request.form)
    with database().writing.begin() as session:
        view = view_mandate(session, current_actor(), mandate_id, now=now())
        if _missing(session, view) == talk.step:
            if not form.validate():
                return _render(view, talk, form), HTTPStatus.UNPROCESSABLE_ENTITY
            talk.keep(session, view, form)
    return _to_sign(mandate_id)


def _missing(session: Any, view: MandateView) -> str | None:  # noqa: ANN401 - a session
    if Act.SIGN not in view.acts:
        return None
    try:
        return missing_talk(session, current_actor(), view.mandate, view.side, view.today)
    except NotAllowed:
        return None  # The page on which he would sign says why he cannot.


def _render(view: MandateView, talk: Talk, form: TalkForm) -> str:
    return render_template("pages/mandates/sign_talk.html", view=view, form=form, script_lines=talk.says(view))


def _to_sign(mandate_id: uuid.UUID) -> Response:
    address = url_for("mandate_acts.ask", mandate_id=mandate_id, slug=ACTS[Act.SIGN].slug)
    return redirect(address, HTTPStatus.SEE_OTHER)
