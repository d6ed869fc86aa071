"""One confirm page per act on a mandate, the same at home and at the counter, and the page that says it is done."""

import uuid
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.carrying_out import (
    ANSWERS_EXTENSION,
    SIGNATURES,
    carry_out,
    consent_about,
    find_refusal,
    is_done,
    list_seconds,
)
from app.core.acts.signing import missing_talk
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.growth import find_growth
from app.core.mandates.possible_acts import Act
from app.core.mandates.signatures import newest_signature
from app.core.views.mandate import MandateView, find_mandate, follow_act, view_mandate
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.fields import ChoiceField, TickField, option
from app.web.form import Form
from app.web.guards import for_party
from app.web.look_words import CLOSE_HINT, CLOSE_TO_ME, NAMED_CLOSE_TO_ME
from app.web.pages.looked_at import done_or_asked
from app.web.pages.mandate_consequences import consequences, script
from app.web.pages.mandate_words import BY_SLUG, NOTHING_TO_PROVE, REASON_MISSING, ActWords, contest_reasons
from app.web.printouts import on_paper, printed
from app.web.second_signer import Representative, ask_second, first_signed, read_second, second_field, signed_first

pages = Blueprint("mandate_acts", __name__, url_prefix="/mandaten/<uuid:mandate_id>")

# What is answered is exactly what the page showed.
SHOWN = ANSWERS_EXTENSION | SIGNATURES
Page = str | Response | tuple[str, int]
NOT_READ = "Lees alles voor en vraag of de klant akkoord is. Kruis dat dan aan."


class ActForm(Form):
    """What an act asks before it is done: why a mandate is wrong, who signs too, and at the counter the consent."""

    reason = ChoiceField("Wat klopt er niet?", missing=REASON_MISSING, description=NOTHING_TO_PROVE)
    second = second_field()
    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)
    close = TickField(CLOSE_TO_ME, missing=None, description=CLOSE_HINT)

    @classmethod
    def of(cls, view: MandateView, words: ActWords, actor: Actor, seconds: Sequence[Representative]) -> "ActForm":
        """The form with the questions that this act asks of this actor."""
        form = cls()
        if words.act is Act.CONTEST:
            form.reason.choices = [option(key, label) for key, label in contest_reasons(view.side == "giver").items()]
        else:
            del form.reason
        ask_second(form, seconds, at_counter=actor.visit_id is not None)
        if actor.visit_id is None:
            del form.agreed
        if actor.visit_id is None or not words.act.widens:
            del form.close
        elif view.named_first:
            form.close.label.text = NAMED_CLOSE_TO_ME
        return form


@pages.get("/<slug>")
@for_party
def ask(mandate_id: uuid.UUID, slug: str) -> Page:
    """What would happen, in sentences with dates, and the button that does it."""
    words, actor = _words(slug), current_actor()
    with database().reading() as session:
        view = view_mandate(session, actor, mandate_id, now=now())
        if words.act not in view.acts:
            if is_done(view.mandate, view.side, words.act, view.today):
                return _go_to_done(mandate_id, slug)
            return _show_refusal(view, _why_not(session, actor, view, words.act))
        other = _to_talk(session, actor, view, words.act)
        if other is not None:
            return other
        form = _form(session, actor, view, words)
        return _render(view, words, actor, form)


@pages.post("/<slug>")
@for_party
def do(mandate_id: uuid.UUID, slug: str) -> Page:
    """Do it, once: whoever presses again, or goes back and presses again, gets to the same done page."""
    words, actor = _words(slug), current_actor()
    with database().reading() as session:
        view = view_mandate(session, actor, mandate_id, now=now())
        if words.act in view.acts:
            form = _form(session, actor, view, words)
            if not form.validate():
                return _render(view, words, actor, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        look_id = _act(actor, words.act, mandate_id)
    except (Conflict, Invalid, NotAllowed) as refusal:
        with database().reading() as session:
            return _show_refusal(view_mandate(session, actor, mandate_id, now=now()), refusal)
    if look_id is not None:
        return redirect(url_for("counter_looks.asked", look_id=look_id), HTTPStatus.SEE_OTHER)
    return _go_to_done(mandate_id, slug)


@pages.get("/klaar/<slug>")
@for_party
def done(mandate_id: uuid.UUID, slug: str) -> Page:
    """That it is done, and what follows; who comes here later, when it is not so any more, sees the mandate itself."""
    return _done(mandate_id, slug, {})


@pages.get("/klaar/<slug>/afdruk.pdf")
@for_party
def print_done(mandate_id: uuid.UUID, slug: str) -> Page:
    """The same on paper."""
    return printed(_done(mandate_id, slug, on_paper()))


def _done(mandate_id: uuid.UUID, slug: str, sheet: dict[str, Any]) -> Page:
    words, actor, moment = _words(slug), current_actor(), now()
    with database().reading() as session:
        view = view_mandate(session, actor, mandate_id, now=moment)
        if signed_first(view.mandate, view.side, words.act, actor.person_id, view.today):
            asked = first_signed(view.mandate, view.side, view.today)
            sheet = {"first_signed": asked, "at_counter": actor.visit_id is not None, **sheet}
            return render_template("pages/mandates/first_signed.html", view=view, words=words, **sheet)
        if not is_done(view.mandate, view.side, words.act, view.today):
            return redirect(url_for("mandates.show", mandate_id=mandate_id), HTTPStatus.SEE_OTHER)
        follows = follow_act(session, view.mandate, view.side, words.act, moment)
        more = {"follows": follows, "onward": _passed_to(view, words.act)}
        longer = _longer_list(session, view, words.act)
        return render_template("pages/mandates/done.html", view=view, words=words, longer=longer, **more, **sheet)


def _passed_to(view: MandateView, act: Act) -> str:
    """To whom was passed on what just got its second signature; empty when it was something else."""
    signed = newest_signature(view.mandate, view.side) if act is Act.SIGN else None
    return str(signed.third.name) if signed is not None and signed.third is not None else ""


def _longer_list(session: Any, view: MandateView, act: Act) -> str:  # noqa: ANN401 - a session
    """The name of the list that has more now than what was just extended; "" when this side can start nothing new."""
    # Who reads no letters does not decide either.
    asks = act is Act.EXTEND and view.letters is not None
    growth = find_growth(session, view.mandate, view.side, view.today) if asks else None
    return growth.name if growth is not None else ""


def _act(actor: Actor, act: Act, mandate_id: uuid.UUID) -> uuid.UUID | None:
    """Do it; at a counter where a colleague must look first, ask him instead and return what was asked."""
    moment = now()
    day = brussels_day(moment)
    with database().writing.begin() as session:
        mandate, side, decides = find_mandate(session, actor, mandate_id, day, lock=True)
        refusal = find_refusal(session, actor, mandate, act, day)
        if refusal is not None:
            raise refusal
        if decides and is_done(mandate, side, act, day):
            return None
        if act in SHOWN and request.form.get("about") != consent_about(act, mandate, side):
            raise Conflict("signing_changed" if act in SIGNATURES else "extension_changed")
        if actor.visit_id is not None:
            close = "close" in request.form
            record_consent(session, actor, consent_about(act, mandate, side), now=moment, close=close)
        do_it = partial(carry_out, session, actor, act, mandate_id, policy=policy(), now=moment)
        more = {"reason": request.form.get("reason"), "second": read_second(request.form.get("second"))}
        return done_or_asked(session, actor, partial(do_it, **more))


def _form(session: object, actor: Actor, view: MandateView, words: ActWords) -> ActForm:
    seconds = list_seconds(session, actor, view.mandate, words.act, view.today)  # type: ignore[arg-type]
    return ActForm.of(view, words, actor, seconds)


def _to_talk(session: object, actor: Actor, view: MandateView, act: Act) -> Page | None:
    """Where a second signer at the counter is asked something first; None when nothing is left to ask."""
    if act is not Act.SIGN or actor.visit_id is None:
        return None
    try:
        missing = missing_talk(session, actor, view.mandate, view.side, view.today)  # type: ignore[arg-type]
    except NotAllowed as refusal:
        return _show_refusal(view, refusal)
    if missing is None:
        return None
    return redirect(url_for(f"signing_talk.{missing}", mandate_id=view.mandate.id), HTTPStatus.SEE_OTHER)


def _words(slug: str) -> ActWords:
    words = BY_SLUG.get(slug)
    if words is None:
        raise NotFound
    return words


def _why_not(session: object, actor: Actor, view: MandateView, act: Act) -> CoreError:
    refusal = find_refusal(session, actor, view.mandate, act, view.today)  # type: ignore[arg-type]
    return refusal or Conflict("act_not_now")


def _render(view: MandateView, words: ActWords, actor: Actor, form: ActForm) -> str:
    return render_template(
        "pages/mandates/act.html",
        view=view,
        words=words,
        form=form,
        sentences=consequences(view, words.act, policy()),
        script_lines=script(view, words.act) if actor.visit_id is not None else (),
        about=consent_about(words.act, view.mandate, view.side) if words.act in SHOWN else "",
    )


def _show_refusal(view: MandateView, refusal: CoreError) -> Page:
    return render_template("pages/mandates/not_now.html", view=view, sentence=refusal.sentence), status_of(refusal)


def _go_to_done(mandate_id: uuid.UUID, slug: str) -> Response:
    return redirect(url_for("mandate_acts.done", mandate_id=mandate_id, slug=slug), HTTPStatus.SEE_OTHER)


