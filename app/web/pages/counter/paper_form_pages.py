"""Forms that come back by post, each with pages of its own: what stands on it, a second look, and then it is done.

An overview, an invitation and a yearly list differ in what is ticked and in what follows; the way there is one.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.distant import paper_sheets
from app.core.distant.page_images import LARGEST_FILE
from app.core.distant.paper_sheets import Letter, SheetAnswers
from app.core.distant.sheet_acts import put_aside
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed, NotFound
from app.db import Session
from app.web.actors import current_actor, now
from app.web.databases import database, vault
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.paper_forms import LookedForm, SenderForm, StopForm
from app.web.sessions import browser_session
from app.web.uploads import takes_files

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class PaperForm:
    """One kind of form. `name` is that of its templates and of what the browser session keeps of it.

    `ask` is the page that asks what stands on it, posted or not. `read` gets the view of a keyed sheet and the refusal
    that is foreseen, if any; `act` does what is ticked. `looked` asks for the second look.
    """

    name: str
    ask: Callable[[bool], Page]
    read: Callable[[Session, Any], tuple[Any, CoreError | None]]
    act: Callable[[Session, Actor], object]
    looked: type[LookedForm] | type[StopForm] = LookedForm


def add_form_pages(pages: Blueprint, form: PaperForm) -> None:
    """The pages of this kind, each for a clerk between customers."""

    @clerk_only
    def sheet() -> Page:
        """What stands on it?"""
        return between_customers(lambda: form.ask(False))

    @clerk_only
    @takes_files(LARGEST_FILE)
    def key() -> Page:
        """Keep it; nothing is done yet."""
        return between_customers(lambda: form.ask(True))

    @clerk_only
    def check(sheet_id: uuid.UUID) -> Page:
        """The form once more, beside what was keyed."""
        return between_customers(lambda: _look(form, sheet_id, None))

    @clerk_only
    def do(sheet_id: uuid.UUID) -> Page:
        """Do what is ticked, once."""
        return between_customers(lambda: _look(form, sheet_id, form.looked()))

    @clerk_only
    def aside(sheet_id: uuid.UUID) -> Page:
        """Do nothing with it, and keep it."""
        return between_customers(lambda: _aside(form, sheet_id))

    one = "/<uuid:sheet_id>"
    for rule, view, method in (("", sheet, "GET"), ("", key, "POST"), (one, check, "GET"), (one, do, "POST"),
                               (f"{one}/opzij", aside, "POST")):  # fmt: skip
        pages.add_url_rule(rule, view.__name__, view, methods=[method])


def ask_sheet(name: str, form: SenderForm, letter: Letter, posted: Callable[[], SheetAnswers] | None) -> Page:
    """The page that asks what stands on a form; with `posted`, what was answered is kept and the look comes next."""
    if posted is not None and form.validate():
        kept = _keep(form, letter, posted())
        if isinstance(kept, uuid.UUID):
            return to(".check", sheet_id=kept)
        field = kept.field if isinstance(kept, Invalid) else "signed"
        form[field if field in form else "signed"].errors = [kept.sentence]
    page = render_template(f"pages/counter/{name}.html", form=form, letter=letter)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted is not None else page


def to(page: str, **where: uuid.UUID) -> Response:
    """On to another page."""
    return redirect(url_for(page, **where), HTTPStatus.SEE_OTHER)


def _keep(form: SenderForm, letter: Letter, answers: SheetAnswers) -> uuid.UUID | CoreError:
    try:
        picture = form.picture
        with database().writing.begin() as session:
            kept = paper_sheets.key_sheet(
                session, current_actor(), letter.id, answers, page=picture, vault=vault(), now=now()
            )
            return kept.id
    except (Invalid, NotAllowed) as refusal:
        return refusal


def _read(form: PaperForm, sheet_id: uuid.UUID) -> tuple[Any, CoreError | None]:
    with database().reading() as session:
        return form.read(session, paper_sheets.get_sheet(session, current_actor(), sheet_id))


def _look(form: PaperForm, sheet_id: uuid.UUID, posted: LookedForm | StopForm | None) -> Page:
    view, foreseen = _read(form, sheet_id)
    if view.sheet.done_at is not None:
        return render_template(f"pages/counter/{form.name}_done.html", view=view)
    looked = posted or form.looked(None)
    if posted is not None and looked.validate():
        refusal = _write(sheet_id, form.act)
        if refusal is None:
            browser_session().pop(form.name, None)
            return to(".check", sheet_id=sheet_id)
        looked.looked.errors = [refusal.sentence]
    page = render_template(f"pages/counter/{form.name}_check.html", view=view, form=looked, refusal=foreseen)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted is not None else page


def _write(sheet_id: uuid.UUID, act: Callable[[Session, Actor], object]) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            act(session, paper_sheets.actor_of(paper_sheets.get_sheet(session, current_actor(), sheet_id)))
    except (Conflict, Invalid, NotAllowed, NotFound) as refusal:
        return refusal
    return None


def _aside(form: PaperForm, sheet_id: uuid.UUID) -> Page:
    if _read(form, sheet_id)[0].sheet.done_at is None:
        _write(sheet_id, lambda session, actor: put_aside(session, actor, now=now()))
    return to(".check", sheet_id=sheet_id)
