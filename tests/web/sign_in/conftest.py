"""An application that relies on an issuer of our own, as citizens and as staff."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.adapters.press import Press
from app.config import read_settings
from app.db import Database
from tests.oidc.forger import CLIENT, Forger, running_forger
from tests.oidc.issuers import GROUP_OF_CLERKS, settings_for
from tests.web.client import install_client
from tests.web.conftest import StillClock
from tests.web.sign_in.coming_back import NOW, PUBLIC


@pytest.fixture
def forger() -> Iterator[Forger]:
    """An issuer that says what a test tells it to."""
    with running_forger() as forger:
        forger.claims = {
            "iss": forger.url, "aud": CLIENT, "sub": "person-1", "exp": NOW + 300, "iat": NOW, "auth_time": NOW,
            "given_name": "Godelieve", "family_name": "D'Hondt", "vo_doelgroepcode": "BUR",
            "groups": ["everybody", GROUP_OF_CLERKS], "employeeid": "4711",
        }  # fmt: skip
        yield forger


@pytest.fixture
def of_staff() -> bool:
    """Whether the issuer is that of staff; else it is that of citizens."""
    return False


@pytest.fixture
def more_settings() -> dict[str, str]:
    """What else stands in the environment."""
    return {}


@pytest.fixture
def app(
    forger: Forger, of_staff: bool, more_settings: dict[str, str], tmp_path: Path, sqlite_database: Database,
    still_clock: StillClock, press: Press,
) -> Flask:
    """An application that relies on the issuer; the other kind has an address where another issuer answers."""
    issuers = (f"{forger.url}/other", forger.url) if of_staff else (forger.url, f"{forger.url}/other")
    environment = settings_for(*issuers, tmp_path, PUBLIC) | {"DEMO": "1", "DATA_DIR": str(tmp_path)}
    environment |= {"OIDC_CITIZEN_CLIENT_ID": CLIENT, "OIDC_STAFF_CLIENT_ID": CLIENT} | more_settings
    app = create_app(read_settings(environment), database=sqlite_database, clock=still_clock, press=press)
    app.testing = True
    install_client(app)
    return app
