"""What may another party do for you, and what not: everything between two parties on one sheet."""

import uuid
from typing import Any

from flask import Blueprint, render_template

from app.core.views.partner import view_partner
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import for_party
from app.web.printouts import Page, on_paper, printed

pages = Blueprint("partners", __name__, url_prefix="/mandaten/met/<uuid:partner_id>")


@pages.get("")
@for_party
def show(partner_id: uuid.UUID) -> str:
    """All running mandates between this party and another, told as one."""
    return _show(partner_id, {})


@pages.get("/afdruk.pdf")
@for_party
def print_partner(partner_id: uuid.UUID) -> Page:
    """The same on paper."""
    return printed(_show(partner_id, on_paper()))


def _show(partner_id: uuid.UUID, sheet: dict[str, Any]) -> str:
    with database().reading() as session:
        view = view_partner(session, current_actor(), partner_id, now=now())
    return render_template("pages/mandates/partner.html", view=view, partner_id=partner_id, **sheet)
