"""The figures of a party, for who manages its mandates."""

from flask import Blueprint, Response, render_template

from app.clock import brussels_day
from app.core.figures import Figures, read_party_figures
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import for_party
from app.web.pages.figure_words import HEAD, PERIODS, figures_csv, read_period, tell

pages = Blueprint("figures", __name__, url_prefix="/mandaten")


@pages.get("/cijfers")
@for_party
def show() -> str:
    """How mandates of this party began, how they were accepted, and how long that took."""
    name, figures = _read()
    return render_template(
        "pages/mandates/figures.html",
        figures=figures, told=tell(figures, hides=False), head=HEAD, periods=PERIODS, period=name,
    )  # fmt: skip


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
