"""What a request needs of the portal, and who asks it."""

from dataclasses import dataclass

from flask import current_app, session

from examples.portal.errors import NotSignedIn, TokenOver
from examples.portal.heard import Heard
from examples.portal.mandaatloket import Mandaatloket
from examples.portal.settings import Settings
from examples.portal.tokens import Token
from examples.portal.visits import Visit, Visits

VISIT = "visit"  # in the cookie: the name of the visit, and nothing about anybody


@dataclass(frozen=True)
class Parts:
    """What `create_portal` put together."""

    settings: Settings
    mandaatloket: Mandaatloket
    visits: Visits
    heard: Heard


def parts() -> Parts:
    """Those of the application that answers."""
    found: Parts = current_app.extensions["portal"]
    return found


def find_visit() -> Visit | None:
    """Who is signed in in this browser, if anybody."""
    return parts().visits.find(session.get(VISIT))


def visit() -> Visit:
    """Who is signed in in this browser; raises NotSignedIn."""
    found = find_visit()
    if found is None:
        raise NotSignedIn
    return found


def user_token() -> Token:
    """The token with which to call for him; raises TokenOver when it is about to end, so that he gets a fresh one."""
    token = visit().token
    if not token.is_open():
        raise TokenOver
    return token
