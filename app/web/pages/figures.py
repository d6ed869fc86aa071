"""The figures of a party, for who manages its mandates."""

from flask import Blueprint, Response

from app.clock import brussels_day
from app.core.views.figures import Figures, read_party_figures
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import for_party
from app.web.pages.figure_words import figures_csv, figures_page, read_period

pages = Blueprint("figures", __name__, url_prefix="/mandaten")


@pages.get("/cijfers")
@for_party
def show() -> str:
    """How mandates of this party began, how they were accepted, and how long that took."""
    name, figures = _read()
    return figures_page("pages/mandates/figures.html", name, figures, hides=False)


@pages.get("/cijfers.csv")
@for_party
def as_csv() -> Response:
    """The same as a file."""
    return figures_csv(_read()[1], hides=False)


def _read() -> tuple[str, Figures]:
    moment = now()
    name, since = read_period(brussels_day(moment))
    with database().reading() as session:
        return name, read_party_figures(session, current_actor(), since=since, now=moment)
