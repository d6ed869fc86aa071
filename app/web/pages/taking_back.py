"""Stopping what was passed on, for who passed it on: what it means, the button, and that it is done."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.acts.passing_on import take_back_about, take_back_mandate
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.lookup import Mandate
from app.core.views.chains import find_passed_on
from app.web.actors import current_actor, now
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.fields import TickField
from app.web.form import Form
from app.web.guards import for_party
from app.web.pages.mandate_acts import NOT_READ
from app.web.pages.taking_back_words import FILED_STAYS, promised_letter, take_back_sentences

pages = Blueprint("taking_back", __name__, url_prefix="/doorgegeven/<uuid:mandate_id>")
Page = str | Response | tuple[str, int]


class TakeBackForm(Form):
    """Nothing but the button, and at the counter the consent."""

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)

    @classmethod
    def of(cls, *, at_counter: bool) -> "TakeBackForm":
        """The form as this actor sees it."""
        form = cls()
        if not at_counter:
            del form.agreed
        return form


@pages.get("/stopzetten")
@for_party
def ask(mandate_id: uuid.UUID) -> Page:
    """What stops, and what does not."""
    return _ask(mandate_id)


@pages.post("/stopzetten")
@for_party
def do(mandate_id: uuid.UUID) -> Page:
    """Stop it, once: whoever presses again gets to the same done page."""
    actor, moment = current_actor(), now()
    if not TakeBackForm.of(at_counter=actor.visit_id is not None).validate():
        return _ask(mandate_id)
    try:
        with database().writing.begin() as session:
            find_passed_on(session, actor, mandate_id, brussels_day(moment))
            if actor.visit_id is not None:
                record_consent(session, actor, take_back_about(mandate_id), now=moment)
            take_back_mandate(session, actor, mandate_id, policy=policy(), now=moment)
    except (Conflict, NotAllowed) as refusal:
        return _ask(mandate_id, refusal)
    return redirect(url_for("taking_back.done", mandate_id=mandate_id), HTTPStatus.SEE_OTHER)


@pages.get("/gestopt")
@for_party
def done(mandate_id: uuid.UUID) -> Page:
    """That it is over, and that the own mandate is not."""
    day = brussels_day(now())
    with database().reading() as session:
        mandate, source = find_passed_on(session, current_actor(), mandate_id, day)
        if not mandate.status_on(day).is_final:
            return redirect(url_for("taking_back.ask", mandate_id=mandate_id), HTTPStatus.SEE_OTHER)
        by = promised_letter(session, mandate)
        return render_template("pages/mandates/take_back_done.html", mandate=mandate, source=source, by=by)


def _ask(mandate_id: uuid.UUID, refusal: Conflict | NotAllowed | None = None) -> Page:
    actor, day = current_actor(), brussels_day(now())
    with database().reading() as session:
        mandate, source = find_passed_on(session, actor, mandate_id, day)
        if refusal is None and mandate.status_on(day).is_final:
            return redirect(url_for("taking_back.done", mandate_id=mandate_id), HTTPStatus.SEE_OTHER)
        at_counter = actor.visit_id is not None
        form = TakeBackForm.of(at_counter=at_counter)
        wrong = request.method == "POST" and not form.validate()
        page = render_template(
            "pages/mandates/take_back.html",
            mandate=mandate,
            source=source,
            form=form,
            refusal=refusal.sentence if refusal else "",
            sentences=take_back_sentences(mandate),
            script_lines=_script(mandate) if at_counter else (),
        )
    status = status_of(refusal) if refusal else None
    return page, status or (HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)


def _script(mandate: Mandate) -> list[str]:
    third, giver = mandate.holder.name, mandate.giver.name
    return [
        f"U gaf een deel van het mandaat van {giver} door aan {third}. U zet dat nu stop. "
        f"{third} mag dit dan niet meer doen: {_what(mandate)}. {FILED_STAYS} Uw eigen mandaat verandert niet.",
        f"{WRITTEN_DOWN} {AGREED}",
    ]


def _what(mandate: Mandate) -> str:
    return short_phrase([line.mandate_type for line in mandate.kept_lines])
