"""A provider that is away, or signs with another key than yesterday."""

import io

import pytest
from flask import Flask

from tests.oidc.forger import Forger, sign
from tests.web.client import LintingClient, page_of, words_of
from tests.web.sign_in.coming_back import reasons, sign_in


@pytest.mark.parametrize("what", ["openid-configuration", "keys", "token"])
def test_a_provider_that_does_not_answer_is_a_calm_page_with_other_ways(
    client: LintingClient, forger: Forger, written: io.StringIO, what: str
) -> None:
    forger.down = {what}
    path = "/aanmelden/bij/citizen?next=/mandaten"
    answer = client.get(path) if what == "openid-configuration" else sign_in(client, forger, path)
    page = page_of(answer, 503)
    assert words_of(page.select_one("h1")) == "Aanmelden lukt nu niet"
    for text in ("Dat ligt niet aan u", "10 minuten", "brief met een code", "Bel gratis 1700", "loket"):
        assert text in words_of(page.main)
    assert reasons(written) == ["no_answer"]


def test_a_provider_that_is_down_is_not_asked_by_everybody(client: LintingClient, forger: Forger) -> None:
    forger.down = {"openid-configuration"}
    for _ in range(5):
        assert client.get("/aanmelden/bij/citizen").status_code == 503
    assert forger.asked == ["openid-configuration"]


def test_another_issuer_under_the_address_of_ours_is_not_believed(
    client: LintingClient, forger: Forger, written: io.StringIO
) -> None:
    # The settings of staff name an issuer whose own document says something else.
    assert client.get("/aanmelden/bij/staff").status_code == 503
    assert reasons(written) == ["other_issuer"]


def test_a_new_key_is_asked_for_once_and_a_false_one_does_not_make_us_ask(
    client: LintingClient, forger: Forger, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    provider = app.extensions["providers"]["citizen"]
    monkeypatch.setattr(provider._keys, "_clock", lambda: now)
    assert sign_in(client, forger).status_code == 303
    forger.published = ["two"]
    forger.token = lambda nonce: sign(forger.claims | {"nonce": nonce}, "two")  # type: ignore[assignment]
    now = 61.0
    assert sign_in(client, forger).status_code == 303
    assert forger.asked.count("keys") == 2
    forger.token = lambda nonce: sign(forger.claims | {"nonce": nonce}, "three")  # type: ignore[assignment]
    for _ in range(3):
        assert sign_in(client, forger).status_code == 403
    assert forger.asked.count("keys") == 2


def test_the_keys_are_still_used_while_the_provider_is_away_but_not_for_ever(
    client: LintingClient, forger: Forger, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr(app.extensions["providers"]["citizen"]._keys, "_clock", lambda: now)
    assert sign_in(client, forger).status_code == 303
    forger.down = {"keys"}
    now = 7200.0
    assert sign_in(client, forger).status_code == 303
    now = 90_000.0
    assert sign_in(client, forger).status_code == 503
