"""Help from a human, at a counter."""

from flask import Blueprint, render_template

from app.web.guards import public

pages = Blueprint("help", __name__)


@pages.get("/hulp")
@public("everybody may come to a counter")
def show() -> str:
    """What to bring to a counter, and who may come."""
    return render_template("pages/help.html")
