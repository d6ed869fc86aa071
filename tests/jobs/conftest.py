"""The application and a village, on a database that other processes can open."""

from pathlib import Path

import pytest

from app.config import Settings, read_settings
from app.db import Database


@pytest.fixture
def environment(tmp_path: Path, fresh_database: Database) -> dict[str, str]:
    """What a worker process has to be told, on each engine in turn."""
    url = fresh_database.url.render_as_string(hide_password=False)
    environment = {"DEMO": "1", "DATA_DIR": str(tmp_path), "DATABASE_URL": url}
    read_settings(environment)  # makes the keys, as `flask serve` does before it starts a worker
    return environment


@pytest.fixture
def settings(environment: dict[str, str]) -> Settings:
    """The same, read."""
    return read_settings(environment)
