"""What the start and the search share, whether somebody gives or asks."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import render_template, request

from app.clock import brussels_day
from app.core.acts import drafts
from app.core.people import standing
from app.web import htmx
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.wizards.give.scene import PARTIES_NOTE
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page, elsewhere, go, open_scene, posted_form


def show_start(pages: WizardPages) -> Page:
    """What is needed, and what was saved earlier."""
    with database().reading() as session:
        saved = drafts.list_drafts(session, current_actor(), now=now())
        mine = [one for one in saved if one.wizard == pages.name]
        return render_template(f"wizard/{pages.name}/begin.html", pages=pages, drafts=mine)


def begin_draft(pages: WizardPages, notes: Mapping[str, Mapping[str, Any]] | None = None) -> Page:
    """Start a draft and go to its first question; `notes` are kept beside the answers."""
    actor, moment = pages.actor(), now()
    with database().writing.begin() as session:
        draft = drafts.start_draft(session, actor, pages.name, now=moment)
        count = _count_parties(session, actor.visit_id, actor.person_id)
        for name, note in ({PARTIES_NOTE: {"count": count}} | dict(notes or {})).items():
            drafts.save_answers(session, actor, draft.id, name, note, now=moment)
        scene = open_scene(pages, session, draft.id)
        return go(pages, draft.id, scene.walk.first_open)


def search_other(pages: WizardPages, draft_id: uuid.UUID, step: str) -> Page:
    """The part of the page with what was found, while somebody types; else the whole page."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        other = elsewhere(pages, scene, step)
        if other is not None or not htmx.is_partial(request):
            return other or go(pages, draft_id, step)
        question = pages.wizard.step(step)
        form = posted_form(question, scene)  # type: ignore[arg-type]
        return htmx.Part(render_template("wizard/give/_found.html", form=form, partial=True))


def _count_parties(session: object, visit_id: uuid.UUID | None, person_id: uuid.UUID | None) -> int:
    if visit_id is not None or person_id is None:
        return 1
    found = standing.list_parties(session, person_id, brussels_day(now()))
    return sum(one.manages for one in found)
