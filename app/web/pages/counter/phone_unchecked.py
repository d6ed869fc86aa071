"""A caller without a letter and without a mandate: nothing of him can be checked, and nothing of his party is shown."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.distant import phone_calls
from app.core.distant.unchecked_calls import begin_unchecked_call
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.people.parties import get_party
from app.web.actors import now
from app.web.databases import database, policy
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.phone import on_the_phone
from app.web.pages.counter.phone_forms import UncheckedForm
from app.web.pages.counter.phone_talk import is_unchecked
from app.web.users import current_user

pages = Blueprint("counter_unchecked", __name__, url_prefix="/loket/telefoon/niet-nagekeken")

Page = str | Response | tuple[str, int]


@pages.get("")
@clerk_only
def show() -> Page:
    """Who says to call, and for which enterprise."""
    return between_customers(lambda: _render(UncheckedForm(None)))


@pages.post("")
@clerk_only
def begin() -> Page:
    """On to what can be prepared for him."""
    return between_customers(_begin)


@pages.get("/klaarzetten")
@clerk_only
def talk() -> Page:
    """The only thing that can be done for him, and what to say."""
    return between_customers(_talk)


def _begin() -> Page:
    form = UncheckedForm(request.form)
    if not form.validate():
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    number, caller = form.said
    try:
        with database().writing.begin() as session:
            begin_unchecked_call(session, on_the_phone(), number, caller, policy=policy(), now=now())
    except (Conflict, Invalid, NotAllowed) as refusal:
        form[getattr(refusal, "field", "enterprise_number")].errors = [refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("counter_unchecked.talk"), HTTPStatus.SEE_OTHER)


def _talk() -> Page:
    with database().reading() as session:
        call = phone_calls.find_open_call(session, current_user.person_id, now=now())
        if call is None or not is_unchecked(call):
            return redirect(url_for("counter_phone.show"), HTTPStatus.SEE_OTHER)
        party = get_party(session, call.party_id)
        return render_template("pages/counter/phone_unchecked_talk.html", party=party)


def _render(form: UncheckedForm) -> str:
    return render_template("pages/counter/phone_unchecked.html", form=form)
