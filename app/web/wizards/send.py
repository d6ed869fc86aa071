"""The check page, sending, and the page that says it is done."""

import uuid
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from app.core.counter.second_looks import ask_look
from app.core.errors import Conflict, Invalid, NotAllowed
from app.translations import say
from app.web.databases import database, policy
from app.web.fields import TickField
from app.web.form import Form
from app.web.printouts import on_paper, printed
from app.web.typed import forget_typed, keep_refused, take_typed
from app.web.wizards.pages import CheckPage, Problem, WizardPages
from app.web.wizards.scene import Scene
from app.web.wizards.view import SAVED, Page, elsewhere, frame, go, open_scene, wants_to_stop_for_today
from app.wizard import CHECK


class CheckForm(Form):
    """The tick under what is about to be sent, and the mark of what was shown."""

    fingerprint = HiddenField()
    read = TickField("Ik heb dit gelezen en het klopt.", missing=None)


def show_check(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """What is about to be sent, in sentences and in rows."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        other = elsewhere(pages, scene, CHECK)
        if other is not None:
            return other
        typed = take_typed()
        if typed is None:
            return _render(pages, scene, pages.check(scene), CheckForm(None), ())
        form, page = CheckForm(typed.form), pages.check(scene)
        problems = tuple(Problem(**one) for one in typed.problems)
        form.read.errors = tuple(one.sentence for one in problems if one.anchor == form.read.id)
        return _render_refused(pages, scene, page, form, problems)


def send(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """Do what the wizard was for, once: whoever sends again, from whatever tab, gets to the same done page."""
    if wants_to_stop_for_today():
        return go(pages, draft_id, SAVED)
    form = CheckForm(request.form)
    try:
        other, problems = _submit(pages, draft_id, form)
    except (Invalid, Conflict, NotAllowed) as refusal:
        step = pages.steps_of_fields.get(getattr(refusal, "field", ""))
        other, problems = None, (Problem(refusal.sentence, step),)
    if other is not None:
        forget_typed()
        return other
    return _refuse(pages, draft_id, form, problems)


def show_done(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """What was done, and what happens next, with dates."""
    return _done(pages, draft_id, {})


def print_done(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """The same on paper."""
    return printed(_done(pages, draft_id, on_paper()))


def _done(pages: WizardPages, draft_id: uuid.UUID, sheet: dict[str, Any]) -> Page:
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        if not scene.sent:
            return go(pages, draft_id, scene.walk.first_open)
        shown = {**pages.done(scene), **sheet}
        return render_template(f"wizard/{pages.name}/done.html", pages=pages, scene=scene, **shown)


def _submit(pages: WizardPages, draft_id: uuid.UUID, form: CheckForm) -> tuple[Response | None, tuple[Problem, ...]]:
    # Looking again at what would be sent and sending it are one transaction: nothing can change between the two.
    with database().writing.begin() as session:
        scene = open_scene(pages, session, draft_id, lock=True)
        other = elsewhere(pages, scene, CHECK)
        if other is not None:
            return other, ()
        page = pages.check(scene)
        problems = _problems(page, form)
        if not problems and page.look is not None and page.waits:
            ask_look(session, scene.actor, page.look.sight, policy=policy(), now=scene.now)
            return go(pages, draft_id, CHECK), ()
        if not problems:
            pages.wizard.submit(scene)
            return redirect(url_for(f"{pages.name}.done", draft_id=draft_id), HTTPStatus.SEE_OTHER), ()
        return None, problems


def _problems(page: CheckPage, form: CheckForm) -> tuple[Problem, ...]:
    if page.problems:
        return page.problems
    if form.fingerprint.data != page.fingerprint:
        return (Problem(say("wizard.changed_meanwhile")),)
    if page.tick and not page.waits and not form.read.data:
        form.read.errors = (say("wizard.read_not_ticked"),)
        return (Problem(form.read.errors[0], anchor=form.read.id),)
    return ()


def _refuse(pages: WizardPages, draft_id: uuid.UUID, form: CheckForm, problems: tuple[Problem, ...]) -> Page:
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        other = elsewhere(pages, scene, CHECK)
        if other is not None:
            return other
        page = pages.check(scene)
        if keep_refused([asdict(one) for one in problems]):
            return go(pages, draft_id, CHECK)
        return _render_refused(pages, scene, page, form, problems)


def _render_refused(
    pages: WizardPages, scene: Scene, page: CheckPage, form: CheckForm, problems: tuple[Problem, ...]
) -> Page:
    # Whoever ticked that he read it, read something else.
    if form.fingerprint.data != page.fingerprint:
        form.read.data = False
    return _render(pages, scene, page, form, problems), HTTPStatus.UNPROCESSABLE_ENTITY


def _render(pages: WizardPages, scene: Scene, page: CheckPage, form: CheckForm, problems: tuple[Problem, ...]) -> str:
    problems = problems or page.problems
    form.fingerprint.data = page.fingerprint
    form.form_errors = [problem.sentence for problem in problems]
    return render_template(
        f"wizard/{pages.name}/{page.template}.html",
        form=form,
        scene=scene,
        page=page,
        problems=[_link(pages, scene, problem) for problem in problems],
        summary_rows=_rows(pages, scene, page),
        **page.shown,
        **frame(pages, scene, CHECK),
    )


def _link(pages: WizardPages, scene: Scene, problem: Problem) -> dict[str, str]:
    if problem.step:
        address = url_for(f"{pages.name}.step", draft_id=scene.draft.id, step=problem.step)
    else:
        address = f"#{problem.anchor}"
    return {"sentence": problem.sentence, "href": address}


def _rows(pages: WizardPages, scene: Scene, page: CheckPage) -> list[dict[str, str]]:
    rows = []
    for row in page.rows:
        address = url_for(f"{pages.name}.step", draft_id=scene.draft.id, step=row.step) if row.step else ""
        rows.append({"key": row.label, "value": row.value, "change": address, "hidden": row.hidden})
    return rows
