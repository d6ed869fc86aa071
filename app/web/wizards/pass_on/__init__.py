"""Passing on, at home and at the counter: the addresses."""

import uuid

from flask import request

from app.web.wizards.blueprint import for_somebody, make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.starting import begin_draft, search_other, show_start
from app.web.wizards.pages import WizardPages
from app.web.wizards.pass_on.changes import source_is_gone, until_is_gone
from app.web.wizards.pass_on.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.pass_on.forms.source import SOURCE_NOTE
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.pass_on.steps import PASS_ON
from app.web.wizards.pass_on.wording import LABELS, about, told
from app.web.wizards.view import Page

FROM = "van"
PAGES = WizardPages(
    wizard=PASS_ON,
    prefix="/doorgeven",
    title="Een mandaat doorgeven",
    before="pass_on.start",
    scene_class=PassOnScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    changes={**changes_of("giver", PassOnScene.other_step), "source": source_is_gone, "until": until_is_gone},
    slip_heading="Wat u doorgeeft",
    steps_of_fields=STEPS_OF_FIELDS,
)

pages = make_blueprint(PAGES)


@pages.get("")
@for_somebody
def start() -> Page:
    """What is needed to pass on, and what was saved earlier."""
    return show_start(PAGES)


@pages.post("")
@for_somebody
def begin() -> Page:
    """Start a draft and go to its first question; the address can name the mandate that somebody was looking at."""
    source = request.args.get(FROM)
    return begin_draft(PAGES, {SOURCE_NOTE: {"mandate": source}} if source else None)


@pages.post("/<uuid:draft_id>/holder/search")
@for_somebody
def search(draft_id: uuid.UUID) -> Page:
    """What is found while somebody types; without script the whole page does the same."""
    return search_other(PAGES, draft_id, PassOnScene.other_step)
