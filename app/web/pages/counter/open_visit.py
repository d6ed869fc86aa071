"""The visit in which the clerk is now, for every page that needs a customer."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.core.counter import home as counter_home
from app.core.counter import visits
from app.core.counter.home import Customer
from app.db import Session
from app.web.databases import database
from app.web.users import current_user

Page = str | Response | tuple[str, int]


def open_visit(session: Session) -> Any:  # noqa: ANN401 - a row of the core
    """The clerk's open visit; None between customers."""
    return visits.find_open_visit(session, current_user.person_id)


def read_customer() -> Customer | None:
    """The customer at the counter; None between customers."""
    with database().reading() as session:
        visit = open_visit(session)
        return counter_home.read_customer(session, visit) if visit else None


def customer_or_home(show: Callable[[Customer], Page]) -> Page:
    """The page about the customer; without one an empty page: Back may lead here while somebody else looks on."""
    customer = read_customer()
    return show(customer) if customer else redirect(url_for("counter_hand_over.ready"), HTTPStatus.SEE_OTHER)


def between_customers(show: Callable[[], Page]) -> Page:
    """The page when nobody stands at the counter; else the customer's: what is about others stays out of his sight."""
    if read_customer() is not None:
        return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
    return show()
