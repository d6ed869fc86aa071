"""The first page: what can be done here."""

from flask import Blueprint, render_template

pages = Blueprint("start", __name__)


@pages.get("/")
def show() -> str:
    """For everybody."""
    return render_template("start.html")
