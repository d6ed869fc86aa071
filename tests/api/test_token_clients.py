"""Asking a token: with an assertion that is signed, for us, new and short-lived, and with nothing else."""

import base64
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from joserfc import jws, jwt
from joserfc.jwk import OctKey, RSAKey

from app import create_app
from app.config import read_settings
from app.core.actor import Actor
from app.core.clients import keeping_keys, registering
from app.core.clients.scopes import SCOPES
from app.core.clients.tokens import find_caller
from tests.api.asking import HERE, TOKEN, Application, new_key
from tests.app.test_settings import ANSWERS
from tests.web.conftest import StillClock

MINUTE = 60


@pytest.fixture
def loket(app: Flask) -> Application:
    return Application(app).register()


@pytest.fixture
def why(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """Why somebody was refused, as the log says it."""
    caplog.set_level(logging.WARNING)
    return lambda: [one.kind for one in caplog.records if one.getMessage() == "application refused"]


def caller_of(app: Flask, token: str) -> Any:
    with app.extensions["database"].reading() as session:
        return find_caller(session, token, app.extensions["vault"], now=app.extensions["clock"]())


def test_an_application_gets_a_token_for_ten_minutes(app: Flask, loket: Application, still_clock: StillClock) -> None:
    answer = loket.ask()
    body = answer.get_json()
    assert (answer.status_code, body["token_type"], body["expires_in"]) == (200, "Bearer", 600)
    assert set(body["scope"].split()) == {*SCOPES, "domain:subsidies", "domain:werk"}
    assert (answer.headers["Cache-Control"], answer.headers.get("Set-Cookie")) == ("no-store", None)
    caller = caller_of(app, body["access_token"])
    assert (caller.scopes, caller.domains, caller.person_id) == (frozenset(SCOPES), {"subsidies", "werk"}, None)
    still_clock.wait(timedelta(minutes=10))
    assert caller_of(app, body["access_token"]) is None


@pytest.mark.parametrize("aud", [HERE, HERE + TOKEN, ["https://elsewhere.example", HERE]])
def test_it_names_us_by_our_address_or_by_that_of_the_endpoint(loket: Application, aud: str | list[str]) -> None:
    assert loket.ask(loket.assertion(aud=aud)).status_code == 200


def test_rsa_keys_do_as_well(app: Flask) -> None:
    key = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    assert Application(app, "rsa", key).register().ask().status_code == 200


def test_less_may_be_asked_and_nothing_more(app: Flask, loket: Application) -> None:
    caller = caller_of(app, loket.token(scope="checks domain:werk"))
    assert (caller.scopes, caller.domains) == ({"checks"}, {"werk"})
    for scope in ("checks everything", "domain:landbouw", "checks " * 500):
        answer = loket.ask(scope=scope)
        assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_scope")


HOSTILE: dict[str, tuple[Callable[[Application], str], str]] = {
    "a key of somebody else": (lambda one: one.assertion(with_key=new_key()), "bad_signature"),
    "a key that nobody has": (lambda one: one.assertion(header={"kid": "two"}), "unknown_key"),
    "no name of a key": (lambda one: one.assertion(header={"kid": ""}), "unknown_key"),
    "somebody else's name": (lambda one: one.assertion(sub="other", iss="other"), "unknown_client"),
    "no name": (lambda one: one.assertion(sub=None), "unknown_client"),
    "a name that is no text": (lambda one: one.assertion(sub=["loket"]), "unknown_client"),
    "a name with half a sign": (lambda one: signed(one, sub="\ud800"), "unknown_client"),
    "a name with a sign that is none": (lambda one: one.assertion(sub="loket\0"), "unknown_client"),
    "made by another": (lambda one: one.assertion(iss="other"), "wrong_iss"),
    "for another server": (lambda one: one.assertion(aud="https://elsewhere.example"), "wrong_aud"),
    "for nobody": (lambda one: one.assertion(aud=None), "wrong_aud"),
    "too old": (lambda one: one.assertion(exp=int(one.claims()["iat"]) - 2 * MINUTE), "expired"),
    "without an end": (lambda one: one.assertion(exp=None), "wrong_exp"),
    "an end that no clock reaches": (lambda one: one.assertion(exp=10**400), "lives_too_long"),
    "an end that is no number": (lambda one: one.assertion(exp="soon"), "wrong_exp"),
    "an end that is not a number": (lambda one: one.assertion(exp=float("nan")), "wrong_exp"),
    "an end without end": (lambda one: one.assertion(exp=float("inf")), "wrong_exp"),
    "good for an hour": (lambda one: one.assertion(exp=int(one.claims()["iat"]) + 60 * MINUTE), "lives_too_long"),
    "from the future": (lambda one: one.assertion(nbf=int(one.claims()["iat"]) + 5 * MINUTE), "wrong_nbf"),
    "without a number": (lambda one: one.assertion(jti=None), "wrong_jti"),
    "a number that is no text": (lambda one: one.assertion(jti=7), "wrong_jti"),
    "a number with half a sign": (lambda one: signed(one, jti="\ud800"), "wrong_jti"),
    "a number without end": (lambda one: one.assertion(jti="x" * 256), "wrong_jti"),
    "not signed": (lambda one: unsigned(one), "bad_signature"),
    "signed with our public key": (lambda one: signed_with_public(one), "bad_signature"),
    "no token": (lambda one: "a.b.c", "malformed"),
    "lists in lists": (lambda one: written(b'{"alg":"ES256","kid":"one"}', b"[" * 2_500), "malformed"),
    "a header that is a list": (lambda one: written(b'["alg"]', b'{"sub":"loket"}'), "malformed"),
    "a header that is a text": (lambda one: written(b'"alg"', b'{"sub":"loket"}'), "malformed"),
    "too long": (lambda one: "x" * 9_000, "malformed"),
    "strange signs": (lambda one: "é.é.é", "malformed"),
    "empty": (lambda one: "", "no_proof"),
}


def unsigned(one: Application) -> str:
    parts = one.assertion().split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"none","kid":"one"}').rstrip(b"=").decode()
    return f"{header}.{parts[1]}."


def signed(one: Application, **other: Any) -> str:
    """As `assertion`, in plain ASCII: half a sign can travel so, and no other way."""
    return jws.serialize_compact({"alg": "ES256", "kid": "one"}, json.dumps(one.claims(**other)), one.signing)


def written(header: bytes, claims: bytes) -> str:
    """What looks like an assertion, whatever stands in it."""
    parts = [base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (header, claims)]
    return ".".join([*parts, "AAAA"])


def signed_with_public(one: Application) -> str:
    public = one.signing.as_pem(private=False)
    key = OctKey.import_key(base64.urlsafe_b64encode(public).decode())
    return jwt.encode({"alg": "HS256", "kid": "one"}, one.claims(), key)


@pytest.mark.parametrize("name", list(HOSTILE))
def test_nothing_else_opens_and_everybody_reads_the_same(
    loket: Application, why: Callable[[], list[str]], name: str
) -> None:
    make, reason = HOSTILE[name]
    answer = loket.ask(make(loket))
    assert (answer.status_code, answer.get_json()) == (401, {"error": "invalid_client"})
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="oauth"'
    assert why() == [reason]


def test_an_assertion_is_good_once(loket: Application, why: Callable[[], list[str]]) -> None:
    assertion = loket.assertion()
    assert [loket.ask(assertion).status_code for _ in range(2)] == [200, 401]
    assert why() == ["replayed"]


def test_it_was_used_also_when_nothing_came_of_it(loket: Application) -> None:
    assertion = loket.assertion()
    assert [loket.ask(assertion, scope=scope).status_code for scope in ("everything", "checks")] == [400, 401]


def test_a_clock_that_is_a_little_wrong_is_forgiven(loket: Application) -> None:
    now = int(loket.claims()["iat"])
    assert loket.ask(loket.assertion(exp=now - 30)).status_code == 200
    assert loket.ask(loket.assertion(iat=now + 30, nbf=now + 30, exp=now + 90)).status_code == 200


def test_another_one_named_beside_it_is_refused(loket: Application, why: Callable[[], list[str]]) -> None:
    assert loket.ask(client_id="other").status_code == 401
    assert loket.ask(client_id="loket").status_code == 200
    assert why() == ["other_client"]


def test_a_key_is_replaced_without_a_gap(app: Flask, loket: Application, still_clock: StillClock) -> None:
    second = new_key("two")
    with app.extensions["database"].writing.begin() as session:
        text = second.as_pem(private=False).decode()
        kid = keeping_keys.add_key(session, Actor.job(), "loket", text, replaces=True, now=still_clock()).kid
    new = {"with_key": second, "header": {"kid": kid}}
    assert [loket.ask(one).status_code for one in (loket.assertion(), loket.assertion(**new))] == [200, 200]
    still_clock.wait(timedelta(hours=24))
    assert [loket.ask(one).status_code for one in (loket.assertion(), loket.assertion(**new))] == [401, 200]


@pytest.mark.parametrize("what", ["client", "key"])
def test_what_is_revoked_opens_nothing_any_more(
    app: Flask, loket: Application, still_clock: StillClock, what: str
) -> None:
    token = loket.token()
    with app.extensions["database"].writing.begin() as session:
        if what == "client":
            registering.revoke_client(session, Actor.job(), "loket", now=still_clock())
        else:
            keeping_keys.revoke_key(session, Actor.job(), "loket", "one", now=still_clock())
    assert caller_of(app, token) is None
    assert loket.ask().status_code == 401


def test_what_is_sent_wrong_is_said_so(app: Flask, loket: Application) -> None:
    client = app.test_client()
    wrong = [
        client.post(TOKEN, json={"grant_type": "client_credentials"}),
        client.post(f"{TOKEN}?grant_type=client_credentials", data={}),
        client.post(TOKEN, data={"scope": ["checks", "events"], "grant_type": "client_credentials"}),
        client.post(TOKEN, data={f"x{number}": "y" for number in range(50)}),
        client.post(TOKEN, data={"grant_type": "x" * 100_000}),
        client.post(TOKEN, data=b"\xff\xfe", content_type="application/x-www-form-urlencoded"),
    ]
    assert [one.status_code < 500 and one.status_code >= 400 for one in wrong] == [True] * len(wrong)
    assert wrong[0].get_json()["error"] == wrong[1].get_json()["error"] == wrong[2].get_json()["error"]
    for grant in ("password", "authorization_code", "é\x00\"\\"):
        assert loket.ask(grant_type=grant).get_json()["error"] == "unsupported_grant_type"
    assert loket.ask(grant_type=None).get_json()["error"] == "invalid_request"
    assert client.get(TOKEN).status_code == 405


@pytest.mark.parametrize("address", [TOKEN, "/oauth/revoke"])
def test_what_is_no_request_for_a_token_is_refused_in_json(app: Flask, address: str) -> None:
    client = app.test_client()
    large = client.post(address, data={"scope": "x" * 70_000})
    assert (large.status_code, large.json["error"]) == (413, "invalid_request")
    asked = client.get(address)
    assert (asked.status_code, asked.json["error"], asked.headers["Allow"]) == (405, "invalid_request", "OPTIONS, POST")
    assert {one.mimetype for one in (large, asked)} == {"application/json"}


def test_the_cookie_of_a_browser_counts_for_nothing(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("mandaatloket", "something")
    assert client.post(TOKEN, data={"grant_type": "client_credentials"}).status_code == 401


def test_a_token_is_closed_by_its_own_application_only(app: Flask, loket: Application) -> None:
    other = Application(app, "ander").register()
    token = loket.token()
    assert other.ask(to="/oauth/revoke", grant_type=None, token=token).status_code == 200
    assert caller_of(app, token) is not None
    assert loket.ask(to="/oauth/revoke", grant_type=None, token=token).status_code == 200
    assert caller_of(app, token) is None
    assert loket.ask(to="/oauth/revoke", grant_type=None, token="é" * 20).status_code == 200
    assert loket.ask(to="/oauth/revoke", grant_type=None).get_json()["error"] == "invalid_request"
    # A hint that leads nowhere changes nothing (RFC 7009, 2.2).
    for hint in ("refresh_token", "anything"):
        token = loket.token()
        closing = loket.ask(to="/oauth/revoke", grant_type=None, token=token, token_type_hint=hint)
        assert (closing.status_code, caller_of(app, token)) == (200, None)
    assert app.test_client().post("/oauth/revoke", data={"token": token}).status_code == 401


def test_it_is_told_where_and_how(app: Flask) -> None:
    told = app.test_client().get("/.well-known/oauth-authorization-server").get_json()
    assert told["issuer"] == HERE
    assert told["token_endpoint"] == f"{HERE}/oauth/token"
    assert told["revocation_endpoint"] == f"{HERE}/oauth/revoke"
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt", "client_secret_basic"]
    assert "client_credentials" in told["grant_types_supported"]


@pytest.fixture
def secret(app: Flask, loket: Application, still_clock: StillClock) -> str:
    with app.extensions["database"].writing.begin() as session:
        return keeping_keys.add_secret(
            session, Actor.job(), "loket", app.extensions["vault"], demo=True, now=still_clock()
        )


def with_secret(app: Flask, name: str, secret: str) -> int:
    data = {"grant_type": "client_credentials"}
    return app.test_client().post(TOKEN, data=data, auth=(name, secret)).status_code


def test_in_a_demo_a_secret_opens_too(app: Flask, secret: str, why: Callable[[], list[str]]) -> None:
    assert with_secret(app, "loket", secret) == 200
    assert [with_secret(app, *pair) for pair in (("loket", "x" * 43), ("other", secret), ("", ""))] == [401, 401, 401]
    assert why() == ["wrong_secret", "wrong_secret", "no_proof"]


@pytest.mark.parametrize("address", [TOKEN, "/oauth/revoke"])
@pytest.mark.parametrize("shown", ["//46eA==", "é", " "])
def test_a_secret_that_cannot_be_read_is_refused_as_a_wrong_one(app: Flask, address: str, shown: str) -> None:
    answer = app.test_client().post(
        address, data={"grant_type": "client_credentials", "token": "x"}, headers={"Authorization": f"Basic {shown}"}
    )
    assert (answer.status_code, answer.get_json()) == (401, {"error": "invalid_client"})


def test_elsewhere_no_secret_opens(
    app: Flask, secret: str, monkeypatch: pytest.MonkeyPatch, tmp_path, still_clock: StillClock
) -> None:
    keys = {"SECRET_KEY": base64.b64encode(b"s" * 32).decode(), "LETTER_KEY": base64.b64encode(b"l" * 32).decode()}
    real = {"DATA_DIR": str(tmp_path), "PUBLIC_URL": "https://loket.example", **keys, **ANSWERS}
    serious = create_app(read_settings(real), database=app.extensions["database"], clock=still_clock)
    serious.extensions["vault"] = app.extensions["vault"]
    assert with_secret(serious, "loket", secret) == 401
    application = Application(serious)
    del real["PUBLIC_URL"]
    nowhere = create_app(read_settings(real), database=app.extensions["database"], clock=still_clock)
    assert application.ask(application.assertion()).status_code == 401
    assert Application(nowhere).ask("x").status_code == 404
    told = serious.test_client().get("/.well-known/oauth-authorization-server").get_json()
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert told["issuer"] == "https://loket.example"
