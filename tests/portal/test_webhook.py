"""What Mandaatloket tells is believed for its signature only, for five minutes, and once."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from standardwebhooks import Webhook

from examples.portal.parts import Parts
from tests.portal.conftest import MANDATE_ID, SECRET, FakeMandaatloket, page

DOSSIER = "260 9140 001 51".replace(" ", "\N{NO-BREAK SPACE}")
OTHER = "whsec_b3RoZXIgc2VjcmV0IG9mIHNvbWVib2R5IGVsc2Uu"


def event(sequence: int = 1, kind: str = "accepted") -> dict[str, Any]:
    """An event as Mandaatloket writes it."""
    return {
        "specversion": "1.0", "id": str(MANDATE_ID), "source": "http://m/api/v1", "sequence": f"{sequence:020}",
        "type": f"be.vlaanderen.mandaatloket.mandate.{kind}", "subject": str(MANDATE_ID),
        "time": "2026-11-29T19:05:00+00:00", "datacontenttype": "application/json",
        "data": {"mandateId": str(MANDATE_ID), "domains": ["subsidies"]},
    }  # fmt: skip


def signed(body: str, name: str = "msg-1", secret: str = SECRET, ago: timedelta = timedelta()) -> dict[str, str]:
    """The three headers."""
    at = datetime.now(UTC) - ago
    headers = {"webhook-id": name, "webhook-timestamp": str(int(at.timestamp()))}
    return headers | {"webhook-signature": Webhook(secret).sign(name, at, body)}


def tell(browser: FlaskClient, body: str, headers: dict[str, str]) -> int:
    return browser.post("/meldingen", data=body, headers=headers).status_code


def test_what_is_signed_is_heard_once_and_shown_in_the_order_of_events(maria: FlaskClient, parts: Parts) -> None:
    first, second = json.dumps(event(1)), json.dumps(event(2, "stopped"))
    assert tell(maria, second, signed(second, "msg-2")) == 204
    assert [tell(maria, first, signed(first)) for _ in range(2)] == [204, 204]
    assert len(parts.heard.newest()) == 2
    shown = maria.get("/meldingen").get_data(as_text=True)
    assert shown.index(f"{DOSSIER} is stopgezet") < shown.index(f"{DOSSIER} is aanvaard")
    assert "29 november 2026, 20.05 uur" in shown


def test_who_may_not_read_the_mandate_hears_nothing_of_it(
    maria: FlaskClient, mandaatloket: FakeMandaatloket
) -> None:
    body = json.dumps(event())
    assert tell(maria, body, signed(body)) == 204
    mandaatloket.says["/api/v1/mandates"] = (200, page())
    assert DOSSIER not in maria.get("/meldingen").get_data(as_text=True)


@pytest.mark.parametrize(
    "forge",
    [
        lambda body: signed(body, secret=OTHER),
        lambda body: signed(body + " "),
        lambda body: signed(body) | {"webhook-id": "msg-2"},
        lambda body: signed(body, ago=timedelta(minutes=6)),
        lambda body: signed(body, ago=timedelta(minutes=-6)),
        lambda body: signed(body) | {"webhook-signature": "none"},
        lambda body: signed(body) | {"webhook-signature": "v1,é"},
        lambda _body: {},
    ],
    ids=["another-key", "another-body", "another-name", "old", "of-tomorrow", "no-signature", "no-base64", "nothing"],
)
def test_what_is_forged_or_played_again_is_refused(
    portal: Flask, parts: Parts, forge: Callable[[str], dict[str, str]]
) -> None:
    body = json.dumps(event())
    assert tell(portal.test_client(), body, forge(body)) == 401
    assert parts.heard.newest() == []


@pytest.mark.parametrize("body", ["[]", "{}", "no json", json.dumps(event() | {"subject": "x"})])
def test_what_is_signed_but_not_of_the_contract_is_refused(portal: Flask, parts: Parts, body: str) -> None:
    assert tell(portal.test_client(), body, signed(body)) == 400
    assert parts.heard.newest() == []


def test_what_is_far_too_long_is_not_read(portal: Flask) -> None:
    body = " " * 70_000
    assert tell(portal.test_client(), body, signed(body)) == 413
