"""The start and the search for the other enterprise: the same whether somebody gives, asks, changes or passes on."""

import uuid
from typing import Any

from flask import render_template, request

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts import drafts
from app.core.people import standing
from app.web import htmx
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.wizards.blueprint import DRAFT, Route
from app.web.wizards.give.scene import PARTIES_NOTE
from app.web.wizards.kept import told_of
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page, elsewhere, go, open_scene, posted_form

FROM = "van"  # in the address: what somebody was looking at when he began
LONGEST = 36  # an identifier


def starting(pages: WizardPages) -> tuple[Route, ...]:
    """The addresses of the start, and of what is found while somebody types."""
    other = pages.scene_class.other_step
    return (
        ("GET", "", "start", show_start),
        ("POST", "", "begin", begin_draft),
        ("POST", f"{DRAFT}/{other}/search", "search", search_other),
    )


def show_start(pages: WizardPages) -> Page:
    """What is needed, and what was saved earlier."""
    with database().reading() as session:
        saved = drafts.list_drafts(session, current_actor(), now=now())
        mine = [(one, told_of(session, pages, one.id)) for one in saved if one.wizard == pages.name]
        return render_template(f"wizard/{pages.name}/begin.html", pages=pages, drafts=mine)


def begin_draft(pages: WizardPages) -> Page:
    """Start a draft and go to its first question; the address can name what somebody was looking at."""
    actor, moment = pages.actor(), now()
    with database().writing.begin() as session:
        draft = drafts.start_draft(session, actor, pages.name, now=moment, days=policy().retention.draft_days)
        for name, note in _notes(pages, session, actor).items():
            drafts.save_answers(session, actor, draft.id, name, note, now=moment)
        scene = open_scene(pages, session, draft.id)
        return go(pages, draft.id, scene.walk.first_open)


def search_other(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """The part of the page with what was found, while somebody types; else the whole page."""
    step = pages.scene_class.other_step
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        other = elsewhere(pages, scene, step)
        if other is not None or not htmx.is_partial(request):
            return other or go(pages, draft_id, step)
        question = pages.wizard.step(step)
        form = posted_form(question, scene)  # type: ignore[arg-type]
        return htmx.Part(render_template("wizard/give/_found.html", form=form, partial=True))


def show_no_number(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """What to do when the holder has no Belgian enterprise number."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        return elsewhere(pages, scene, "holder") or render_template(
            "wizard/give/no_number.html", pages=pages, scene=scene
        )


NO_NUMBER: Route = ("GET", f"{DRAFT}/no-number", "no_number", show_no_number)


def _notes(pages: WizardPages, session: object, actor: Actor) -> dict[str, dict[str, Any]]:
    """What is kept beside the answers from the start."""
    count = _count_parties(session, actor.visit_id, actor.person_id)
    notes: dict[str, dict[str, Any]] = {PARTIES_NOTE: {"count": count}}
    seen = request.args.get(FROM, "")[:LONGEST]
    if pages.looking_at is not None and seen:
        note, key = pages.looking_at
        notes[note] = {key: seen}
    return notes


def _count_parties(session: object, visit_id: uuid.UUID | None, person_id: uuid.UUID | None) -> int:
    if visit_id is not None or person_id is None:
        return 1
    found = standing.list_parties(session, person_id, brussels_day(now()))
    return sum(one.manages for one in found)
