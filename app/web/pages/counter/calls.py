"""Calling back after a contest: the list, one call, and the decision of the giver on the line."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.actor import Actor
from app.core.distant import alarms, call_tasks
from app.core.distant.call_back_numbers import numbers_to_call
from app.core.distant.call_tasks import CallTask
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed, NotFound
from app.core.people.rights import list_managers
from app.core.register.functions import list_functions
from app.db import Session
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.fields import option
from app.web.guards import clerk_only
from app.web.pages.counter.call_forms import NOBODY, ClosedForm, DecisionForm, SpokenForm
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.phone import on_the_phone
from app.web.pages.counter.words import CONTEST_REASONS
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("counter_calls", __name__, url_prefix="/loket/terugbellen")

TOLD = "calls_told"
RESUMED = "Het mandaat staat weer aan. Beide partijen krijgen een brief."
STOPPED = "Het mandaat is stopgezet. Beide partijen krijgen een brief."
CLOSED = "De oproep is afgesloten. Het mandaat blijft stilstaan tot de mandaatgever beslist."
NO_ANSWER = "Genoteerd: niemand nam op. De oproep blijft in de lijst."

Page = str | Response | tuple[str, int]


@pages.get("")
@clerk_only
def show() -> Page:
    """Who has to be called, the first due on top."""
    return between_customers(_list)


@pages.get("/<uuid:contest_id>")
@clerk_only
def one(contest_id: uuid.UUID) -> Page:
    """One call: what was said, by whom it must be decided, and with whom the clerk speaks."""
    return between_customers(lambda: _one(contest_id))


@pages.post("/<uuid:contest_id>/neem")
@clerk_only
def take(contest_id: uuid.UUID) -> Page:
    """Take the call on, or over from a colleague."""
    return between_customers(lambda: _take(contest_id))


@pages.post("/<uuid:contest_id>/gesprek")
@clerk_only
def speak(contest_id: uuid.UUID) -> Page:
    """Which number was called, and who of those that decide for the giver is on the line; or that nobody answered."""
    return between_customers(lambda: _speak(contest_id))


@pages.post("/<uuid:contest_id>/sluit")
@clerk_only
def close(contest_id: uuid.UUID) -> Page:
    """The call ends without a decision."""
    return between_customers(lambda: _close(contest_id))


@pages.get("/<uuid:contest_id>/beslissen")
@clerk_only
def decide(contest_id: uuid.UUID) -> Page:
    """What the giver decides, and why."""
    return between_customers(lambda: _decide(contest_id, DecisionForm(None), posted=False))


@pages.post("/<uuid:contest_id>/beslissen")
@clerk_only
def carry_out(contest_id: uuid.UUID) -> Page:
    """Do what the giver decided."""
    return between_customers(lambda: _decide(contest_id, DecisionForm(), posted=True))


def _to(page: str, **where: uuid.UUID) -> Response:
    return redirect(url_for(f"counter_calls.{page}", **where), HTTPStatus.SEE_OTHER)


def _list() -> str:
    with database().reading() as session:
        tasks = call_tasks.list_call_tasks(session, now=now())
        warned = alarms.list_alarms(session, current_actor(), now=now())
    return render_template(
        "pages/counter/calls.html",
        tasks=[(task, _owner(task)) for task in tasks], alarms=warned, told=browser_session().pop(TOLD, None),
    )  # fmt: skip


def _owner(task: CallTask) -> str:
    if task.taken_by is None:
        return "Nog van niemand"
    mine = task.taken_by.person_id == current_user.person_id
    return "Van u" if mine else f"Van medewerker {task.taken_by.number}"


def _one(contest_id: uuid.UUID, spoken: SpokenForm | None = None) -> Page:
    try:
        with database().reading() as session:
            task = call_tasks.get_call_task(session, contest_id, now=now())
            spoken = spoken or _spoken_form(session, task, None)
    except NotFound:
        return _to("show")
    return render_template(
        "pages/counter/call.html",
        task=task, mine=task.taken_by is not None and task.taken_by.person_id == current_user.person_id,
        clerk=current_user.desk.number, form=spoken, nobody=NOBODY,
        reason=CONTEST_REASONS[task.contest.reason], told=browser_session().pop(TOLD, None),
    )  # fmt: skip


def _spoken_form(session: Session, task: CallTask, *formdata: object) -> SpokenForm:
    form = SpokenForm(*formdata)
    giver = task.mandate.giver
    functions = list_functions(session, giver.enterprise_number or "", task.today)
    managers = list_managers(session, giver.id, task.today)
    form.offer_numbers(numbers_to_call(session, giver))
    form.who.choices = [_choice(f"f:{row.id}", row.name, row.function) for row in functions]
    form.who.choices += [_choice(f"m:{person.id}", person.name, "mandaatbeheerder") for person in managers]
    return form


def _choice(value: str, name: str, role: str) -> SelectChoice:
    return option(value, name, hint=role)


def _take(contest_id: uuid.UUID) -> Page:
    return _done_or_told(contest_id, lambda session: call_tasks.take_call(session, _me(), contest_id, now=now()), None)


def _me() -> Actor:
    return on_the_phone()


def _done_or_told(contest_id: uuid.UUID, act: Callable[[Session], object], told: str | None) -> Page:
    refusal = _write(act)
    browser_session()[TOLD] = refusal.sentence if refusal else told
    return _to("show" if isinstance(refusal, NotFound) else "one", contest_id=contest_id)


def _write(act: Callable[[Session], object]) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            act(session)
    except (Conflict, Invalid, NotAllowed, NotFound) as refusal:
        return refusal
    return None


def _speak(contest_id: uuid.UUID) -> Page:
    try:
        with database().reading() as session:
            form = _spoken_form(session, call_tasks.get_call_task(session, contest_id, now=now()))
    except NotFound:
        return _to("show")
    if not form.validate():
        return _one(contest_id, spoken=form), HTTPStatus.UNPROCESSABLE_ENTITY
    number = str(form.number.data)
    if form.nobody_answered:
        return _done_or_told(contest_id, lambda session: call_tasks.note_no_answer(
            session, _me(), contest_id, number=number, now=now()
        ), NO_ANSWER)  # fmt: skip
    kind, _, key = str(form.who.data).partition(":")
    who = {"function_id" if kind == "f" else "manager_id": uuid.UUID(key)}
    refusal = _write(lambda session: call_tasks.start_call_back(
        session, _me(), contest_id, number=number, now=now(), **who
    ))  # fmt: skip
    if refusal is None:
        return _to("decide", contest_id=contest_id)
    form.who.errors = [refusal.sentence]
    return _one(contest_id, spoken=form), HTTPStatus.CONFLICT


def _close(contest_id: uuid.UUID) -> Page:
    form = ClosedForm()
    outcome = form.outcome.data if form.validate() else ""
    refusal = _write(lambda session: call_tasks.close_call(session, _me(), contest_id, str(outcome), now=now()))
    browser_session()[TOLD] = refusal.sentence if refusal else CLOSED
    return _to("one", contest_id=contest_id) if refusal else _to("show")


def _decide(contest_id: uuid.UUID, form: DecisionForm, *, posted: bool) -> Page:
    with database().reading() as session:
        call = call_tasks.find_call_back(session, _me(), contest_id)
        try:
            task = call_tasks.get_call_task(session, contest_id, now=now())
        except NotFound:
            return _to("show")
    if call is None:
        return _to("one", contest_id=contest_id)
    if posted and form.validate():
        actor = Actor.on_the_phone(call.clerk_id, call.id, person_id=call.person_id, party_id=call.party_id)
        go_on = form.decision.data == "resume"
        refusal = _write(lambda session: call_tasks.resolve_contest(
            session, actor, resume=go_on, reason=str(form.reason.data), policy=policy(), now=now()
        ))  # fmt: skip
        if refusal is None:
            browser_session()[TOLD] = RESUMED if go_on else STOPPED
            return _to("show")
        field = form.reason if isinstance(refusal, Invalid) else form.decision
        field.errors = [refusal.sentence]
    page = render_template("pages/counter/call_decide.html", form=form, task=task)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted else page
