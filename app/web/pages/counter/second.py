"""A second representative signs in the same visit: he says who he is and shows it, beside the customer who stays."""

from http import HTTPStatus

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.core.counter import visits
from app.core.errors import Conflict
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import customer_or_home

pages = Blueprint("counter_second", __name__, url_prefix="/loket/klant/tweede")


@pages.post("")
@clerk_only
def begin() -> str | Response | tuple[str, int]:
    """Begin with the second person; what there is to sign stands among what waits for the party."""
    return customer_or_home(lambda _customer: _begin())


def _begin() -> Response:
    try:
        with database().writing.begin() as session:
            visits.start_second_visit(session, current_actor(), now=now())
    except Conflict:
        # Pressed twice: the second person is here already.
        return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("counter_customer.show"), HTTPStatus.SEE_OTHER)
