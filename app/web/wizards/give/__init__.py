"""Giving a mandate, at home and at the counter: the addresses."""

import uuid

from flask import render_template

from app.web.databases import database
from app.web.wizards.blueprint import for_somebody, make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.starting import begin_draft, search_other, show_start
from app.web.wizards.give.steps import GIVE
from app.web.wizards.give.wording import LABELS, about, told
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page, elsewhere, open_scene

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
    about=about,
    changes=changes_of("giver", "holder"),
    steps_of_fields=STEPS_OF_FIELDS,
)

pages = make_blueprint(PAGES)


@pages.get("")
@for_somebody
def start() -> Page:
    """What is needed to give a mandate, and what was saved earlier."""
    return show_start(PAGES)


@pages.post("")
@for_somebody
def begin() -> Page:
    """Start a draft and go to its first question."""
    return begin_draft(PAGES)


@pages.post("/<uuid:draft_id>/holder/search")
@for_somebody
def search(draft_id: uuid.UUID) -> Page:
    """What is found while somebody types; without script the whole page does the same."""
    return search_other(PAGES, draft_id, GiveScene.other_step)


@pages.get("/<uuid:draft_id>/no-number")
@for_somebody
def no_number(draft_id: uuid.UUID) -> Page:
    """What to do when the holder has no Belgian enterprise number."""
    with database().reading() as session:
        scene = open_scene(PAGES, session, draft_id)
        return elsewhere(PAGES, scene, "holder") or render_template(
            "wizard/give/no_number.html", pages=PAGES, scene=scene
        )
