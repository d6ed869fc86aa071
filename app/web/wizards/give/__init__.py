"""Giving a mandate, at home and at the counter: the addresses."""

import uuid

from flask import render_template, request

from app.clock import brussels_day
from app.core import drafts, standing
from app.web import htmx
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.wizards.blueprint import for_somebody, make_blueprint
from app.web.wizards.give.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.give.scene import PARTIES_NOTE, GiveScene
from app.web.wizards.give.steps import GIVE
from app.web.wizards.give.wording import LABELS, told
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page, elsewhere, go, open_scene, posted_form

PAGES = WizardPages(
    wizard=GIVE,
    prefix="/geven",
    title="Een mandaat geven",
    before="give.start",
    scene_class=GiveScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    steps_of_fields=STEPS_OF_FIELDS,
)

pages = make_blueprint(PAGES)


@pages.get("")
@for_somebody
def start() -> Page:
    """What is needed to give a mandate, and what was saved earlier."""
    with database().reading() as session:
        saved = drafts.list_drafts(session, current_actor(), now=now())
        mine = [one for one in saved if one.wizard == GIVE.name]
        return render_template("wizard/give/begin.html", pages=PAGES, drafts=mine)


@pages.post("")
@for_somebody
def begin() -> Page:
    """Start a draft and go to its first question."""
    actor, moment = current_actor(), now()
    with database().writing.begin() as session:
        draft = drafts.start_draft(session, actor, GIVE.name, now=moment)
        count = _count_parties(session, actor.visit_id, actor.person_id)
        drafts.save_answers(session, actor, draft.id, PARTIES_NOTE, {"count": count}, now=moment)
        scene = open_scene(PAGES, session, draft.id)
        return go(PAGES, draft.id, GIVE.first_open(scene.draft.answers, scene))


@pages.post("/<uuid:draft_id>/holder/search")
@for_somebody
def search(draft_id: uuid.UUID) -> Page:
    """What is found while somebody types; without script the whole page does the same."""
    with database().reading() as session:
        scene = open_scene(PAGES, session, draft_id)
        other = elsewhere(PAGES, scene, "holder")
        if other is not None or not htmx.is_partial(request):
            return other or go(PAGES, draft_id, "holder")
        question = GIVE.step("holder")
        form = posted_form(question, scene)  # type: ignore[arg-type]
        return htmx.Part(render_template("wizard/give/_found.html", form=form, partial=True))


@pages.get("/<uuid:draft_id>/no-number")
@for_somebody
def no_number(draft_id: uuid.UUID) -> Page:
    """What to do when the holder has no Belgian enterprise number."""
    with database().reading() as session:
        scene = open_scene(PAGES, session, draft_id)
        return elsewhere(PAGES, scene, "holder") or render_template(
            "wizard/give/no_number.html", pages=PAGES, scene=scene
        )


def _count_parties(session: object, visit_id: uuid.UUID | None, person_id: uuid.UUID | None) -> int:
    if visit_id is not None or person_id is None:
        return 1
    found = standing.list_parties(session, person_id, brussels_day(now()))
    return sum(one.manages for one in found)
