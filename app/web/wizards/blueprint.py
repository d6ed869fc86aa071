"""The addresses of a wizard: the same for every wizard, under its own prefix."""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, url_for

from app.web.actors import current_actor
from app.web.guards import for_party
from app.web.users import current_user
from app.web.wizards import draft_pages, resume_card, send, view
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page

DRAFT = "/<uuid:draft_id>"
Route = tuple[str, str, str, Callable[..., Page]]  # method, address, name, what answers; it gets the WizardPages first

ROUTES: tuple[Route, ...] = (
    ("GET", "/stopped", "stopped", draft_pages.show_stopped),
    ("GET", DRAFT, "resume", draft_pages.resume),
    ("GET", f"{DRAFT}/saved", "saved", draft_pages.show_saved),
    ("GET", f"{DRAFT}/card", "card", resume_card.show_card),
    ("GET", f"{DRAFT}/card/print.pdf", "print_card", resume_card.print_card),
    ("GET", f"{DRAFT}/welcome", "welcome", resume_card.welcome),
    ("GET", f"{DRAFT}/stop", "stop", draft_pages.ask_to_stop),
    ("POST", f"{DRAFT}/stop", "throw_away", draft_pages.stop),
    ("GET", f"{DRAFT}/check", "check", send.show_check),
    ("POST", f"{DRAFT}/check", "send", send.send),
    ("GET", f"{DRAFT}/done", "done", send.show_done),
    ("GET", f"{DRAFT}/done/print.pdf", "print_done", send.print_done),
    ("GET", f"{DRAFT}/<step>", "step", view.show_step),
    ("POST", f"{DRAFT}/<step>", "answer", view.answer_step),
)


def for_somebody(view: Callable[..., Page]) -> Callable[..., Page]:
    """Only for whom the answers are is known: who signed in for a party, or a clerk with a customer."""

    @wraps(view)
    def guarded(**arguments: Any) -> Page:
        if current_user.is_clerk and current_actor().visit_id is None:
            return redirect(url_for("counter_hand_over.ready"), HTTPStatus.SEE_OTHER)
        return view(**arguments)

    return for_party(guarded)


def make_blueprint(
    pages: WizardPages, more: Sequence[Route] = (), guard: Callable[..., Callable[..., Page]] = for_somebody
) -> Blueprint:
    """A blueprint with every page that all wizards share, and `more`; a wizard can add what is its own.

    `guard` says who may open them.
    """
    blueprint = Blueprint(pages.name, __name__, url_prefix=pages.prefix)
    for method, rule, endpoint, function in (*ROUTES, *more):
        blueprint.add_url_rule(rule, endpoint, guard(_bound(function, pages)), methods=[method])
    return blueprint


def _bound(function: Callable[..., Page], pages: WizardPages) -> Callable[..., Page]:
    @wraps(function)
    def view_function(**arguments: Any) -> Page:
        return function(pages, **arguments)

    return view_function
