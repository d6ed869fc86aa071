"""The door for emergencies: always there, whatever else is away or turned off; for one kind of account only."""

from http import HTTPStatus

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.core.errors import Invalid, NotAllowed
from app.core.people.break_glass import check_whole
from app.core.people.signed_in import SignedIn
from app.web.databases import database, moment
from app.web.guards import public
from app.web.pages.sign_in import SignInForm, ask_code, check, check_door
from app.web.staff_access import check_network

pages = Blueprint("sign_in_glass", __name__, url_prefix="/aanmelden/noodtoegang")

Page = str | Response | tuple[str, int]


@pages.get("")
@public("nobody is signed in before signing in")
def show() -> Page:
    """Ask the name and the passphrase that were locked away."""
    return _render(SignInForm(None))


@pages.post("")
@public("nobody is signed in before signing in")
def enter() -> Page:
    """Ask the code of the app next, or say what does not fit."""
    form = SignInForm()
    if not form.validate():
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        who = check(form.username.data, form.password.data)
        _check(who)
    except (Invalid, NotAllowed) as refusal:
        form.username.errors = [refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return ask_code(who)


def _check(who: SignedIn) -> None:
    check_door(who, behind_glass=True)
    check_network(who)
    with database().reading() as session:
        check_whole(session, who.account_id, now=moment())


def _render(form: SignInForm) -> str:
    return render_template("pages/sign_in/glass.html", form=form)
