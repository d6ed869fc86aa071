"""Signing in with a passkey: the device says who it is, and recognised its owner."""

from http import HTTPStatus

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from app.core.errors import Invalid, NotAllowed
from app.core.people import accounts
from app.core.people.passkeys import use_passkey
from app.core.people.signed_in import SignedIn
from app.web.databases import database, moment, settings
from app.web.guards import public
from app.web.pages.sign_in import SignInForm, go_on, let_in, render_sign_in
from app.web.passkeys import Purpose, needed_site, recall
from app.web.staff_access import check_network

pages = Blueprint("sign_in_passkey", __name__, url_prefix="/aanmelden/passkey")

Page = str | Response | tuple[str, int]


@pages.post("")
@public("nobody is signed in before signing in")
def enter() -> Page:
    """Sign in whoever the device is; it asks no password and no code besides."""
    if not settings().sign_in.passwords:
        abort(HTTPStatus.NOT_FOUND)
    try:
        who = who_answers()
        check_network(who)
    except (Invalid, NotAllowed) as refusal:
        form = SignInForm(None)
        form.username.errors = [refusal.sentence]
        return render_sign_in(form), HTTPStatus.UNPROCESSABLE_ENTITY
    let_in(who)
    return go_on()


def who_answers() -> SignedIn:
    """Whose passkey answered the challenge of this form; Invalid when it is nobody's, or that of a closed account."""
    challenge = recall(request.form.get("challenge", ""), Purpose.PROVE)
    with database().writing.begin() as session:
        account_id = use_passkey(session, needed_site(), request.form.get("answer", ""), challenge, now=moment())
        who = accounts.find_signed_in(session, account_id)
    if who is None:
        raise Invalid("passkey_refused", field="passkey")
    return who
