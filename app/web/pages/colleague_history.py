"""The history of a colleague: what he was allowed from when to when, and who decided so. On a screen and on paper."""

import uuid
from typing import Any

from flask import Blueprint, render_template

from app.core.views.colleague_history import read_history
from app.translations.formats import moment_text
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.pages.colleagues import MOST_NAMED
from app.web.printouts import Page, on_paper, printed
from app.web.wizards.blueprint import for_somebody

pages = Blueprint("colleague_history", __name__, url_prefix="/medewerkers/<uuid:person_id>/geschiedenis")
ICONS = {
    "colleague_appointed": "person", "colleague_to_sign": "clock", "colleague_invited": "post",
    "colleague_signed": "check", "colleague_accepted": "check", "colleague_tied": "check", "colleague_refused": "cross",
    "colleague_withdrawn": "stop", "right_narrowed": "check", "right_dismissed": "stop", "colleague_left": "stop",
    "appointed": "person", "right_list_kept": "check",
}  # fmt: skip


@pages.get("")
@for_somebody
def show(person_id: uuid.UUID) -> Page:
    """The table of rights and the timeline."""
    return _show(person_id, {})


@pages.get("/afdruk.pdf")
@for_somebody
def print_page(person_id: uuid.UUID) -> Page:
    """The same on paper."""
    return printed(_show(person_id, on_paper()))


def _show(person_id: uuid.UUID, sheet: dict[str, Any]) -> str:
    with database().reading() as session:
        view = read_history(session, current_actor(), person_id, now=now())
    moments = [
        {"icon": ICONS[one.kind], "when": moment_text(one.at).capitalize(), "what": one.sentence, "how": one.how}
        for one in view.happenings
    ]
    return render_template("pages/colleagues/history.html", view=view, moments=moments, most=MOST_NAMED, **sheet)
