"""The entities and their domains, and who manages them."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.administration import entities
from app.core.errors import Conflict, Invalid
from app.web.databases import database, moment
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.roles import on_duty

pages = Blueprint("administration_entities", __name__, url_prefix="/beheer/entiteiten")

Page = str | Response | tuple[str, int]
KEY_HINT = "Alleen kleine letters, cijfers en streepjes. De sleutel verandert nooit meer."
NAME_MISSING = "De naam ontbreekt nog. Vul de naam in."
KEY_MISSING = "De sleutel ontbreekt nog. Kies een kort woord zonder spaties."
DONE = {"entiteit": "De entiteit is toegevoegd.", "domein": "Het domein is toegevoegd.", "naam": "De naam is bewaard."}


class EntityForm(Form):
    """A new entity."""

    name = TextField("Naam", missing=NAME_MISSING)
    key = TextField("Sleutel", missing=KEY_MISSING, description=KEY_HINT)


class DomainForm(Form):
    """A new domain; it stands on one page with the name of its entity."""

    domain_name = TextField("Naam van het domein", missing=NAME_MISSING)
    domain_key = TextField("Sleutel van het domein", missing=KEY_MISSING, description=KEY_HINT)


class NameForm(Form):
    """Another name."""

    name = TextField("Naam", missing=NAME_MISSING)


@pages.get("")
@administrator_only
def show() -> Page:
    """Every entity."""
    return _page()


@pages.post("")
@administrator_only
def add() -> Page:
    """A new entity."""
    form = EntityForm()
    try:
        if form.validate():
            with database().writing.begin() as session:
                entities.add_entity(session, on_duty(), form.key.data, form.name.data, now=moment())
            return _back("entiteit")
    except (Conflict, Invalid) as refusal:
        _say(form, refusal)
    return _page(form)


@pages.get("/<key>")
@administrator_only
def one(key: str) -> Page:
    """One entity: its name and its domains."""
    return _one(key)


@pages.post("/<key>")
@administrator_only
def rename(key: str) -> Page:
    """Another name for it."""
    form = NameForm()
    try:
        if form.validate():
            with database().writing.begin() as session:
                entities.rename_entity(session, on_duty(), key, form.name.data, now=moment())
            return _back("naam", key)
    except Invalid as refusal:
        _say(form, refusal)
    return _one(key, name_form=form)


@pages.post("/<key>/domein")
@administrator_only
def add_domain(key: str) -> Page:
    """A new domain of it."""
    form = DomainForm()
    try:
        if form.validate():
            with database().writing.begin() as session:
                entities.add_domain(session, on_duty(), key, form.domain_key.data, form.domain_name.data, now=moment())
            return _back("domein", key)
    except (Conflict, Invalid) as refusal:
        _say(form, refusal)
    return _one(key, domain_form=form)


def _say(form: Form, refusal: Conflict | Invalid) -> None:
    name = refusal.field if isinstance(refusal, Invalid) else "key"
    form[f"domain_{name}" if isinstance(form, DomainForm) else name].errors = [refusal.sentence]


def _back(done: str, key: str | None = None) -> Response:
    page = url_for(".one", key=key, gedaan=done) if key else url_for(".show", gedaan=done)
    return redirect(page, HTTPStatus.SEE_OTHER)


def _page(form: EntityForm | None = None) -> Page:
    with database().reading() as session:
        found = entities.list_entities(session, on_duty())
    page = render_template(
        "pages/administration/entities.html", entities=found, form=form or EntityForm(None), done=_done()
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK


def _one(key: str, *, name_form: NameForm | None = None, domain_form: DomainForm | None = None) -> Page:
    with database().reading() as session:
        card = entities.view_entity(session, on_duty(), key)
    wrong = name_form or domain_form
    page = render_template(
        "pages/administration/entity.html", card=card, form=wrong or NameForm(None), done=_done(),
        name_form=name_form or NameForm(None, data={"name": card.name}), domain_form=domain_form or DomainForm(None),
    )  # fmt: skip
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _done() -> str | None:
    return DONE.get(request.args.get("gedaan", ""))
