"""The phone: who is on the line is checked first; the choice and the deed are in `phone_talk`."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.acts.contesting import contest_by_number
from app.core.distant import call_tasks, phone_calls
from app.core.distant.phone_calls import PhoneCall
from app.core.distant.rights_calls import check_caller_with_letter
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.db import Session
from app.web.actors import now
from app.web.catalogue import read_catalogue
from app.web.databases import database, policy, vault
from app.web.fields import option
from app.web.guards import clerk_only
from app.web.pages.counter.contest import ContestForm
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.phone_forms import ByCodeForm, ByFactsForm
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("counter_phone", __name__, url_prefix="/loket/telefoon")

WISH = "phone_wish"
CALL_BY = "phone_call_by"

Page = str | Response | tuple[str, int]


@pages.get("")
@clerk_only
def show() -> Page:
    """Somebody calls: with a letter, without one, or only to say that something is wrong."""
    return between_customers(_start)


@pages.get("/met-brief")
@clerk_only
def by_code() -> Page:
    """The caller says what stands on the letter."""
    return between_customers(lambda: render_template("pages/counter/phone_code.html", form=ByCodeForm(None)))


@pages.post("/met-brief")
@clerk_only
def check_code() -> Page:
    """Check who calls by the code of the letter; the same count and words as at the door of letters."""
    return between_customers(_check_code)


@pages.get("/zonder-brief")
@clerk_only
def by_facts() -> Page:
    """The caller has no letter at hand: two facts that are not in the register."""
    return between_customers(lambda: _ask_facts(_facts_form(None)))


@pages.post("/zonder-brief")
@clerk_only
def check_facts() -> Page:
    """Check who calls by what he knows."""
    return between_customers(_check_facts)


@pages.get("/stilzetten")
@clerk_only
def contest() -> Page:
    """Which mandate is not right? Nobody has to say who he is."""
    return between_customers(lambda: render_template("pages/counter/phone_contest.html", form=ContestForm(None)))


@pages.post("/stilzetten")
@clerk_only
def pause() -> Page:
    """Pause it at once."""
    return between_customers(_pause)


@pages.get("/stil")
@clerk_only
def paused() -> Page:
    """It stands still, and when somebody calls back."""
    call_by = browser_session().get(CALL_BY)
    if call_by is None:
        return _to("show")
    return render_template("pages/counter/phone_paused.html", call_by=date.fromisoformat(call_by))


def on_the_phone() -> Actor:
    """The clerk, before it was checked who is on the line."""
    return Actor.on_the_phone(current_user.person_id)


def _to(page: str) -> Response:
    return redirect(url_for(page if "." in page else f"counter_phone.{page}"), HTTPStatus.SEE_OTHER)


def _start() -> Page:
    with database().reading() as session:
        if phone_calls.find_open_call(session, current_user.person_id, now=now()) is not None:
            return _to("counter_talk.choose")
        to_call = call_tasks.count_call_tasks(session, now=now())
    return render_template("pages/counter/phone.html", clerk=current_user.desk.number, to_call=to_call)


def _check_code() -> Page:
    form = ByCodeForm()
    template = "pages/counter/phone_code.html"
    if not form.validate():
        return render_template(template, form=form), HTTPStatus.UNPROCESSABLE_ENTITY

    def check(session: Session) -> PhoneCall:
        return check_caller_with_letter(
            session, on_the_phone(), *form.three, form.caller, vault=vault(), now=now()
        )

    refusal = _tried(check)
    if refusal is None:
        return _to("counter_talk.choose")
    form[refusal.field if isinstance(refusal, Invalid) else "code"].errors = [refusal.sentence]
    return render_template(template, form=form), HTTPStatus.UNPROCESSABLE_ENTITY


def _check_facts() -> Page:
    form = _facts_form()
    if not form.validate() or not form.says_enough():
        return _ask_facts(form), HTTPStatus.UNPROCESSABLE_ENTITY

    def check(session: Session) -> PhoneCall:
        number = parse_dossier_number(form.dossier_number.data or "")
        return phone_calls.check_caller_by_facts(
            session, on_the_phone(), number, form.enterprise, form.said, form.caller, vault=vault(), now=now()
        )

    refusal = _tried(check)
    if refusal is None:
        return _to("counter_talk.choose")
    form.other_party.errors = [refusal.sentence]
    return _ask_facts(form), HTTPStatus.UNPROCESSABLE_ENTITY


def _tried(check: Callable[[Session], PhoneCall]) -> CoreError | None:
    """Begin the call; what is refused is caught inside the transaction, so that a wrong try counts."""
    with database().writing.begin() as session:
        try:
            check(session)
        except (Conflict, Invalid, NotAllowed) as refusal:
            return refusal
    browser_session().pop(WISH, None)
    return None


def _facts_form(*formdata: object) -> ByFactsForm:
    form = ByFactsForm(*formdata)
    with database().reading() as session:
        form.mandate_type.choices = [option(one.key, one.name) for one in read_catalogue(session).types]
    return form


def _ask_facts(form: ByFactsForm) -> str:
    return render_template("pages/counter/phone_facts.html", form=form)


def _pause() -> Page:
    form = ContestForm()
    template = "pages/counter/phone_contest.html"
    if not form.validate():
        return render_template(template, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        number = parse_dossier_number(form.number.data or "")
        with database().writing.begin() as session:
            mandate = contest_by_number(
                session, on_the_phone(), number, reason=form.reason.data or "", policy=policy(), now=now()
            )
            call_by = max(one.call_by for one in mandate.suspensions if one.call_by)
    except CoreError as refusal:
        form.number.errors = [refusal.sentence]
        return render_template(template, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    browser_session()[CALL_BY] = call_by.isoformat()
    return _to("paused")
