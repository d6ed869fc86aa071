"""What create_app put together, for views: database, settings, clock, policy, vault, press, providers."""

from datetime import datetime

from flask import current_app

from app.adapters.oidc import Provider
from app.adapters.press import Press
from app.config import Settings
from app.core.directory.rules import DirectoryRules
from app.core.policy import Policy
from app.core.vault import Vault
from app.db import Database


def database() -> Database:
    """The database that create_app opened."""
    opened: Database = current_app.extensions["database"]
    return opened


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
