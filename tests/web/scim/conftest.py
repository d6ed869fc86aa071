"""An application with a directory of staff, and the directory itself."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.adapters.press import Press
from app.config import read_settings
from app.core.directory.tokens import make_token
from app.db import Database
from tests.oidc.issuers import GROUP_OF_CLERKS, settings_for
from tests.web.client import LintingClient, install_client
from tests.web.conftest import StillClock

ISSUERS = ("https://acm.example/op", "https://entra.example/tenant/v2.0")
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
SUBJECT = "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"


class Directory:
    """Whoever provisions: it shows its token and sends what it is told to."""

    def __init__(self, client: LintingClient, token: str) -> None:
        self.client, self.token = client, token

    def send(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """One request, as it comes."""
        raw = body if isinstance(body, bytes) else None
        return self.client.open(
            f"/scim/v2{path}", method=method, json=body if body is not None and raw is None else None, data=raw,
            headers={"Authorization": f"Bearer {self.token}"} | headers,
        )  # fmt: skip

    def made(self, path: str, body: dict[str, Any]) -> str:
        """Make something; its id."""
        answer = self.send("POST", path, body)
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def make_user(self, **changes: Any) -> str:
        """A clerk to be, who is in no group yet."""
        return self.made("/Users", user(**changes))

    def make_group(self, *members: str, external_id: str = GROUP_OF_CLERKS) -> str:
        """The group that gives a desk."""
        body = {"schemas": [GROUP], "externalId": external_id, "displayName": "Loket Gent"}
        return self.made("/Groups", body | {"members": [{"value": one} for one in members]})

    def patch(self, path: str, *operations: dict[str, Any], status: int = 204) -> TestResponse:
        """Change something."""
        answer = self.send("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})
        assert answer.status_code == status, answer.text
        return answer

    def see(self, path: str, status: int = 200) -> dict[str, Any]:
        """What stands there."""
        answer = self.send("GET", path)
        assert answer.status_code == status, answer.text
        assert answer.mimetype == "application/scim+json"
        found: dict[str, Any] = answer.get_json()
        return found


def user(**changes: Any) -> dict[str, Any]:
    """What a directory sends of a clerk."""
    return {
        "schemas": [USER, ENTERPRISE], "externalId": SUBJECT, "userName": "godelieve@loket.example", "active": True,
        "name": {"givenName": "Godelieve", "familyName": "D'Hondt"}, ENTERPRISE: {"employeeNumber": "4711"},
    } | changes  # fmt: skip


def opened(app: Flask, database: Database) -> Directory:
    """A directory with a token of its own."""
    with database.writing.begin() as session:
        token = make_token(session, "entra", app.extensions["vault"], now=app.extensions["clock"](), days=30)
    return Directory(app.test_client(), token)  # type: ignore[arg-type]


@pytest.fixture
def app(tmp_path: Path, sqlite_database: Database, still_clock: StillClock, press: Press) -> Flask:
    """An application to which the directory speaks."""
    environment = settings_for(*ISSUERS, tmp_path, "http://localhost") | {"DEMO": "1", "DATA_DIR": str(tmp_path)}
    settings = read_settings(environment | {"SCIM": "1"})
    app = create_app(settings, database=sqlite_database, clock=still_clock, press=press)
    app.testing = True
    install_client(app)
    return app


@pytest.fixture
def directory(app: Flask, sqlite_database: Database) -> Directory:
    """The directory of staff."""
    return opened(app, sqlite_database)
