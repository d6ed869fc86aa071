"""The second page of signing in with a password: a code of the app, or one on paper when the phone is gone."""

import logging
import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Invalid
from app.core.people import accounts
from app.core.people.break_glass import break_glass
from app.core.people.second_factors import Proof, prove_with_code
from app.core.people.sign_in_journal import list_given
from app.web.databases import database, moment, vault
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import public
from app.web.pages.sign_in import HALF_WAY, factors_of, go_on, let_in, next_address
from app.web.passkeys import passkey_question
from app.web.sessions import GLASS, browser_session

pages = Blueprint("sign_in_code", __name__, url_prefix="/aanmelden/code")
log = logging.getLogger(__name__)

LONGEST = 10 * 60  # seconds between the password and the code
MISSING = "De code ontbreekt nog. Vul ze in."

Page = str | Response | tuple[str, int]


class CodeForm(Form):
    """A code of either kind."""

    code = TextField("Code", missing=MISSING, longest=40)


@pages.get("")
@public("who types the code is not signed in yet")
def show() -> Page:
    """Ask the code; whoever did not give a password first does that first."""
    who = _half_way()
    return _ask_password() if who is None else _render(CodeForm(None), who)


@pages.post("")
@public("who types the code is not signed in yet")
def enter() -> Page:
    """Sign in with a right code. A wrong one is counted, as a wrong password is."""
    who = _half_way()
    if who is None:
        return _ask_password()
    form = CodeForm()
    if not form.validate():
        return _render(form, who), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        proof = prove(who.account_id, form.code.data)
    except Invalid as refusal:
        form.code.errors = [refusal.sentence]
        return _render(form, who), HTTPStatus.UNPROCESSABLE_ENTITY
    if broke_glass(who.account_id):
        let_in(who)
        browser_session()[GLASS] = True
        return redirect(url_for("administration.show"), HTTPStatus.SEE_OTHER)
    let_in(who)
    if proof is Proof.RECOVERY and (factors_of(who.account_id).few_recovery_codes or was_given(who.account_id)):
        return redirect(url_for("own_sign_in.show", next=next_address()), HTTPStatus.SEE_OTHER)
    return go_on()


def prove(account_id: uuid.UUID, code: str) -> Proof:
    """What a code of this account proves; Invalid for a wrong one, and after too many."""
    source = request.remote_addr or "unknown"
    with database().writing.begin() as session:
        proof = prove_with_code(session, account_id, code, source, vault=vault(), now=moment())
    if proof is None:
        raise Invalid("factor_code_wrong", field="code")
    return proof


def was_given(account_id: uuid.UUID) -> bool:
    """Whether an administrator gave codes for this account lately: whoever uses one reads that first."""
    with database().reading() as session:
        return bool(list_given(session, account_id, now=moment()))


def broke_glass(account_id: uuid.UUID) -> bool:
    """Write down, and tell whoever reads the log, that the account for emergencies comes in, if this is the one."""
    with database().writing.begin() as session:
        broken = break_glass(session, account_id, now=moment())
    if broken:
        log.warning("alarm", extra={"kind": "break_glass"})
    return broken


def _half_way() -> accounts.SignedIn | None:
    kept = browser_session().get(HALF_WAY)
    if kept is None or moment().timestamp() - kept["at"] > LONGEST:
        return None
    with database().reading() as session:
        return accounts.find_signed_in(session, uuid.UUID(kept["account"]))


def _ask_password() -> Response:
    return redirect(url_for("sign_in.show", next=next_address()), HTTPStatus.SEE_OTHER)


def _render(form: CodeForm, who: accounts.SignedIn) -> str:
    factors = factors_of(who.account_id)
    return render_template(
        "pages/sign_in/code.html", form=form, factors=factors, next=next_address(),
        passkey=passkey_question() if factors.passkeys else None,
    )  # fmt: skip
