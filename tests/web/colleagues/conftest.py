"""The office and its people, in a browser."""

from tests.web.mandates.conftest import active, offered, print_letters
from tests.web.wizards.conftest import browser, counter, jan, maria

__all__ = ["active", "browser", "counter", "jan", "maria", "offered", "print_letters"]
