"""The office and its people, in a browser."""

from tests.web.mandates.conftest import active, offered, print_letters
from tests.web.wizards.conftest import browser, jan, maria, world

__all__ = ["active", "browser", "jan", "maria", "offered", "print_letters", "world"]
