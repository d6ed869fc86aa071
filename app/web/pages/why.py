"""Waarom werkt het niet: a few questions, one a page, and an answer that says who can mend what."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.mandates.possible_acts import Act
from app.core.views.why import WhyChoices, list_why_choices, look_why
from app.core.views.why_words import Cause, Way
from app.db import Session
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import for_party
from app.web.pages.mandate_words import ACTS
from app.web.pages.why_forms import Asking, WhyForm
from app.web.printouts import on_paper, printed

pages = Blueprint("why", __name__, url_prefix="/mandaten/waarom-werkt-het-niet")

Page = str | Response | tuple[str, int]


@pages.get("")
@for_party
def show() -> Page:
    """The first question that has no answer yet."""
    return _ask(None)


@pages.post("")
@for_party
def take() -> Page:
    """On to the next question, with the answers in the address."""
    return _ask(request.form)


@pages.get("/antwoord")
@for_party
def answer() -> Page:
    """Why it does not work, and the next steps."""
    return _answer({})


@pages.get("/antwoord/afdruk.pdf")
@for_party
def print_answer() -> Page:
    """The same on paper."""
    return printed(_answer(on_paper()))


def _ask(posted: Any) -> Page:  # noqa: ANN401 - what was posted, or None
    actor, asking = current_actor(), Asking.read(request.args)
    with database().reading() as session:
        choices = list_why_choices(session, actor, now=now())
    step = asking.missing(choices)
    if step is None:
        return _to("answer", asking.answers)
    form = WhyForm.of(posted, step, asking, choices, at_counter=actor.visit_id is not None)
    if posted is None or not form.validate():
        status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
        return _question(form, asking, choices), status
    answers = {**asking.answers, step: form.answer}
    return _to("show" if Asking.read(answers).missing(choices) else "answer", answers)


def _answer(sheet: dict[str, Any]) -> Page:
    actor, asking = current_actor(), Asking.read(request.args)
    with _session(actor) as session:
        choices = list_why_choices(session, actor, now=now())
        if asking.missing(choices) is not None:
            return _to("show", asking.answers)
        try:
            view = look_why(session, actor, asking.question, now=now())
        except (Invalid, NotFound) as refusal:
            page = render_template("pages/why/not_found.html", sentence=refusal.sentence, back_to=asking.before(None))
            return page, HTTPStatus.NOT_FOUND
        return render_template(
            "pages/why/answer.html",
            view=view,
            causes=[(one, _way(one)) for one in view.causes],
            again=asking.before(None),
            answers=asking.answers,
            **sheet,
        )


@contextmanager
def _session(actor: Actor) -> Iterator[Session]:
    """At a counter the look itself is written down; at home nothing is."""
    opened = database().reading() if actor.visit_id is None else database().writing.begin()
    with opened as session:
        yield session


def _question(form: WhyForm, asking: Asking, choices: WhyChoices) -> str:
    before = asking.before(form.step)
    back_href = url_for("why.show", **before) if before is not None else url_for("mandates.overview")
    return render_template("pages/why/question.html", form=form, choices=choices, back_href=back_href)


def _way(cause: Cause) -> tuple[str, str] | None:
    """The button for the next step, and where it leads; None when it is not for this reader."""
    if cause.way is Way.PARTY:
        return "Kies namens wie u werkt", url_for("sign_in.choose_party", next=request.full_path)
    if cause.way is Way.ASK:
        return "Een mandaat vragen", url_for("ask.start")
    if cause.way is Way.GIVE:
        return "Een mandaat geven", url_for("give.start")
    if cause.way is Way.RIGHTS:
        return "Wie mag wat", url_for("colleagues.overview")
    if cause.way is None or cause.act is None:
        return None
    if cause.act is Act.ACCEPT:
        return "Naar het mandaat, om te antwoorden", url_for("mandates.show", mandate_id=cause.mandate_id)
    words = ACTS[cause.act]
    return words.link, url_for("mandate_acts.ask", mandate_id=cause.mandate_id, slug=words.slug)


def _to(page: str, answers: Any) -> Response:  # noqa: ANN401 - a mapping of texts
    return redirect(url_for(f"why.{page}", **answers), HTTPStatus.SEE_OTHER)
