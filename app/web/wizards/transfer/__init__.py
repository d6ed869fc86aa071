"""Changing holders, at home and at the counter: the addresses."""

import uuid

from flask import request

from app.web.wizards.blueprint import for_somebody, make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.starting import begin_draft, search_other, show_start
from app.web.wizards.pages import WizardPages
from app.web.wizards.transfer.changes import old_is_gone
from app.web.wizards.transfer.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.transfer.forms.old import LEAVES_NOTE
from app.web.wizards.transfer.scene import TransferScene
from app.web.wizards.transfer.steps import TRANSFER
from app.web.wizards.transfer.wording import LABELS, about, told
from app.web.wizards.view import Page

FROM = "van"
PAGES = WizardPages(
    wizard=TRANSFER,
    prefix="/veranderen",
    title="Van boekhouder veranderen",
    before="transfer.start",
    scene_class=TransferScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    changes={**changes_of("giver", TransferScene.other_step), "old": old_is_gone},
    slip_heading="Uw verandering tot nu toe",
    steps_of_fields=STEPS_OF_FIELDS,
)

pages = make_blueprint(PAGES)


@pages.get("")
@for_somebody
def start() -> Page:
    """What is needed to change holders, and what was saved earlier."""
    return show_start(PAGES)


@pages.post("")
@for_somebody
def begin() -> Page:
    """Start a draft and go to its first question; the address can name the holder whom somebody was looking at."""
    leaves = request.args.get(FROM)
    return begin_draft(PAGES, {LEAVES_NOTE: {"party": leaves}} if leaves else None)


@pages.post("/<uuid:draft_id>/holder/search")
@for_somebody
def search(draft_id: uuid.UUID) -> Page:
    """What is found while somebody types; without script the whole page does the same."""
    return search_other(PAGES, draft_id, TransferScene.other_step)
