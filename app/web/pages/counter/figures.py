"""The figures over all parties, for staff."""

from flask import Blueprint, Response

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.views.figures import Figures, read_all_figures
from app.web.actors import now
from app.web.databases import database
from app.web.guards import clerk_only
from app.web.pages.figure_words import figures_csv, figures_page, read_period
from app.web.users import current_user

pages = Blueprint("counter_figures", __name__, url_prefix="/loket")


@pages.get("/cijfers")
@clerk_only
def show() -> str:
    """How mandates began, how they were accepted, and how long that took; without what is so rare that it names."""
    name, figures = _read()
    return figures_page("pages/counter/figures.html", name, figures, hides=True)


@pages.get("/cijfers.csv")
@clerk_only
def as_csv() -> Response:
    """The same as a file."""
    return figures_csv(_read()[1], hides=True)


def _read() -> tuple[str, Figures]:
    moment = now()
    name, since = read_period(brussels_day(moment))
    actor = Actor.at_the_counter(current_user.person_id)
    with database().reading() as session:
        return name, read_all_figures(session, actor, since=since, now=moment)
