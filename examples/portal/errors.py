"""What can be the matter between the portal and Mandaatloket. Each has a page of its own (`error_pages`)."""

from examples.mandaatloket_client.models import Problem


class MandaatloketDown(Exception):
    """It does not answer, or not now."""


class TokenOver(Exception):
    """The token of the user opens nothing any more: it is older than ten minutes, or he signed out."""


class UserRefused(Exception):
    """Mandaatloket gives no token for this user: he may not come in there, or not for this enterprise."""


class Refused(Exception):
    """It says no, and why: `problem` is what it says."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.type_)
        self.problem = problem


class NotSignedIn(Exception):
    """Nobody signed in in this browser, or too long ago."""


class NotOpen(Exception):
    """Mandaatloket says that this user may not do this for that enterprise, today."""
