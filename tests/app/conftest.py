"""The application as a whole, on a database of its own."""

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Settings, read_settings
from app.db import Database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a demo."""
    return read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})


@pytest.fixture
def app(settings: Settings, fresh_database: Database) -> Flask:
    """The application on each engine in turn."""
    return create_app(settings, database=fresh_database)
