"""What create_app put together, for views: database, settings, clock, policy, vault, press, providers."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, cast

from flask import current_app, g, has_request_context

from app.adapters.oidc import Provider
from app.adapters.press import Press
from app.config import Settings
from app.core.directory.rules import DirectoryRules
from app.core.policy import Policy
from app.core.vault import Vault
from app.db import Database, Reading


class _OfRequest:
    """The database as one request sees it: what reads while something else of it reads goes on in that transaction.

    On SQLite, two connections of one request can wait for each other: for ten seconds, and then somebody's act is lost.
    The second has to wait for who is about to write, and that one for the first.
    """

    def __init__(self, opened: Database) -> None:
        self._opened = opened
        self._readings: list[Reading] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a database has
        return getattr(self._opened, name)

    def reading(self) -> Reading:
        """A session that never writes."""
        if (around := self._around()) is not None:
            return around.within()
        self._readings.append(cast("Reading", self._opened.reading()))
        return self._readings[-1]

    def glance(self) -> AbstractContextManager[Any]:
        """A connection to look one thing up."""
        around = self._around()
        return self._opened.glance() if around is None else nullcontext(around.connection())

    def _around(self) -> Reading | None:
        return next((one for one in self._readings if one.is_open), None)


def database() -> Database:
    """The database that create_app opened; in a request, its own view of it."""
    opened: Database = current_app.extensions["database"]
    if not has_request_context():
        return opened
    if "database" not in g:
        g.database = _OfRequest(opened)
    return cast("Database", g.database)


def settings() -> Settings:
    """The settings with which this application was made."""
    given: Settings = current_app.extensions["settings"]
    return given


def moment() -> datetime:
    """The present moment, from the application's clock."""
    present: datetime = current_app.extensions["clock"]()
    return present


def policy() -> Policy:
    """The numbers that this deployment set."""
    given: Policy = current_app.extensions["policy"]
    return given


def directory_rules() -> DirectoryRules:
    """How this deployment reads its directory of staff; asked only where there is one."""
    given: DirectoryRules = current_app.extensions["directory_rules"]
    return given


def vault() -> Vault:
    """What opens sealed letters and knows codes by their hash."""
    opened: Vault = current_app.extensions["vault"]
    return opened


def press() -> Press:
    """The letter press: it prints in the worker; pages ask it for the words of a letter."""
    made: Press = current_app.extensions["press"]
    return made


def providers() -> dict[str, Provider]:
    """The providers at which people sign in, by kind."""
    made: dict[str, Provider] = current_app.extensions["providers"]
    return made
