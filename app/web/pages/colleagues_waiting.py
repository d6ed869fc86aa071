"""An appointment that waits or can still begin: the second signature, or taking it back, at home and at the counter."""

import uuid
from functools import partial
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.rights.accepting import sign_about, sign_appointment
from app.core.rights.matrix import Waiting, who_may_what
from app.core.rights.withdrawing import withdraw_about, withdraw_invitation
from app.translations.formats import list_text
from app.web.actors import current_actor, now
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.fields import TickField
from app.web.form import Form
from app.web.look_words import CLOSE_HINT, COLLEAGUE_CLOSE_TO_ME
from app.web.pages.looked_at import done_or_asked
from app.web.pages.mandate_acts import NOT_READ
from app.web.wizards.blueprint import for_somebody

pages = Blueprint("colleagues_waiting", __name__, url_prefix="/medewerkers/uitnodiging/<uuid:relation_id>")
Page = str | Response | tuple[str, int]
SIGN = "tekenen"


class WaitingForm(Form):
    """Nothing but the button; at the counter the consent, and whether the clerk is close to who gains by it."""

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)
    close = TickField(COLLEAGUE_CLOSE_TO_ME, missing=None, description=CLOSE_HINT)

    @classmethod
    def of(cls, posted: object, actor: Actor, *, signs: bool) -> "WaitingForm":
        """The form as this actor sees it."""
        form = cls(posted)
        if actor.visit_id is None:
            del form.agreed
        if actor.visit_id is None or not signs:
            del form.close
        return form


@pages.get("/<any(intrekken, tekenen):act>")
@for_somebody
def ask(relation_id: uuid.UUID, act: str) -> Page:
    """What waits: to take it back, or to sign it as the second."""
    return _ask(relation_id, act)


@pages.post("/<any(intrekken, tekenen):act>")
@for_somebody
def do(relation_id: uuid.UUID, act: str) -> Page:
    """Take it back or sign it; at a counter where a colleague must look first, ask him instead."""
    if not WaitingForm.of(request.form, current_actor(), signs=act == SIGN).validate():
        return _ask(relation_id, act)
    try:
        look_id = _act(current_actor(), relation_id, act)
    except (Conflict, NotAllowed) as refusal:
        return _ask(relation_id, act, refusal)
    if look_id is not None:
        return redirect(url_for("counter_looks.asked", look_id=look_id), HTTPStatus.SEE_OTHER)
    return redirect(url_for("colleagues.overview"), HTTPStatus.SEE_OTHER)


def _act(actor: Actor, relation_id: uuid.UUID, act: str) -> uuid.UUID | None:
    moment = now()
    with database().writing.begin() as session:
        if actor.visit_id is not None:
            about = (sign_about if act == SIGN else withdraw_about)(relation_id)
            record_consent(session, actor, about, now=moment, close="close" in request.form)
        if act != SIGN:
            withdraw_invitation(session, actor, relation_id, policy=policy(), now=moment)
            return None
        do_it = partial(sign_appointment, session, actor, relation_id, policy=policy(), now=moment)
        return done_or_asked(session, actor, do_it)


def _ask(relation_id: uuid.UUID, act: str, refusal: Conflict | NotAllowed | None = None) -> Page:
    actor, signs = current_actor(), act == SIGN
    posted = request.form if request.method == "POST" else None
    form = WaitingForm.of(posted, actor, signs=signs)
    wrong = posted is not None and not form.validate()
    with database().reading() as session:
        view = who_may_what(session, actor, now=now())
    # What lapsed can still be taken back, and no longer be signed.
    found = view.waiting if signs else (*view.waiting, *view.lapsed)
    waiting = next((one for one in found if one.relation_id == relation_id), None)
    if waiting is None:
        raise refusal or NotFound("appointment_unknown")
    page = render_template(
        "pages/colleagues/waiting.html", view=view, waiting=waiting, signs=signs, form=form,
        refusal=refusal.sentence if refusal else "",
        script_lines=_script(view.party.name, waiting, signs=signs) if actor.visit_id is not None else (),
    )  # fmt: skip
    return page, status_of(refusal) if refusal else HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _script(party: str, waiting: Waiting, *, signs: bool) -> list[str]:
    rights = list_text([one.lower() for one in waiting.rights])
    if signs:
        said = [f"U tekent mee voor {waiting.name} bij {party}, als tweede. Het gaat om dit recht: {rights}."]
        said += [f"Dit komt in de plaats van wat {waiting.name} nu mag."] if waiting.replaces else []
        said += ["U bent niet verplicht om te tekenen. U kunt het recht elke dag intrekken."]
    else:
        name = waiting.name
        said = [f"U trekt de aanduiding van {name} bij {party} in. {name} krijgt dit recht niet: {rights}."]
    return [*said, f"{WRITTEN_DOWN} {AGREED}"]
