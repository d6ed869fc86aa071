"""Proving again who one is, in the middle of something: then back to it, with nothing lost."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import FreshSignInNeeded, Invalid, NotAllowed
from app.core.people import accounts
from app.core.people.break_glass import check_whole
from app.core.people.fresh import OWN_SIGN_IN, check_fresh
from app.core.people.second_factors import Factors
from app.web.databases import database, moment
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import is_local, page_to_come_back_to, signed_in
from app.web.pages.sign_in import check, factors_of
from app.web.pages.sign_in_code import MISSING, prove
from app.web.pages.sign_in_passkey import who_answers
from app.web.passkeys import passkey_question
from app.web.sessions import browser_session
from app.web.users import begin_again, current_user

pages = Blueprint("sign_in_fresh", __name__, url_prefix="/opnieuw-aanmelden")

View = TypeVar("View", bound=Callable[..., Any])
Page = str | Response | tuple[str, int]

NOT_YOURS = "Dit wachtwoord past niet bij uw naam. Vul het opnieuw in."


class FreshForm(Form):
    """The password, and a code when the account has one."""

    password = TextField("Uw wachtwoord", missing="Uw wachtwoord ontbreekt nog. Vul het in.", longest=1000)
    code = TextField("Code", missing=None, longest=40)


def after_fresh_sign_in(view: View) -> View:
    """Under a guard: whoever proved too long ago who he is does that first, and comes back."""

    @wraps(view)
    def fresh(*values: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the view takes and gives
        try:
            check_fresh(browser_session().proven_at, OWN_SIGN_IN, now=moment())
        except FreshSignInNeeded:
            back = page_to_come_back_to("own_sign_in.show")
            return redirect(url_for("sign_in_fresh.show", next=back), HTTPStatus.SEE_OTHER)
        return view(*values, **named)

    return fresh  # type: ignore[return-value]


@pages.get("")
@signed_in
def show() -> Page:
    """Ask for all that this account has; at a provider, for a fresh sign-in there."""
    return _render(FreshForm(None))


@pages.post("")
@signed_in
def prove_again() -> Page:
    """Go on where somebody was, under a new session id, when all of it is right."""
    form, username, factors = FreshForm(), _username(), _factors()
    if username is None:  # who signed in at a provider has no password here
        return _render(FreshForm(None)), HTTPStatus.UNPROCESSABLE_ENTITY
    if factors.any and not (form.code.data or "").strip():
        form.validate()
        form.code.errors = [MISSING]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.validate():
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        check(username, form.password.data)
        if factors.any:
            prove(current_user.who.account_id, form.code.data)
        with database().reading() as session:
            check_whole(session, current_user.who.account_id, now=moment())
    except NotAllowed as refusal:
        form.password.errors = [refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    except Invalid as refusal:
        field = form.code if refusal.field == "code" else form.password
        field.errors = [NOT_YOURS if refusal.code == "sign_in_wrong" else refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _go_on()


@pages.post("/passkey")
@signed_in
def prove_with_passkey() -> Page:
    """The same with a passkey of this very account."""
    try:
        if who_answers().account_id != current_user.who.account_id:
            raise Invalid("passkey_refused", field="passkey")
    except Invalid as refusal:
        form = FreshForm(None)
        form.password.errors = [refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _go_on()


def _go_on() -> Response:
    browser_session().renew()
    begin_again()
    return redirect(_next_address(), HTTPStatus.SEE_OTHER)


def _username() -> str | None:
    with database().reading() as session:
        return accounts.username_of(session, current_user.who.account_id)


def _factors() -> Factors:
    return factors_of(current_user.who.account_id)


def _next_address() -> str:
    wanted = request.args.get("next", "")
    return wanted if is_local(wanted) else url_for("start.show")


def _render(form: FreshForm) -> str:
    factors, origin, wanted = _factors(), browser_session().origin, _next_address()
    return render_template(
        "pages/sign_in/fresh.html", form=form, username=_username(), factors=factors, next=wanted,
        address=url_for(".prove_again", next=wanted), passkey=passkey_question() if factors.passkeys else None,
        passkey_action=url_for(".prove_with_passkey", next=wanted), passkey_words="Met mijn passkey",
        again=url_for("sign_in_provider.depart", kind=origin.provider, next=wanted, opnieuw=1) if origin else None,
    )  # fmt: skip
