"""The yellow bar: whom the clerk is helping, on every page, as long as the visit lasts."""

from flask import Flask, g

from app.core.counter.home import Customer
from app.web.pages.counter.open_visit import read_customer
from app.web.pages.counter.words import CAPACITIES, SEEN
from app.web.users import signed_in_user


def install_assist(app: Flask) -> None:
    """Let the frame of every page ask who is at the counter."""
    app.jinja_env.globals.update(customer_at_the_counter=customer_at_the_counter, capacities=CAPACITIES, seen=SEEN)


def customer_at_the_counter() -> Customer | None:
    """The customer of the clerk's open visit, read once per page; None at home and between customers."""
    user = signed_in_user()
    if not user.is_authenticated or not user.is_clerk:
        return None
    if "customer_at_the_counter" not in g:
        g.customer_at_the_counter = read_customer()
    customer: Customer | None = g.customer_at_the_counter
    return customer
