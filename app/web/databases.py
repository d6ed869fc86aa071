"""The database of this application, for views."""

from datetime import datetime

from flask import current_app

from app.config import Settings
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
