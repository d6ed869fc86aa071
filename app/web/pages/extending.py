"""Verlengen: until when, check, send. Answering it is an act like any other: see mandate_acts."""

import uuid
from functools import partial
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.acts.carrying_out import find_refusal, list_seconds
from app.core.acts.extending import ExtensionPreview, preview_extension, propose_extension
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.possible_acts import Act
from app.core.mandates.signatures import Second
from app.core.views.mandate import MandateView, view_mandate
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.guards import for_party
from app.web.pages.extending_forms import NOT_AT_ALL, ExtendForm, SendForm, wish_in_address
from app.web.pages.extending_words import extend_script, extend_sentences
from app.web.pages.looked_at import done_or_asked
from app.web.pages.mandate_words import ACTS
from app.web.second_signer import read_second, signed_first

pages = Blueprint("extending", __name__, url_prefix="/mandaten/<uuid:mandate_id>/verlengen")

Page = str | Response | tuple[str, int]
WORDS = ACTS[Act.EXTEND]


@pages.get("")
@for_party
def ask(mandate_id: uuid.UUID) -> Page:
    """Until when, and which parts when there are several."""
    with database().reading() as session:
        view = view_mandate(session, current_actor(), mandate_id, now=now())
        return _refused(session, view) or _question(view, ExtendForm.of(view, wish_in_address(mandate_id)))


@pages.post("")
@for_party
def take(mandate_id: uuid.UUID) -> Page:
    """On to the check page, with the answers in its address: they name nobody."""
    with database().reading() as session:
        actor = current_actor()
        view = view_mandate(session, actor, mandate_id, now=now())
        refused = _refused(session, view)
        if refused:
            return refused
        form = ExtendForm.of(view)
        if not form.validate():
            return _question(view, form), HTTPStatus.UNPROCESSABLE_ENTITY
        if form.period.data == NOT_AT_ALL:
            return _to("mandates.show", mandate_id)
        try:
            preview_extension(session, actor, form.wish(mandate_id), policy=policy(), now=now())
        except (Invalid, Conflict) as refusal:
            form.explain(refusal)
            return _question(view, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to("extending.check", mandate_id, **form.in_address())


@pages.get("/nakijken")
@for_party
def check(mandate_id: uuid.UUID) -> Page:
    """What would happen, in sentences with days."""
    return _check(mandate_id, None)


@pages.post("/nakijken")
@for_party
def send(mandate_id: uuid.UUID) -> Page:
    """Propose it, once: whoever presses again gets to the same done page."""
    return _check(mandate_id, request.form)


def _check(mandate_id: uuid.UUID, posted: object) -> Page:
    actor, wish = current_actor(), wish_in_address(mandate_id)
    if wish is None:
        return _to("extending.ask", mandate_id)
    with database().reading() as session:
        view = view_mandate(session, actor, mandate_id, now=now())
        mine = view.extension is not None and view.extension.mine
        if mine or signed_first(view.mandate, view.side, Act.EXTEND, actor.person_id, view.today):
            return _done(mandate_id)
        refused = _refused(session, view)
        if refused:
            return refused
        try:
            preview = preview_extension(session, actor, wish, policy=policy(), now=now())
        except (Invalid, Conflict):
            return _to("extending.ask", mandate_id)
        seconds = list_seconds(session, actor, view.mandate, Act.EXTEND, view.today)
        form = SendForm.of(posted, seconds, at_counter=actor.visit_id is not None)
        if posted is None or not form.validate():
            status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
            return _checked(view, preview, form, at_counter=actor.visit_id is not None), status
    try:
        look_id = _propose(actor, wish, read_second(form.second.data if form.second else None))
    except (Conflict, Invalid, NotAllowed) as refusal:
        return _say_no(actor, mandate_id, refusal)
    if look_id is not None:
        return redirect(url_for("counter_looks.asked", look_id=look_id), HTTPStatus.SEE_OTHER)
    return _done(mandate_id)


def _say_no(actor: Actor, mandate_id: uuid.UUID, refusal: CoreError) -> Page:
    with database().reading() as session:
        return _show_refusal(view_mandate(session, actor, mandate_id, now=now()), refusal)


def _propose(actor: Actor, wish: ExtensionWish, second: Second | None) -> uuid.UUID | None:
    """Propose it; at a counter where a colleague must look first, ask him instead and return what was asked."""
    with database().writing.begin() as session:
        if actor.visit_id is not None:
            close = "close" in request.form
            record_consent(session, actor, wish.fingerprint(), now=now(), close=close)
        propose = partial(propose_extension, session, actor, wish, policy=policy(), now=now(), second=second)
        return done_or_asked(session, actor, propose)


def _refused(session: object, view: MandateView) -> Page | None:
    if Act.EXTEND in view.acts:
        return None
    refusal = find_refusal(session, current_actor(), view.mandate, Act.EXTEND, view.today)  # type: ignore[arg-type]
    return _show_refusal(view, refusal or Conflict("extension_waits" if view.extension else "act_not_now"))


def _question(view: MandateView, form: ExtendForm) -> str:
    return render_template("pages/mandates/extend.html", view=view, words=WORDS, form=form)


def _checked(view: MandateView, preview: ExtensionPreview, form: SendForm, *, at_counter: bool) -> str:
    return render_template(
        "pages/mandates/extend_check.html",
        view=view,
        words=WORDS,
        form=form,
        answers=request.args.to_dict(flat=False),
        sentences=extend_sentences(view, preview),
        script_lines=extend_script(view, preview) if at_counter else (),
    )


def _show_refusal(view: MandateView, refusal: CoreError) -> Page:
    return render_template("pages/mandates/not_now.html", view=view, sentence=refusal.sentence), status_of(refusal)


def _done(mandate_id: uuid.UUID) -> Response:
    return _to("mandate_acts.done", mandate_id, slug=WORDS.slug)


def _to(endpoint: str, mandate_id: uuid.UUID, **values: object) -> Response:
    return redirect(url_for(endpoint, mandate_id=mandate_id, **values), HTTPStatus.SEE_OTHER)
