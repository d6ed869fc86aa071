"""The card to go on with later: what is done, what is missing, until when; and the welcome of who comes back.

The card opens nothing by itself: who comes back signs in, or shows at a counter who he is.
"""

import uuid
from typing import Any

from flask import render_template

from app.web.databases import database
from app.web.printouts import on_paper, printed
from app.web.wizards.draft_pages import goes_on_at, sent
from app.web.wizards.pages import WizardPages
from app.web.wizards.scene import Scene
from app.web.wizards.view import Page, open_scene, slip_rows

NO_PAGE = ""


def show_card(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """The card on the screen."""
    return _show(pages, draft_id, "wizard/card.html", {})


def print_card(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """The card on paper."""
    return printed(_show(pages, draft_id, "wizard/card.html", on_paper()))


def welcome(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """What somebody was busy with, and where he goes on."""
    return _show(pages, draft_id, "wizard/welcome.html", {})


def _show(pages: WizardPages, draft_id: uuid.UUID, template: str, more: dict[str, Any]) -> Page:
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        other = sent(pages, scene)
        return other or render_template(template, pages=pages, scene=scene, **_facts(pages, scene), **more)


def _facts(pages: WizardPages, scene: Scene) -> dict[str, Any]:
    rows = slip_rows(pages, scene, NO_PAGE)
    going_on = goes_on_at(pages, scene)
    return {
        "party": scene.draft.party_name,
        "about": pages.about(scene),
        "finished": [row for row in rows if row["done"]],
        "missing": [row for row in rows if not row["done"]],
        "number": scene.walk.position(going_on).number,
        "changed": pages.changed(scene, going_on),
    }
