"""Signing out at both ends: we tell the provider, and the provider tells us; nobody else does."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.people.provider_sessions import delete_old_tokens
from app.core.people.web_sessions import Origin
from app.models.used_token import UsedToken
from app.models.web_session import WebSession
from tests.oidc.forger import CLIENT, Forger, sign, sign_with_public_key, unsigned
from tests.web.client import LintingClient, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.sign_in.coming_back import NOW, PUBLIC, is_signed_in, reasons, sign_in
from tests.world import World

TOLD_AT = "/aanmelden/afgemeld/citizen"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def sign_out(client: LintingClient) -> str:
    """Press the button; where that leads."""
    form = client.see("/namens-wie").select_one(".ml-who form")
    assert form is not None
    return client.send(form, "/", {}).location


def claims_of(forger: Forger, **changes: Any) -> dict[str, Any]:
    """What a provider says of somebody who left, with other words here and there; None leaves a claim out."""
    claims = {"iss": forger.url, "aud": CLIENT, "iat": NOW, "exp": NOW + 120, "jti": "number 1", "sid": "there-1",
              "sub": "person-1", "events": {EVENT: {}}} | changes  # fmt: skip
    return {name: value for name, value in claims.items() if value is not None}


def tell(client: LintingClient, token: object) -> int:
    return client.post(TOLD_AT, data={"logout_token": token}).status_code


def come_in(app: Flask, forger: Forger, sid: str | None = "there-1", sub: str = "person-1") -> LintingClient:
    """Somebody in a browser of his own, who signed in at the provider in the session there called `sid`."""
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    forger.claims |= {"sub": sub}
    forger.claims.pop("sid", None)
    forger.claims |= {"sid": sid} if sid else {}
    assert sign_in(client, forger).status_code == 303
    return client


def test_who_signs_out_here_goes_on_to_sign_out_there_without_a_token(client: LintingClient, forger: Forger) -> None:
    sign_in(client, forger)
    assert sign_out(client) == "/afmelden/ook-daar"
    answer = client.get("/afmelden/ook-daar")
    page = page_of(answer)
    onward = str(page.select_one("main .ml-actions a")["href"])
    assert answer.headers["Refresh"] == f"0; url={onward}"
    parts = urlsplit(client.get(onward).location)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{forger.url}/logout"
    query = parse_qs(parts.query)
    assert set(query) == {"client_id", "post_logout_redirect_uri", "state"}
    assert query["post_logout_redirect_uri"] == [f"{PUBLIC}/afgemeld"]
    assert not is_signed_in(client)
    # Whoever comes there again, or was sent there by a stranger, is not sent on.
    assert client.get(onward).location == "/afgemeld"


def test_when_the_provider_is_away_one_reads_that_one_is_still_signed_in_there(
    client: LintingClient, forger: Forger, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, forger)
    forger.down = {"openid-configuration"}
    monkeypatch.setattr(app.extensions["providers"]["citizen"]._metadata, "_clock", lambda: 1e9)
    assert sign_out(client) == "/afmelden/ook-daar"
    assert client.get("/afmelden/daar").location == "/afgemeld?nog=1"
    assert "Sluit alle vensters van uw browser." in words_of(client.see("/afgemeld?nog=1").main)
    assert not is_signed_in(client)


def test_a_provider_ends_the_session_that_began_with_it(app: Flask, forger: Forger, client: LintingClient) -> None:
    here, elsewhere = come_in(app, forger), come_in(app, forger, sid="there-2")
    somebody_else = come_in(app, forger, sub="person-2")
    assert tell(client, sign(claims_of(forger), "one", typ="logout+jwt")) == 200
    assert [is_signed_in(one) for one in (here, elsewhere, somebody_else)] == [False, True, True]


def test_without_a_session_everything_of_that_person_ends_and_nothing_of_another(
    app: Flask, forger: Forger, client: LintingClient
) -> None:
    browsers = [come_in(app, forger), come_in(app, forger, sid=None), come_in(app, forger, sub="person-2")]
    assert tell(client, sign(claims_of(forger, sid=None), "one")) == 200
    assert [is_signed_in(one) for one in browsers] == [False, False, True]


def test_a_session_without_a_name_there_is_called_as_an_application_calls_it(
    app: Flask, forger: Forger, world: World
) -> None:
    come_in(app, forger, sid=None)
    called = Origin.of_sign_in("citizen", forger.claims).session
    kept = world.session.scalars(select(WebSession.provider_session).where(WebSession.person_id.is_not(None))).all()
    assert kept == [called]


def test_a_session_of_which_nobody_is_named_ends_too(app: Flask, forger: Forger, client: LintingClient) -> None:
    here = come_in(app, forger)
    assert tell(client, sign(claims_of(forger, sub=None), "one")) == 200
    assert not is_signed_in(here)


def test_the_same_word_counts_once(
    app: Flask, forger: Forger, client: LintingClient, written: io.StringIO, still_clock: StillClock
) -> None:
    token = sign(claims_of(forger, sid=None, exp=NOW + 3600), "one")
    assert tell(client, token) == 200
    here = come_in(app, forger)
    assert tell(client, token) == 400
    assert reasons(written) == ["token_used"]
    assert is_signed_in(here)
    still_clock.wait(timedelta(minutes=12))
    assert tell(client, token) == 400
    assert reasons(written)[-1] == "expired"
    with app.extensions["database"].writing.begin() as session:
        delete_old_tokens(session, now=still_clock() + timedelta(minutes=5))
        # The token, and when its person signed out.
        assert session.scalar(select(func.count()).select_from(UsedToken)) == 2
        delete_old_tokens(session, now=still_clock() + timedelta(hours=1))
        assert session.scalar(select(func.count()).select_from(UsedToken)) == 0


Make = Callable[[Forger], object]
HOSTILE: dict[str, tuple[str, Make]] = {
    "nothing": ("malformed", lambda forger: ""),
    "unsigned": ("algorithm", lambda forger: unsigned(claims_of(forger))),
    "signed with the public key": ("algorithm", lambda forger: sign_with_public_key(claims_of(forger), "one")),
    "of another key": ("bad_signature", lambda forger: sign(claims_of(forger), "two", named="one")),
    "of an unknown key": ("unknown_key", lambda forger: sign(claims_of(forger), "two")),
    "of another issuer": ("wrong_iss", lambda forger: sign(claims_of(forger, iss="https://evil.example"), "one")),
    "for another client": ("wrong_aud", lambda forger: sign(claims_of(forger, aud="somebody else"), "one")),
    "expired": ("expired", lambda forger: sign(claims_of(forger, exp=NOW - 60), "one")),
    "old": ("expired", lambda forger: sign(claims_of(forger, iat=NOW - 700), "one")),
    "of tomorrow": ("wrong_iat", lambda forger: sign(claims_of(forger, iat=NOW + 61), "one")),
    "without a number": ("missing_jti", lambda forger: sign(claims_of(forger, jti=None), "one")),
    "with an endless number": ("wrong_jti", lambda forger: sign(claims_of(forger, jti="n" * 300), "one")),
    "without an event": ("missing_events", lambda forger: sign(claims_of(forger, events=None), "one")),
    "with another event": ("wrong_events", lambda forger: sign(claims_of(forger, events={"other": {}}), "one")),
    "with an event of text": ("wrong_events", lambda forger: sign(claims_of(forger, events=EVENT), "one")),
    "of another kind": ("wrong_events", lambda forger: sign(claims_of(forger), "one", typ="at+jwt")),
    "an ID token": ("wrong_nonce", lambda forger: sign(claims_of(forger, nonce="n"), "one")),
    "of nobody": ("wrong_sid", lambda forger: sign(claims_of(forger, sub=None, sid=None), "one")),
    "of a session of numbers": ("wrong_sid", lambda forger: sign(claims_of(forger, sid=7), "one")),
    "of a person of numbers": ("wrong_sub", lambda forger: sign(claims_of(forger, sub=7), "one")),
}  # fmt: skip


@pytest.mark.parametrize(("reason", "make"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_word_that_is_not_right_ends_nothing_and_is_told_nothing(
    app: Flask, forger: Forger, client: LintingClient, written: io.StringIO, reason: str, make: Make
) -> None:
    here = come_in(app, forger)
    answer = client.post(TOLD_AT, data={"logout_token": make(forger)})
    assert (answer.status_code, answer.get_data()) == (400, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert reasons(written) == [reason]
    assert is_signed_in(here)


def test_who_changes_in_whose_name_he_works_need_not_sign_in_anew(client: LintingClient, els: str) -> None:
    client.come_in_as(els)
    page = client.see("/namens-wie?next=/mandaten")
    values = [str(one["value"]) for one in page.select("input[name=party]")]
    assert len(values) == 2
    for value in values:
        answer = client.send(page.select_one("main form"), "/namens-wie", {"party": value})
        assert (answer.status_code, answer.location) == (303, "/mandaten")
        label = page.select_one(f"input[value='{value}'] + label .ml-choice__name")
        assert f"Els Wouters voor {words_of(label)}" in words_of(client.see("/mandaten").select_one(".ml-who"))
    assert client.send(page.select("main form")[1], "/namens-wie", {}).location == "/mandaten"
    assert "Els Wouters voor Els Wouters" in words_of(client.see("/mandaten").select_one(".ml-who"))
