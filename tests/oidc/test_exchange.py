"""A user signs in at another application with a certified provider; that application gets a token of ours for him."""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from flask import Flask

from app import clock, create_app
from app.config import read_settings
from app.core.clients.tokens import find_caller
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.db import Database
from tests.api.asking import Application
from tests.oidc.issuers import PEETERS, SECRET, Issuers, running_issuers, settings_for
from tests.web.small_world import make_world

BACK = "http://127.0.0.1:1/terug"
PORTAL = "ondernemersloket"
SCOPES = {"els": "openid profile vo wettelijkvertegenwoordiger", "karim": "openid profile"}


@pytest.fixture(scope="module")
def issuers() -> Iterator[Issuers]:
    with running_issuers() as issuers:
        yield issuers


@pytest.fixture
def app(issuers: Issuers, sqlite_database: Database, tmp_path: Path) -> Flask:
    """An application that relies on the provider, at the real time: the provider has no other."""
    make_world(sqlite_database).session.close()
    environment = settings_for(issuers.citizen, issuers.staff, tmp_path, "http://localhost")
    environment |= {"DEMO": "1", "DATA_DIR": str(tmp_path)}
    return create_app(read_settings(environment), database=sqlite_database, clock=clock.now)


def id_token_of(issuer: str, name: str) -> str:
    """Sign in at the provider as a browser does for the portal, and get the ID token as the portal does."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": PORTAL, "redirect_uri": BACK, "response_type": "code", "scope": SCOPES[name], "state": "s",
        "nonce": "n", "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    with requests.Session() as browser:
        answer = browser.get(f"{issuer}/auth", params=query, timeout=30)
        answer = browser.post(answer.url, data={"login": name}, allow_redirects=False, timeout=30)
        while not answer.headers["Location"].startswith(BACK):
            answer = browser.get(urljoin(issuer, answer.headers["Location"]), allow_redirects=False, timeout=30)
    (code,) = parse_qs(urlsplit(answer.headers["Location"]).query)["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier}
    given = requests.post(f"{issuer}/token", data=form, auth=(PORTAL, SECRET.replace(" ", "+")), timeout=30)
    return str(given.json()["id_token"])


def test_what_the_portal_got_is_exchanged_for_a_token_of_ours(app: Flask, issuers: Issuers) -> None:
    portal = Application(app, PORTAL).register(audiences=(PORTAL,))
    token = id_token_of(issuers.citizen, "els")
    answer = portal.ask(
        grant_type="urn:ietf:params:oauth:grant-type:token-exchange", subject_token=token,
        subject_token_type="urn:ietf:params:oauth:token-type:id_token",
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    with app.extensions["database"].reading() as session:
        caller = find_caller(session, answer.get_json()["access_token"], app.extensions["vault"], now=clock.now())
        assert caller is not None
        assert caller.person_id is not None
        assert caller.party_id is not None
        assert get_person(session, caller.person_id).name == "Els Wouters"
        assert get_party(session, caller.party_id).enterprise_number == PEETERS
    # What the provider of staff says of the same name counts for nothing here.
    other = portal.ask(
        grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token=id_token_of(issuers.staff, "karim"),
        subject_token_type="urn:ietf:params:oauth:token-type:id_token",
    )  # fmt: skip
    assert other.get_json() == {"error": "invalid_grant"}
