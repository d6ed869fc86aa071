"""The applications that may call us: what each may do, and the keys with which it proves that it is itself."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.administration.entities import EntityCard, list_entities
from app.core.clients import keeping_keys, registering
from app.core.clients.keeping_keys import is_open
from app.core.errors import Conflict, Invalid, NotFound
from app.core.events import webhooks
from app.core.events.watching import list_cards, view_gone
from app.web.databases import database, moment
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.pages.administration.client_forms import NO_ENTITY, SCOPE_WORDS, CloseForm, KeyForm, PlanForm, filled
from app.web.pages.administration.confirm import ask_first
from app.web.pages.sign_in_fresh import after_fresh_sign_in
from app.web.roles import on_duty

pages = Blueprint("administration_clients", __name__, url_prefix="/beheer/toepassingen")

Page = str | Response | tuple[str, int]
DONE = {
    "nieuw": "De toepassing is toegevoegd. Geef haar nu een sleutel.",
    "bewaard": "De toepassing is bewaard. Nieuwe tokens volgen dat meteen, oude binnen 10 minuten.",
    "sleutel": "De sleutel is toegevoegd. De toepassing kan hem meteen gebruiken.",
    "sleutel-weg": "De sleutel is ingetrokken. Wat ermee geopend was, is meteen gesloten.",
    "adres-weg": "Wij sturen niets meer naar dat adres.",
    "dicht": "De toepassing is afgesloten. Dat geldt meteen.",
}
KEY = "sleutel"
FIELDS = {"entity_key": "entity", "key": "key"}


@pages.get("")
@administrator_only
def show() -> str:
    """Every application, those that were shut out last."""
    with database().reading() as session:
        found = registering.list_clients(session, on_duty())
    counts = {one.key: sum(is_open(key, moment()) for key in one.keys) for one in found}
    return render_template("pages/administration/clients.html", clients=found, open_keys=counts, done=_done())


@pages.get("/nieuw")
@administrator_only
@after_fresh_sign_in
def new() -> Page:
    """The questions about a new one."""
    return _plan_page(_offered(PlanForm(None)))


@pages.post("/nieuw")
@administrator_only
def add() -> Page:
    """Add it."""
    form = _offered(PlanForm())
    try:
        if form.validate():
            with database().writing.begin() as session:
                plan = form.plan(form.key.data or "")
                registering.add_client(session, on_duty(), plan, now=moment())
            return _back("nieuw", plan.key)
    except (Conflict, Invalid) as refusal:
        _say(form, refusal)
    return _plan_page(form)


@pages.get("/<key>")
@administrator_only
def one(key: str) -> Page:
    """One application: what it may do, and its keys."""
    return _one(key)


@pages.get("/<key>/wijzigen")
@administrator_only
@after_fresh_sign_in
def ask_change(key: str) -> Page:
    """The same questions, with the answers of now."""
    client = _view(key)
    return _plan_page(_offered(PlanForm(None, data=filled(client)), client), client)


@pages.post("/<key>/wijzigen")
@administrator_only
def change(key: str) -> Page:
    """Keep what was changed."""
    client = _view(key)
    form = _offered(PlanForm(), client)
    try:
        if form.validate():
            with database().writing.begin() as session:
                registering.change_client(session, on_duty(), key, form.plan(key), now=moment())
            return _back("bewaard", key)
    except (Conflict, Invalid) as refusal:
        _say(form, refusal)
    return _plan_page(form, client)


@pages.get("/<key>/sleutel")
@administrator_only
@after_fresh_sign_in
def ask_key(key: str) -> Page:
    """Where a public key is pasted."""
    return _key_page(KeyForm(None), key)


@pages.post("/<key>/sleutel")
@administrator_only
def add_key(key: str) -> Page:
    """Keep it."""
    form = KeyForm()
    try:
        if form.validate():
            with database().writing.begin() as session:
                text, replaces = form.text.data or "", bool(form.replaces.data)
                keeping_keys.add_key(session, on_duty(), key, text, replaces=replaces, now=moment())
            return _back("sleutel", key)
    except (Conflict, Invalid) as refusal:
        form.text.errors = [refusal.sentence]
    return _key_page(form, key)


@pages.get("/<key>/sleutel/intrekken")
@administrator_only
@after_fresh_sign_in
def ask_revoke(key: str) -> Page:
    """What it means that one key opens nothing more."""
    client, kid = _view(key), request.args.get(KEY, "")
    still_open = [one.kid for one in client.keys if is_open(one, moment()) and client.revoked_at is None]
    if kid not in still_open:
        return redirect(url_for(".one", key=key), HTTPStatus.SEE_OTHER)
    sentences = [
        f"{client.name} kan deze sleutel dan niet meer gebruiken. Wat ermee geopend was, sluit meteen.",
        *(["Dit is de enige open sleutel: zonder sleutel kan de toepassing niets meer."] * (len(still_open) == 1)),
        "Dat draait niemand terug. U kunt wel een nieuwe sleutel toevoegen.",
    ]
    return ask_first("Trekt u deze sleutel in?", sentences, "Sleutel intrekken", url_for(".one", key=key),
                     lead=kid, kid=kid)  # fmt: skip


@pages.post("/<key>/sleutel/intrekken")
@administrator_only
def revoke_key(key: str) -> Response:
    """Close one key of it, at once."""
    with database().writing.begin() as session:
        keeping_keys.revoke_key(session, on_duty(), key, request.form.get("kid", ""), now=moment())
    return _back("sleutel-weg", key)


@pages.post("/<key>/afsluiten")
@administrator_only
def close(key: str) -> Page:
    """Shut it out for good."""
    form = CloseForm()
    if not form.validate():
        return _one(key, form)
    with database().writing.begin() as session:
        registering.revoke_client(session, on_duty(), key, now=moment())
    return _back("dicht")


def _view(key: str) -> Any:  # noqa: ANN401 - an application as the core gives it
    with database().reading() as session:
        return registering.view_client(session, on_duty(), key)


def _hooks(key: str) -> dict[str, Any]:
    with database().reading() as session:
        return {"hooks": list_cards(session, on_duty(), key), "gone": view_gone(session, on_duty(), key)}


def _entities() -> list[EntityCard]:
    with database().reading() as session:
        return list_entities(session, on_duty())


def _offered(form: PlanForm, client: Any = None) -> PlanForm:  # noqa: ANN401 - as above
    form.offer(_entities(), client and (client.entity_key or NO_ENTITY))
    return form


def _one(key: str, form: CloseForm | None = None) -> Page:
    client, form = _view(key), form or CloseForm(None)
    names = {domain.key: domain.name for entity in _entities() for domain in entity.domains}
    keys = [(one, is_open(one, moment())) for one in client.keys]
    page = render_template(
        "pages/administration/client.html", client=client, form=form, keys=keys, done=_done(),
        domain_names=[names[one] for one in client.domains], may=[SCOPE_WORDS[one] for one in client.scopes],
        can_add=sum(open_now for _, open_now in keys) < keeping_keys.MOST_OPEN, **_hooks(key),
        can_be_told=webhooks.may_be_told(client), most_hooks=webhooks.MOST,
    )  # fmt: skip
    return page, _status(form)


def _plan_page(form: PlanForm, client: Any = None) -> Page:  # noqa: ANN401 - as above
    return render_template("pages/administration/client_form.html", form=form, client=client), _status(form)


def _key_page(form: KeyForm, key: str) -> Page:
    client = _view(key)
    if client.revoked_at is not None:
        raise NotFound("client_unknown")
    has_key = any(is_open(one, moment()) for one in client.keys)
    page = render_template("pages/administration/client_key.html", form=form, client=client, has_key=has_key)
    return page, _status(form)


def _status(form: Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _say(form: PlanForm, refusal: Conflict | Invalid) -> None:
    name = refusal.field if isinstance(refusal, Invalid) else {"client_name_taken": "name"}.get(refusal.code, "key")
    named = FIELDS.get(name, name)
    form[named if named in form else "name"].errors = [refusal.sentence]


def _back(done: str, key: str | None = None) -> Response:
    where = url_for(".one", key=key, gedaan=done) if key else url_for(".show", gedaan=done)
    return redirect(where, HTTPStatus.SEE_OTHER)


def _done() -> str | None:
    return DONE.get(request.args.get("gedaan", ""))
