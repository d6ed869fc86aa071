"""Help from a human, at a counter."""

from flask import Blueprint, render_template

from app.core.administration.offices import list_offices
from app.web.databases import database
from app.web.guards import public
from app.web.opening_hours import DAY_NAMES, hours_in_words

pages = Blueprint("help", __name__)


@pages.get("/hulp")
@public("everybody may come to a counter")
def show() -> str:
    """What to bring to a counter, who may come, and where and when."""
    with database().reading() as session:
        found = [one.plan for one in list_offices(session) if one.plan.street or one.plan.hours]
    return render_template("pages/help.html", offices=found, day_names=DAY_NAMES, in_words=hours_in_words)
