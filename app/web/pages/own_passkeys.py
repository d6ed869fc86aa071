"""Adding a passkey to one's account, and taking one off. Each asks a fresh sign-in."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid
from app.core.people import passkeys, recovery_codes, second_factors
from app.web.databases import database, moment, vault
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import signed_in
from app.web.pages.sign_in import required_of_staff
from app.web.pages.sign_in_fresh import after_fresh_sign_in
from app.web.passkeys import Purpose, keep, needed_site, recall
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("own_passkeys", __name__, url_prefix="/mijn-aanmelding/passkeys")

MISSING = "De naam ontbreekt nog. Vul in waar u deze passkey aan herkent."
ADDED = "De passkey is bewaard. Vanaf nu is uw wachtwoord alleen niet meer genoeg."

Page = str | Response | tuple[str, int]


class NameForm(Form):
    """What its owner calls a passkey."""

    name = TextField("Naam van deze passkey", missing=MISSING, longest=passkeys.LONGEST_NAME)


@pages.get("/nieuw")
@signed_in
@after_fresh_sign_in
def ask() -> Page:
    """Ask a name, and the device for a passkey."""
    return _render(NameForm(None))


@pages.post("/nieuw")
@signed_in
@after_fresh_sign_in
def add() -> Page:
    """Keep the passkey; with the first thing besides the password come codes on paper, shown this once."""
    form = NameForm()
    if not form.validate():
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        codes = _add(form.name.data)
    except Invalid as refusal:
        form.name.errors = [refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    if codes:
        return render_template("pages/sign_in/recovery_codes.html", codes=codes, done=ADDED)
    return redirect(url_for("own_sign_in.show", klaar="passkey"), HTTPStatus.SEE_OTHER)


@pages.post("/<uuid:passkey_id>/weg")
@signed_in
@after_fresh_sign_in
def remove(passkey_id: uuid.UUID) -> Response:
    """Let one work no more; without any, and without an app, the codes on paper go as well."""
    account_id, proven_at = current_user.who.account_id, browser_session().proven_at
    with database().writing.begin() as session:
        second_factors.take_passkey_off(
            session, account_id, passkey_id, required=required_of_staff(), proven_at=proven_at, now=moment()
        )
    return redirect(url_for("own_sign_in.show", klaar="passkey-weg"), HTTPStatus.SEE_OTHER)


def _add(name: str) -> tuple[str, ...]:
    account_id, proven_at = current_user.who.account_id, browser_session().proven_at
    challenge = recall(request.form.get("challenge", ""), Purpose.ADD)
    answer = request.form.get("answer", "")
    with database().writing.begin() as session:
        had = second_factors.find_factors(session, account_id)
        passkeys.add_passkey(
            session, account_id, needed_site(), answer, challenge, name, proven_at=proven_at, now=moment()
        )
        if had.recovery_codes:
            return ()
        return tuple(recovery_codes.make_recovery_codes(session, account_id, vault=vault(), now=moment()))


def _render(form: NameForm) -> Page:
    try:
        with database().reading() as session:
            asked = passkeys.ask_new_passkey(session, current_user.who.account_id, needed_site())
    except (Invalid, Conflict):
        return redirect(url_for("own_sign_in.show"), HTTPStatus.SEE_OTHER)
    return render_template("pages/sign_in/new_passkey.html", form=form, question=keep(asked, Purpose.ADD))
