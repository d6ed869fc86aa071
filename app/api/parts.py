"""What create_app put together, for the API: database, clock, policy, vault, and where we are."""

from datetime import datetime

from flask import current_app

from app.core.policy import Policy
from app.core.vault import Vault
from app.db import Database


def database() -> Database:
    """The database that create_app opened."""
    opened: Database = current_app.extensions["database"]
    return opened


def moment() -> datetime:
    """The present moment, from the application's clock."""
    present: datetime = current_app.extensions["clock"]()
    return present


def policy() -> Policy:
    """The numbers that this deployment set."""
    given: Policy = current_app.extensions["policy"]
    return given


def source() -> str:
    """Where this service is, as events name it."""
    named: str = current_app.extensions["messenger"].source
    return named


def vault() -> Vault:
    """What knows tokens by their hash."""
    opened: Vault = current_app.extensions["vault"]
    return opened
