"""The example portal, in front of a Mandaatloket that says what a test tells it to."""

import base64
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient

from setup import client as typed_client

typed_client.main()  # before the portal is read: it is written with the client of the contract

from examples.portal import create_portal  # noqa: E402
from examples.portal.parts import VISIT, Parts  # noqa: E402
from examples.portal.settings import Settings  # noqa: E402
from examples.portal.tokens import Token  # noqa: E402
from examples.portal.visits import User, Visit  # noqa: E402

SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
BAKERY, MAASLAND = "0199000151", "0199000745"
MARIA = User("Maria Vermeulen", "http://issuer maria", BAKERY, "Bakkerij De Zoete Inval")
MANDATE_ID = uuid.UUID("019a0000-0000-7000-8000-000000000001")
CAME_FROM = "http://127.0.0.1:8001"
NO_MORE = {"next_token": "", "count": 1, "total": 1}

KIND = {
    "key": "hinder.manage", "href": "/x", "name": "Hinderpremie aanvragen", "risk": "low", "accessLevel": "manage",
    "short": "een hinderpremie aanvragen", "signatures": "1", "may": [], "mayNot": [],
    "domain": {"key": "subsidies", "name": "Subsidies"}, "entity": {"key": "ondernemen", "name": "Ondernemen"},
    "services": ["hinderpremie"], "money": True,
    "starters": ["giver"], "givers": ["enterprise"], "codeAllowed": True, "phoneAllowed": True, "passingOn": False,
}  # fmt: skip


def mandate(status: str = "offered", giver: str = BAKERY) -> dict[str, Any]:
    """A mandate as Mandaatloket writes it."""
    party = {"kind": "enterprise", "name": "Fiduciaire Maasland", "enterpriseNumber": MAASLAND}
    line = {"type": "hinder.manage", "name": "Hinderpremie aanvragen", "domain": "subsidies", "accessLevel": "manage",
            "firstDay": "2026-11-29", "holdsToday": status == "active"}  # fmt: skip
    return {
        "id": str(MANDATE_ID), "href": f"/api/v1/mandates/{MANDATE_ID}", "dossierNumber": "260914000151",
        "status": status, "startedBy": "giver", "startedOn": "2026-11-29", "complete": True, "waitsForSignature": False,
        "giver": party | {"name": "Bakkerij De Zoete Inval", "enterpriseNumber": giver}, "holder": party,
        "lines": [line],
    }  # fmt: skip


def page(*items: Mapping[str, Any]) -> dict[str, Any]:
    """A page of a list."""
    links = {"self": "/x", "first": "/x", "last": "/x"}
    return {"items": list(items), "total": len(items), "page": 1, "pageSize": 100} | links


def problem(status: int, *details: str) -> dict[str, Any]:
    """A refusal."""
    issues = [{"type": "urn:x", "title": "x", "in": "body", "detail": one} for one in details]
    return {"type": "urn:problem-type:x", "title": "Dat past niet", "status": status, "issues": issues}


class FakeMandaatloket:
    """Answers by path what a test said, and remembers what it was asked. `down` is when nothing answers."""

    def __init__(self) -> None:
        self.down = False
        self.asked: list[tuple[str, Any]] = []
        enterprise = {"enterpriseNumber": BAKERY, "href": "/x", "name": "Bakkerij De Zoete Inval", "otherNames": [],
                      "situation": "normal", "stopped": False}  # fmt: skip
        self.says: dict[str, tuple[int, Any]] = {
            "/oauth/token": (200, {"access_token": "own", "expires_in": 600}),
            "/oauth/revoke": (200, {}),
            "/api/v1/mandates": (200, page(mandate())),
            f"/api/v1/mandates/{MANDATE_ID}": (200, mandate()),
            f"/api/v1/enterprises/{BAKERY}": (200, enterprise),
            "/access/v1/evaluation": (200, {"decision": True}),
            "/access/v1/search/resource": (
                200, {"page": NO_MORE, "results": [{"type": "hinderpremie", "id": BAKERY}]},
            ),
            "/api/v1/handoffs": (201, {"address": "http://m/overgang/x", "expiresAt": "2026-11-29T12:00:00+01:00"}),
            "/api/v1/mandate-types": (200, page(KIND)),
        }  # fmt: skip

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("nobody there")
        body = request.content.decode()
        kind = request.headers.get("content-type", "")
        self.asked.append((request.url.path, json.loads(body) if body and "json" in kind else body))
        status, said = self.says.get(request.url.path, (404, problem(404)))
        return httpx.Response(status, json=said)

    def count(self, path: str) -> int:
        """How often this was asked."""
        return sum(one == path for one, _ in self.asked)


@pytest.fixture
def mandaatloket() -> FakeMandaatloket:
    """What the portal calls."""
    return FakeMandaatloket()


@pytest.fixture(scope="session")
def key() -> str:
    """The key of the portal."""
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(serialization.Encoding.PEM, *form).decode()


@pytest.fixture
def portal(mandaatloket: FakeMandaatloket, key: str) -> Flask:
    """The portal."""
    settings = Settings("http://m", CAME_FROM, "portaal", key, "http://issuer", "secret", SECRET)
    return create_portal(settings, httpx.MockTransport(mandaatloket))


@pytest.fixture
def parts(portal: Flask) -> Parts:
    """What it is put together of."""
    found: Parts = portal.extensions["portal"]
    return found


@pytest.fixture
def visit(parts: Parts) -> Visit:
    """Maria, who signed in a moment ago."""
    return Visit(MARIA, "eyJ", Token("of maria", time.monotonic() + 600))


@pytest.fixture
def maria(portal: Flask, parts: Parts, visit: Visit) -> FlaskClient:
    """Her browser; forms are sent without their sign here, which has a test of its own."""
    portal.config["WTF_CSRF_ENABLED"] = False
    browser = portal.test_client()
    with browser.session_transaction() as session:
        session[VISIT] = parts.visits.begin(visit)
    return browser
