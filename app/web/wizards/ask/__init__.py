"""Asking for a mandate, at home and at the counter: the addresses."""

import uuid

from app.web.wizards.ask.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.ask.scene import AskScene
from app.web.wizards.ask.steps import ASK
from app.web.wizards.ask.wording import LABELS, about, told
from app.web.wizards.blueprint import for_somebody, make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.starting import begin_draft, search_other, show_start
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page

PAGES = WizardPages(
    wizard=ASK,
    prefix="/vragen",
    title="Een mandaat vragen",
    before="ask.start",
    scene_class=AskScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    changes=changes_of("holder", "giver"),
    slip_heading="Uw vraag tot nu toe",
    steps_of_fields=STEPS_OF_FIELDS,
)

pages = make_blueprint(PAGES)


@pages.get("")
@for_somebody
def start() -> Page:
    """What is needed to ask for a mandate, and what was saved earlier."""
    return show_start(PAGES)


@pages.post("")
@for_somebody
def begin() -> Page:
    """Start a draft and go to its first question."""
    return begin_draft(PAGES)


@pages.post("/<uuid:draft_id>/giver/search")
@for_somebody
def search(draft_id: uuid.UUID) -> Page:
    """What is found while somebody types; without script the whole page does the same."""
    return search_other(PAGES, draft_id, AskScene.other_step)
