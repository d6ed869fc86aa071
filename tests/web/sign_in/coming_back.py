"""Going to the issuer and coming back, as a browser does."""

import io
import json
from urllib.parse import parse_qs, urlsplit

from werkzeug.test import TestResponse

from tests.oidc.forger import Forger
from tests.web.client import LintingClient
from tests.web.small_world import START

NOW = int(START.timestamp())
PUBLIC = "http://localhost"
CITIZEN, STAFF = "/aanmelden/bij/citizen", "/aanmelden/bij/staff"


def leave(client: LintingClient, path: str = CITIZEN) -> dict[str, str]:
    """What stands in the address to which we send the browser."""
    answer = client.get(path)
    assert answer.status_code == 303
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}


def come_back(client: LintingClient, forger: Forger, query: dict[str, str], **changes: str) -> TestResponse:
    """Come back as a browser does after signing in there."""
    values = {"code": forger.authorize(query), "state": query["state"], "iss": forger.url} | changes
    return client.get(urlsplit(query["redirect_uri"]).path, query_string=values)


def sign_in(client: LintingClient, forger: Forger, path: str = CITIZEN) -> TestResponse:
    return come_back(client, forger, leave(client, path))


def reasons(written: io.StringIO) -> list[str]:
    """The codes of the refusals in the log."""
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    told = ("sign-in refused", "sign-out refused", "provider down")
    return [line["kind"] for line in lines if line["message"] in told]


def is_signed_in(client: LintingClient) -> bool:
    return client.get("/namens-wie").status_code == 200
