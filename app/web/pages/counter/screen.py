"""The hidden screen of a counter: nothing of the customer, and a password to go on."""

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.config_providers import STAFF
from app.core.errors import Invalid
from app.core.people import accounts, web_sessions
from app.web.actors import now
from app.web.databases import database, settings
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import clerk_only, is_local
from app.web.pages.sign_in import check
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("counter_screen", __name__, url_prefix="/loket/scherm")

MISSING = "Uw wachtwoord ontbreekt nog. Vul het in."
WRONG = "Dit wachtwoord past niet bij uw naam. Vul het opnieuw in."
# The clock of a browser and ours never agree to the second.
EARLIER = timedelta(seconds=15)

Page = str | Response | tuple[str, int]


class PasswordForm(Form):
    """Who goes on is who was here."""

    password = TextField("Uw wachtwoord", missing=MISSING, longest=1000)


@pages.get("")
@clerk_only
def show() -> Page:
    """Hide the screen when nobody touched it for long enough; else back to the page that somebody is busy with."""
    session = browser_session()
    if not session.locked:
        if session.last_seen_at is None or now() - session.last_seen_at < _hide_after() - EARLIER:
            return redirect(_next_address(), HTTPStatus.SEE_OTHER)
        session.locked = True
        with database().writing.begin() as writing:
            web_sessions.lock_session(writing, session.id, now=now())
    return _render(PasswordForm(None))


@pages.post("")
@clerk_only
def unlock() -> Page:
    """Go on where the clerk was, under a new session id, when the password is right."""
    form = PasswordForm(request.form)
    username = _username()
    if username is None:  # who signed in at a provider has no password here
        return _render(PasswordForm(None)), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.validate():
        try:
            check(username, form.password.data)
        except Invalid as refusal:
            wrong = refusal.code == "sign_in_wrong"
            form.password.errors = [WRONG if wrong else refusal.sentence]
        else:
            session = browser_session()
            session.locked = False
            session.renew()
            return redirect(_next_address(), HTTPStatus.SEE_OTHER)
    return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY


def _hide_after() -> timedelta:
    return timedelta(minutes=settings().counter_hide_minutes)


def _username() -> str | None:
    with database().reading() as session:
        return accounts.username_of(session, current_user.who.account_id)


def _next_address() -> str:
    wanted = request.args.get("terug", "")
    return wanted if is_local(wanted) else url_for("counter.home")


def _render(form: PasswordForm) -> str:
    wanted = _next_address()
    return render_template(
        "pages/counter/screen.html", form=form, username=_username(), address=url_for(".unlock", terug=wanted),
        again=url_for("sign_in_provider.depart", kind=STAFF, next=wanted),
    )  # fmt: skip
