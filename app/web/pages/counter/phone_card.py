"""The caller has a resume card: the clerk goes on with a gift, or says where the caller can go on with the rest."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.distant import phone_calls
from app.core.distant.kept_for_callers import KeptForCaller, find_kept, get_kept
from app.core.distant.phone_calls import CallView
from app.core.errors import Invalid, NotAllowed, NotFound
from app.web.actors import now
from app.web.databases import database
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.phone_talk import with_caller

pages = Blueprint("counter_card", __name__, url_prefix="/loket/telefoon/gesprek/hervatkaart")

NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Vraag de 12 cijfers die op de hervatkaart of op de brief staan."
ABOUT = {
    "accept": "een antwoord op een mandaat",
    "ask": "een vraag om een mandaat",
    "ask_many": "een lijst met klanten",
    "colleague": "het aanduiden van een medewerker",
    "pass_on": "het doorgeven van een mandaat",
    "transfer": "een verandering van mandaatnemer",
}

Page = str | Response | tuple[str, int]


class CardForm(Form):
    """What stands on the card."""

    dossier_number = TextField("Dossiernummer", missing=NUMBER_MISSING, longest=40)


@pages.get("")
@clerk_only
def show() -> Page:
    """The question for the number."""
    return with_caller(lambda _view: _render(CardForm(None)))


@pages.post("")
@clerk_only
def find() -> Page:
    """On to what was kept."""
    return with_caller(_find)


@pages.get("/<uuid:draft_id>")
@clerk_only
def elsewhere(draft_id: uuid.UUID) -> Page:
    """Where the caller can go on with what cannot be done on the phone, and until when it is kept."""
    return with_caller(lambda view: _elsewhere(view, draft_id))


def _find(view: CallView) -> Page:
    form = CardForm(request.form)
    if not form.validate():
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with database().reading() as session:
            kept = find_kept(session, phone_calls.actor_of(view.call), form.dossier_number.data, now=now())
    except (Invalid, NotAllowed, NotFound) as refusal:
        form.dossier_number.errors = [refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to(kept)


def _elsewhere(view: CallView, draft_id: uuid.UUID) -> Page:
    try:
        with database().reading() as session:
            kept = get_kept(session, phone_calls.actor_of(view.call), draft_id, now=now())
    except (NotAllowed, NotFound):
        return redirect(url_for("counter_card.show"), HTTPStatus.SEE_OTHER)
    if kept.goes_on:
        return _to(kept)
    return render_template("pages/counter/phone_card_elsewhere.html", view=view, kept=kept, about=ABOUT[kept.wizard])


def _to(kept: KeptForCaller) -> Response:
    page = "prepare.welcome" if kept.goes_on else "counter_card.elsewhere"
    return redirect(url_for(page, draft_id=kept.draft_id), HTTPStatus.SEE_OTHER)


def _render(form: CardForm) -> str:
    return render_template("pages/counter/phone_card.html", form=form)
