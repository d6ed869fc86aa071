"""Stopzetten and afstand doen of some parts, or after a day: what and when, check, send, done."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.acts.carrying_out import find_refusal
from app.core.acts.stopping import STOPPING, plan_stop, stop_about
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.possible_acts import Act
from app.core.views.mandate import MandateView, follow_act, last_stop, view_mandate
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.guards import for_party
from app.web.pages.mandate_words import BY_SLUG, ActWords
from app.web.pages.stopping_forms import SendForm, StopForm, StopWish, wish_in_address
from app.web.pages.stopping_words import stop_script, stop_sentences
from app.web.printouts import on_paper, printed

SLUGS = "any('stopzetten', 'afstand-doen')"
pages = Blueprint("stopping", __name__, url_prefix=f"/mandaten/<uuid:mandate_id>/<{SLUGS}:slug>")

Page = str | Response | tuple[str, int]
KINDS = {Act.STOP: "stopped", Act.RENOUNCE: "renounced"}


@pages.get("/kiezen")
@for_party
def ask(mandate_id: uuid.UUID, slug: str) -> Page:
    """What stops, and when."""
    with database().reading() as session:
        view, words = view_mandate(session, current_actor(), mandate_id, now=now()), BY_SLUG[slug]
        return _refused(session, view, words) or _question(view, words, StopForm.of(view, words.act))


@pages.post("/kiezen")
@for_party
def take(mandate_id: uuid.UUID, slug: str) -> Page:
    """On to the check page, with the answers in its address: they name nobody."""
    with database().reading() as session:
        view, words = view_mandate(session, current_actor(), mandate_id, now=now()), BY_SLUG[slug]
        refused = _refused(session, view, words)
        if refused:
            return refused
        form = StopForm.of(view, words.act)
        if not form.validate():
            return _question(view, words, form), HTTPStatus.UNPROCESSABLE_ENTITY
        wish = form.wish
        try:
            plan_stop(view.mandate, wish.type_keys, wish.stop_day, view.today)
        except Invalid as refusal:
            form.explain(refusal)
            return _question(view, words, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to("stopping.check", mandate_id, slug, **wish.in_address())


@pages.get("/nakijken")
@for_party
def check(mandate_id: uuid.UUID, slug: str) -> Page:
    """What stops and what still runs, in sentences with days."""
    return _check(mandate_id, slug, None)


@pages.post("/nakijken")
@for_party
def send(mandate_id: uuid.UUID, slug: str) -> Page:
    """Stop it, once: what is stopped already stays so."""
    return _check(mandate_id, slug, request.form)


@pages.get("/gedaan")
@for_party
def done(mandate_id: uuid.UUID, slug: str) -> Page:
    """That it is done, and what follows."""
    return _done(mandate_id, slug, {})


@pages.get("/gedaan/afdruk.pdf")
@for_party
def print_done(mandate_id: uuid.UUID, slug: str) -> Page:
    """The same on paper."""
    return printed(_done(mandate_id, slug, on_paper()))


def _check(mandate_id: uuid.UUID, slug: str, posted: object) -> Page:
    actor, words, wish = current_actor(), BY_SLUG[slug], wish_in_address()
    at_counter = actor.visit_id is not None
    with database().reading() as session:
        view = view_mandate(session, actor, mandate_id, now=now())
        try:
            plan = plan_stop(view.mandate, wish.type_keys, wish.stop_day, view.today)
        except Invalid:
            # Somebody pressed twice, or the address is an old one.
            stopped = last_stop(session, view.mandate, words.act)
            return _to("stopping.done" if posted is not None and stopped else "stopping.ask", mandate_id, slug)
        refused = _refused(session, view, words)
        if refused:
            return refused
        form = SendForm.of(posted, at_counter=at_counter)
        if posted is None or not form.validate():
            page = render_template(
                "pages/mandates/stop_check.html",
                view=view,
                words=words,
                form=form,
                answers=request.args.to_dict(flat=False),
                sentences=stop_sentences(view, words.act, plan, wish.stop_day, policy()),
                script_lines=stop_script(view, words.act, plan, wish.stop_day) if at_counter else (),
            )
            return page, HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
    refusal = _stop(actor, words.act, mandate_id, wish)
    if refusal is None:
        return _to("stopping.done", mandate_id, slug)
    with database().reading() as session:
        return _show_refusal(view_mandate(session, actor, mandate_id, now=now()), refusal)


def _done(mandate_id: uuid.UUID, slug: str, sheet: dict[str, Any]) -> Page:
    words, moment = BY_SLUG[slug], now()
    with database().reading() as session:
        view = view_mandate(session, current_actor(), mandate_id, now=moment)
        stopped = last_stop(session, view.mandate, words.act)
        if stopped is None:
            return redirect(url_for("mandates.show", mandate_id=mandate_id), HTTPStatus.SEE_OTHER)
        follows = follow_act(session, view.mandate, view.side, words.act, moment)
        shown = {"view": view, "words": words, "stopped": stopped, "follows": follows}
        return render_template("pages/mandates/stop_done.html", **shown, **sheet)


def _stop(actor: Actor, act: Act, mandate_id: uuid.UUID, wish: StopWish) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            if actor.visit_id is not None:
                about = stop_about(KINDS[act], mandate_id, wish.type_keys, wish.stop_day)
                record_consent(session, actor, about, now=now())
            choice = {"type_keys": wish.type_keys, "stop_day": wish.stop_day}
            STOPPING[act](session, actor, mandate_id, policy=policy(), now=now(), **choice)
    except (Conflict, Invalid, NotAllowed) as refusal:
        return refusal
    return None


def _refused(session: object, view: MandateView, words: ActWords) -> Page | None:
    if words.act in view.acts:
        return None
    refusal = find_refusal(session, current_actor(), view.mandate, words.act, view.today)  # type: ignore[arg-type]
    return _show_refusal(view, refusal or Conflict("act_not_now"))


def _question(view: MandateView, words: ActWords, form: StopForm) -> str:
    return render_template("pages/mandates/stop.html", view=view, words=words, form=form)


def _show_refusal(view: MandateView, refusal: CoreError) -> Page:
    return render_template("pages/mandates/not_now.html", view=view, sentence=refusal.sentence), status_of(refusal)


def _to(endpoint: str, mandate_id: uuid.UUID, slug: str, **values: object) -> Response:
    return redirect(url_for(endpoint, mandate_id=mandate_id, slug=slug, **values), HTTPStatus.SEE_OTHER)
