"""A keyed sheet on the screen: the second look, what is missing on it, and what became of it."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.distant import paper_sheets, sheet_acts
from app.core.distant.paper_sheets import PaperSheet
from app.core.distant.sheet_acts import do_sheet, put_aside
from app.core.distant.sheet_looks import SheetView, view_sheet
from app.core.distant.still_needed import ask_for_missing
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.possible_acts import Act
from app.db import Session
from app.web.actors import current_actor, now
from app.web.databases import database, policy, vault
from app.web.fields import option
from app.web.pages.counter.distant_words import BOTH, BUTTONS, DONE, FILED_STAYS, MISSING, RED, box_words, summary
from app.web.pages.counter.paper_forms import CAPACITIES, LookForm
from app.web.pages.taking_back_words import take_back_sentences
from app.web.sessions import browser_session

LETTER = "paper_letter"
SOME_PARTS = "Alleen wat u hieronder aankruist, stopt vandaag."
KEEP = "Bewaar dit blad"
SOME_STOPPED = "Een deel van het mandaat is stopgezet"
REST_GOES_ON = "Wat aangekruist was, stopt vandaag. De rest loopt verder."

Page = str | Response | tuple[str, int]


def _to(page: str, **where: uuid.UUID) -> Response:
    return redirect(url_for(f"counter_paper.{page}", **where), HTTPStatus.SEE_OTHER)


def _read(sheet_id: uuid.UUID) -> SheetView:
    with database().reading() as session:
        return view_sheet(session, _mine(session, sheet_id), now=now())


def _mine(session: Session, sheet_id: uuid.UUID) -> PaperSheet:
    return paper_sheets.get_sheet(session, current_actor(), sheet_id)


def look(sheet_id: uuid.UUID, posted: LookForm | None) -> Page:
    """The sheet once more, beside what was keyed; with `posted` do it."""
    view = _read(sheet_id)
    if view.sheet.done_at is not None:
        return _done(view)
    if view.missing or view.act is None:
        return _incomplete(view, HTTPStatus.OK)
    form = _with_parts(posted or LookForm(None), view)
    if posted is not None and form.validate():
        stops = form.parts.data if form.parts is not None else None
        months = int(form.months.data) if form.months is not None else None
        refusal = _write(sheet_id, lambda session, actor: do_sheet(
            session, actor, policy=policy(), now=now(), type_keys=stops, months=months
        ))  # fmt: skip
        if refusal is None:
            browser_session().pop(LETTER, None)
            return _to("check", sheet_id=sheet_id)
        form.looked.errors = [refusal.sentence]
    page = render_template(
        "pages/counter/paper_check.html",
        view=view, form=form, choice=box_words(view.act, view.chain),
        button_text=KEEP if view.was_done else BUTTONS[view.act], is_red=view.act in RED and not view.was_done,
        sentences=_sentences(view, SOME_PARTS if view.parts else None), capacity=CAPACITIES[view.capacity],
    )  # fmt: skip
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted is not None else page


def _incomplete(view: SheetView, status: HTTPStatus, refused: str | None = None) -> Page:
    """What is missing: to be asked, or asked already."""
    page = render_template(
        "pages/counter/paper_missing.html",
        view=view, missing=[MISSING[one] for one in view.missing], capacity=CAPACITIES[view.capacity], refused=refused,
        choice=box_words(view.act, view.chain) if view.act else None,
    )  # fmt: skip
    return page, status


def ask_sender(sheet_id: uuid.UUID) -> Page:
    """Order the letter that asks for what is missing, once."""
    view = _read(sheet_id)
    if view.missing and not view.sheet.waits and view.sheet.done_at is None:
        refusal = _write(sheet_id, lambda session, actor: ask_for_missing(session, actor, policy=policy(), now=now()))
        if refusal is not None:
            return _incomplete(view, HTTPStatus.CONFLICT, refusal.sentence)
        browser_session().pop(LETTER, None)
    return _to("check", sheet_id=sheet_id)


def _sentences(view: SheetView, instead: str | None, *, done: bool = False) -> list[str]:
    if view.chain is not None:
        return take_back_sentences(view.chain, to_passer=False, done=done)
    if instead:
        return [instead, FILED_STAYS, BOTH]
    return summary(view.mandate, view.side, view.act or Act.STOP, view.longer)


def _with_parts(form: LookForm, view: SheetView) -> LookForm:
    if view.parts and not view.was_done:
        form.parts.choices = [option(key, name) for key, name in view.parts]
    else:
        del form.parts
    if view.act is not Act.EXTEND or view.was_done:
        del form.months
    return form


def _done(view: SheetView) -> Page:
    title = {
        sheet_acts.DONE: SOME_STOPPED if view.goes_on else DONE[view.act or Act.STOP],
        sheet_acts.ALREADY_DONE: "Dit antwoord hadden wij al",
        sheet_acts.PUT_ASIDE: "Het blad ligt opzij",
        sheet_acts.COMPLETED: "Dit blad is aangevuld met een later blad",
    }[str(view.sheet.outcome)]
    was_done = view.sheet.outcome == sheet_acts.DONE
    sentences = _sentences(view, REST_GOES_ON if view.goes_on else None, done=True) if was_done else ()
    shown = {"title": title, "sentences": sentences, "is_red": view.act in RED}
    return render_template("pages/counter/paper_done.html", view=view, **shown)


def _write(sheet_id: uuid.UUID, act: Callable[[Session, Actor], object]) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            act(session, paper_sheets.actor_of(_mine(session, sheet_id)))
    except (Conflict, Invalid, NotAllowed) as refusal:
        return refusal
    return None


def put_sheet_aside(sheet_id: uuid.UUID) -> Page:
    """Do nothing with the sheet, and keep it."""
    if _read(sheet_id).sheet.done_at is None:
        _write(sheet_id, lambda session, actor: put_aside(session, actor, now=now()))
    return _to("check", sheet_id=sheet_id)


def picture(sheet_id: uuid.UUID) -> Response:
    """The picture of the sheet."""
    with database().reading() as session:
        content, media = paper_sheets.open_page(session, current_actor(), sheet_id, vault())
    return Response(content, mimetype=media)
