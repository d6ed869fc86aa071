"""Where an application is told of what happens: its addresses, the secret of each, and what could not be told."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.clients.registering import get_client
from app.core.errors import Conflict, Invalid
from app.core.events import delivering, webhooks
from app.core.events.watching import view_card
from app.web.databases import database, moment, settings, vault
from app.web.fields import TextField, TickField
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.pages.administration.confirm import ask_first
from app.web.pages.sign_in_fresh import after_fresh_sign_in
from app.web.roles import on_duty

pages = Blueprint("administration_webhooks", __name__, url_prefix="/beheer/toepassingen/<key>/adressen")

Page = str | Response | tuple[str, int]
DONE = {"opnieuw": "Wij sturen dit bericht opnieuw."}
# What our side of a failure is called, in words; anything else is the name of a mishap on the way.
REASONS = {
    "too_slow": "De toepassing antwoordde niet op tijd.",
    "address_within": "Dit adres leidt naar ons eigen netwerk.",
    "quiet": "De toepassing antwoordde niet.",
    "not_allowed": "De toepassing mocht dit toen niet horen.",
    "lost": "Dit bericht bleef bij ons liggen.",
}
NOBODY = "Wij konden de toepassing niet bereiken."


class AddressForm(Form):
    """Where it is told."""

    address = TextField(
        "Adres", missing="Het adres ontbreekt nog. Vul het volledig in.", longest=webhooks.LONGEST_ADDRESS,
        description="Volledig en met https, zoals https://loket.voorbeeld.be/meldingen.",
    )  # fmt: skip


class EndForm(Form):
    """Telling nothing more there."""

    sure = TickField("Ik weet dat dit niet meer terug kan", missing="Vink aan dat u dit weet.")


@pages.get("/nieuw")
@administrator_only
@after_fresh_sign_in
def ask(key: str) -> Page:
    """Where an address is written."""
    return _ask(AddressForm(None), key)


@pages.post("/nieuw")
@administrator_only
def add(key: str) -> Page:
    """Keep it, and show its secret this once."""
    form = AddressForm()
    try:
        if form.validate():
            with database().writing.begin() as session:
                made, secret = webhooks.add_webhook(
                    session, on_duty(), key, form.address.data.strip(), vault(), demo=settings().demo, now=moment()
                )
                return _shown(key, made.id, made.address, secret, renewed=False)
    except (Conflict, Invalid) as refusal:
        form.address.errors = [refusal.sentence]
    return _ask(form, key)


@pages.get("/<uuid:webhook_id>")
@administrator_only
def one(key: str, webhook_id: uuid.UUID) -> Page:
    """One address: what arrived there, what waits and what could not be told."""
    return _one(key, webhook_id)


@pages.get("/<uuid:webhook_id>/geheim")
@administrator_only
@after_fresh_sign_in
def ask_renew(key: str, webhook_id: uuid.UUID) -> Page:
    """What a new secret means; while the one before still signs, the page of the address says why there is none."""
    with database().reading() as session:
        until = view_card(session, on_duty(), key, webhook_id).webhook.previous_until
    back = url_for(".one", key=key, webhook_id=webhook_id)
    if until is not None and moment() < until:
        return redirect(back, HTTPStatus.SEE_OTHER)
    sentences = [
        "U ziet het nieuwe geheim 1\u00a0keer, op de volgende pagina. Geef het aan wie de toepassing onderhoudt.",
        "Het vorige geheim tekent nog 7 dagen mee. In die dagen kunt u geen ander maken.",
    ]
    return ask_first("Maakt u een nieuw geheim?", sentences, "Een nieuw geheim maken", back)


@pages.post("/<uuid:webhook_id>/geheim")
@administrator_only
def renew(key: str, webhook_id: uuid.UUID) -> Page:
    """Show a new secret this once; the old one signs beside it for a week."""
    try:
        with database().writing.begin() as session:
            card = view_card(session, on_duty(), key, webhook_id)
            secret = webhooks.renew_secret(session, on_duty(), webhook_id, vault(), now=moment())
            return _shown(key, webhook_id, card.webhook.address, secret, renewed=True)
    except Conflict:  # the page of the secret was loaded anew; this one says how long the old one signs, and what to do
        return _one(key, webhook_id)[0], HTTPStatus.CONFLICT


@pages.post("/<uuid:webhook_id>/opnieuw")
@administrator_only
def again(key: str, webhook_id: uuid.UUID) -> Page:
    """Send once more what could not be told."""
    with database().writing.begin() as session:
        card = view_card(session, on_duty(), key, webhook_id)
        wanted = request.form.get("delivery", "")
        found = next((one.id for one in card.dead if str(one.id) == wanted), None)
        if found is not None:  # who presses twice finds it sent already
            delivering.send_again(session, on_duty(), found, now=moment())
    return redirect(url_for(".one", key=key, webhook_id=webhook_id, gedaan="opnieuw"), HTTPStatus.SEE_OTHER)


@pages.post("/<uuid:webhook_id>/stoppen")
@administrator_only
def end(key: str, webhook_id: uuid.UUID) -> Page:
    """Tell nothing more there."""
    form = EndForm()
    if not form.validate():
        return _one(key, webhook_id, form)
    with database().writing.begin() as session:
        view_card(session, on_duty(), key, webhook_id)
        webhooks.end_webhook(session, on_duty(), webhook_id, now=moment())
    return redirect(url_for("administration_clients.one", key=key, gedaan="adres-weg"), HTTPStatus.SEE_OTHER)


def _ask(form: AddressForm, key: str) -> Page:
    with database().reading() as session:
        client = get_client(session, key)
    page = render_template("pages/administration/webhook_form.html", form=form, client=client)
    return page, _status(form)


def _one(key: str, webhook_id: uuid.UUID, form: EndForm | None = None) -> tuple[str, int]:
    form = form or EndForm(None)
    with database().reading() as session:
        card = view_card(session, on_duty(), key, webhook_id)
    page = render_template(
        "pages/administration/webhook.html", key=key, card=card, form=form, now=moment(), why=_why,
        done=DONE.get(request.args.get("gedaan", "")),
    )  # fmt: skip
    return page, _status(form)


def _shown(key: str, webhook_id: uuid.UUID, address: str, secret: str, *, renewed: bool) -> str:
    return render_template(
        "pages/administration/webhook_secret.html", key=key, webhook_id=webhook_id, address=address, secret=secret,
        renewed=renewed,
    )  # fmt: skip


def _why(status: int | None, error: str | None) -> str:
    """Why a telling was given up, for who looks after it."""
    if status is not None:
        return f"De toepassing antwoordde met status {status}."
    return REASONS.get(error or "", NOBODY)


def _status(form: Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
