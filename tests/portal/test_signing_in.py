"""Who signs in at the provider comes in, with a token of Mandaatloket; nobody else does, whatever he brings along."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from examples.portal import create_portal
from examples.portal.parts import VISIT
from examples.portal.provider import EVENT
from examples.portal.settings import Settings
from tests.oidc.forger import CLIENT, Forger, running_forger, sign, sign_with_public_key, unsigned
from tests.oidc.issuers import SECRET as ISSUER_SECRET
from tests.portal.conftest import BAKERY, CAME_FROM, SECRET, FakeMandaatloket


@pytest.fixture(scope="module")
def issuer() -> Iterator[Forger]:
    with running_forger() as forger:
        yield forger


@pytest.fixture
def forger(issuer: Forger) -> Forger:
    """A provider that says that Maria signed in for the bakery."""
    now = int(time.time())
    issuer.down, issuer.token, issuer.token_answer = set(), issuer.honest_token, None
    issuer.claims = {
        "iss": issuer.url, "aud": CLIENT, "sub": "maria", "exp": now + 300, "iat": now, "sid": "session-1",
        "given_name": "Maria", "family_name": "Vermeulen", "vo_orgcode": BAKERY, "vo_orgnaam": "De Zoete Inval",
    }  # fmt: skip
    return issuer


@pytest.fixture
def portal(forger: Forger, mandaatloket: FakeMandaatloket, key: str) -> Flask:
    """The portal, at that provider."""
    settings = Settings("http://m", CAME_FROM, CLIENT, key, forger.url, ISSUER_SECRET, SECRET)
    return create_portal(settings, httpx.MockTransport(mandaatloket))


@pytest.fixture
def browser(portal: Flask) -> FlaskClient:
    """Nobody yet."""
    return portal.test_client()


def depart(browser: FlaskClient, wanted: str = "/mandaten") -> dict[str, str]:
    """What stands in the address of the provider to which the browser is sent."""
    answer = browser.get("/aanmelden", query_string={"naar": wanted})
    assert answer.status_code == 302
    return {name: one for name, (one,) in parse_qs(urlsplit(answer.location).query).items()}


def arrive(browser: FlaskClient, forger: Forger, wanted: str = "/mandaten", **other: str) -> Any:
    query = depart(browser, wanted)
    back = {"code": forger.authorize(query), "state": query["state"], "iss": forger.url}
    return browser.get("/aangemeld", query_string=back | other)


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/premies").status_code == 200


def test_who_signs_in_comes_to_what_he_wanted_with_a_token_for_him(
    browser: FlaskClient, forger: Forger, mandaatloket: FakeMandaatloket
) -> None:
    assert arrive(browser, forger).location == "/mandaten"
    (form,) = [body for path, body in mandaatloket.asked if path == "/oauth/token"]
    assert "token-exchange" in form
    assert "scope=mandates%3Aread+handoffs+catalogue%3Aread" in form
    shown = browser.get("/mandaten").text
    assert "U bent <b>Maria Vermeulen</b>, voor <b>De Zoete Inval</b>" in shown


@pytest.mark.parametrize("wanted", ["//elders.be", "https://elders.be", "/\\\\elders.be", "elders", "", "/a\nb"])
def test_nobody_is_led_elsewhere(browser: FlaskClient, forger: Forger, wanted: str) -> None:
    assert arrive(browser, forger, wanted).location == "/"


def test_tokens_stay_on_this_side(browser: FlaskClient, forger: Forger) -> None:
    arrive(browser, forger)
    with browser.session_transaction() as session:
        assert set(session) == {VISIT}


@pytest.mark.parametrize("other", [{"state": "of-somebody-else"}, {"code": "guessed"}, {"error": "access_denied"}])
def test_an_answer_to_another_question_lets_nobody_in(
    browser: FlaskClient, forger: Forger, other: dict[str, str]
) -> None:
    assert arrive(browser, forger, **other).status_code == 403
    assert not is_in(browser)


FORGED = {
    "unsigned": unsigned,
    "signed-with-the-public-key": lambda claims: sign_with_public_key(claims, "one"),
    "of-another-key": lambda claims: sign(claims, "other", named="one"),
    "for-another": lambda claims: sign(claims | {"aud": "another"}, "one"),
    "of-another-issuer": lambda claims: sign(claims | {"iss": "http://elders"}, "one"),
    "old": lambda claims: sign(claims | {"exp": 1}, "one"),
    "of-another-sign-in": lambda claims: sign(claims | {"nonce": "another"}, "one"),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_token_that_nobody_honest_made_lets_nobody_in(browser: FlaskClient, forger: Forger, forge: Any) -> None:
    forger.token = lambda nonce: forge(forger.claims | {"nonce": nonce})
    assert arrive(browser, forger).status_code == 403
    assert not is_in(browser)


def test_who_may_do_nothing_at_mandaatloket_reads_so_and_another_can_sign_in(
    browser: FlaskClient, forger: Forger, mandaatloket: FakeMandaatloket
) -> None:
    mandaatloket.says["/oauth/token"] = (400, {"error": "invalid_grant"})
    answer = arrive(browser, forger)
    assert answer.status_code == 403
    assert "U kunt hier nog niets doen" in answer.text
    assert "prompt=login" in browser.get("/aanmelden?anders=1").location


def test_who_signs_in_for_no_enterprise_reads_so(browser: FlaskClient, forger: Forger) -> None:
    del forger.claims["vo_orgcode"]
    assert "U kunt hier nog niets doen" in arrive(browser, forger).text


def test_a_provider_that_does_not_answer_is_said(browser: FlaskClient, forger: Forger) -> None:
    forger.down = {"openid-configuration"}
    answer = browser.get("/aanmelden")
    assert answer.status_code == 503
    assert "U kunt nu niet aanmelden" in answer.text


def test_mandaatloket_that_does_not_answer_is_said(
    browser: FlaskClient, forger: Forger, mandaatloket: FakeMandaatloket
) -> None:
    mandaatloket.down = True
    assert arrive(browser, forger).status_code == 503


def test_who_signs_out_here_goes_on_to_the_provider(browser: FlaskClient, portal: Flask, forger: Forger) -> None:
    portal.config["WTF_CSRF_ENABLED"] = False
    arrive(browser, forger)
    place = urlsplit(browser.post("/afmelden").location)
    assert f"{place.scheme}://{place.netloc}{place.path}" == f"{forger.url}/logout"
    assert parse_qs(place.query)["post_logout_redirect_uri"] == [f"{CAME_FROM}/"]
    assert not is_in(browser)


def logout_token(forger: Forger, kid: str = "one", **other: Any) -> str:
    now = int(time.time())
    claims = {"iss": forger.url, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "1", "sid": "session-1",
              "events": {EVENT: {}}}  # fmt: skip
    return sign({name: one for name, one in (claims | other).items() if one is not None}, kid, named="one")


def test_who_signed_out_at_the_provider_is_out_here_too(browser: FlaskClient, portal: Flask, forger: Forger) -> None:
    arrive(browser, forger)
    tell = lambda token: portal.test_client().post("/afgemeld", data={"logout_token": token}).status_code  # noqa: E731
    now = int(time.time())
    for forged in ({"kid": "other"}, {"aud": "another"}, {"iss": "http://elders"}, {"events": {}}, {"nonce": "n"},
                   {"sid": None}, {"exp": now - 300}, {"iat": now + 300}, {"events": None}):  # fmt: skip
        assert tell(logout_token(forger, **forged)) == 400, forged
    assert tell("no token") == 400
    assert tell(logout_token(forger, sid="session-2")) == 204
    assert is_in(browser)
    assert tell(logout_token(forger)) == 204
    assert not is_in(browser)
