"""What comes back and is not believed: nobody is let in, and nothing about it reaches a stranger."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.models.person import Person
from tests.oidc.forger import CLIENT, Forger, sign, sign_with_public_key, unsigned
from tests.web.client import LintingClient, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.sign_in.coming_back import NOW, come_back, is_signed_in, leave, reasons, sign_in

NO_ACCESS = "U bent niet aangemeld"
LENIENCY = 60  # seconds


Token = Callable[[Forger, str], object]


def says(**changes: Any) -> Token:
    """A well signed token that says something else; None leaves the claim out."""

    def make(forger: Forger, nonce: str) -> str:
        claims = forger.claims | {"nonce": nonce} | changes
        return sign({name: value for name, value in claims.items() if value is not None}, "one")

    return make


HOSTILE: dict[str, tuple[str, Token]] = {
    "unsigned": ("algorithm", lambda forger, nonce: unsigned(forger.claims | {"nonce": nonce})),
    "signed with the public key": (
        "algorithm", lambda forger, nonce: sign_with_public_key(forger.claims | {"nonce": nonce}, "one")
    ),
    "of another key under the same name": (
        "bad_signature", lambda forger, nonce: sign(forger.claims | {"nonce": nonce}, "two", named="one")
    ),
    "of a key that nobody published": (
        "unknown_key", lambda forger, nonce: sign(forger.claims | {"nonce": nonce}, "two")
    ),
    "changed": ("bad_signature", lambda forger, nonce: forger.honest_token(nonce)[:-6] + "AAAAAA"),
    "not a token": ("malformed", lambda forger, nonce: "eyJhbGciOiJSUzI1NiJ9.e30"),
    "a number": ("malformed", lambda forger, nonce: 7),
    "endless": ("malformed", lambda forger, nonce: "e" * 60_000),
    "expired": ("expired", says(exp=NOW - LENIENCY)),
    "of tomorrow": ("wrong_iat", says(iat=NOW + LENIENCY + 1)),
    "not valid yet": ("wrong_nbf", says(nbf=NOW + LENIENCY + 1)),
    "of another issuer": ("wrong_iss", says(iss="https://evil.example")),
    "for another client": ("wrong_aud", says(aud="somebody else")),
    "for two, without saying whose": ("missing_azp", says(aud=[CLIENT, "somebody else"])),
    "for two, of the other": ("wrong_azp", says(aud=[CLIENT, "somebody else"], azp="somebody else")),
    "of another question": ("wrong_nonce", says(nonce="another")),
    "of no question": ("missing_nonce", says(nonce=None)),
    "with another access token": ("wrong_at_hash", says(at_hash="AAAAAAAAAAAAAAAAAAAAAA")),
    "of nobody": ("missing_sub", says(sub=None)),
    "of a blank": ("wrong_sub", says(sub=" ")),
    "of a number": ("wrong_sub", says(sub=7)),
    "without an end": ("missing_exp", says(exp=None)),
    "with an end that is no moment": ("wrong_exp", says(exp="tomorrow")),
    "without a name": ("no_name", says(given_name=None)),
    "with a list for a name": ("wrong_claim", says(given_name=["a"])),
    "with a number that is none": ("enterprise_number_digits", says(vo_doelgroepcode="EA", vo_orgcode="OVO001")),
}  # fmt: skip


@pytest.mark.parametrize(("reason", "token"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_token_that_is_not_right_lets_nobody_in_and_tells_nothing(
    client: LintingClient, forger: Forger, app: Flask, written: io.StringIO, reason: str, token: Token
) -> None:
    forger.token = lambda nonce: token(forger, nonce)  # type: ignore[assignment,return-value]
    answer = sign_in(client, forger)
    page = page_of(answer, 403)
    assert words_of(page.select_one("h1")) == NO_ACCESS
    assert reasons(written) == [reason]
    assert not is_signed_in(client)
    for text in ("Godelieve", "D'Hondt", "person-1", reason):
        assert text not in words_of(page)
    for text in ("Godelieve", "person-1", "eyJ"):
        assert text not in written.getvalue()
    with app.extensions["database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.parametrize("late", [0, LENIENCY - 1])
def test_clocks_may_differ_a_little(client: LintingClient, forger: Forger, late: int) -> None:
    forger.token = lambda nonce: says(exp=NOW - late + 1, iat=NOW + late)(forger, nonce)  # type: ignore[assignment,return-value]
    assert sign_in(client, forger).status_code == 303


def test_an_answer_counts_once_in_its_own_browser_and_for_its_own_question(
    client: LintingClient, forger: Forger, app: Flask, written: io.StringIO, still_clock: StillClock
) -> None:
    query = leave(client)
    other: LintingClient = app.test_client()  # type: ignore[assignment]
    assert come_back(other, forger, query).status_code == 403
    assert come_back(client, forger, query).status_code == 303
    assert come_back(client, forger, query).status_code == 403
    query = leave(other)
    assert come_back(other, forger, query | {"redirect_uri": "/aanmelden/terug/staff"}).status_code == 403
    assert come_back(other, forger, leave(other), iss="https://evil.example").status_code == 403
    assert come_back(other, forger, leave(other), code="").status_code == 403
    assert come_back(other, forger, leave(other), code="code-of-somebody-else").status_code == 403
    query = leave(other)
    still_clock.wait(timedelta(minutes=16))
    assert come_back(other, forger, query).status_code == 403
    assert reasons(written) == ["unknown_state", "unknown_state", "other_provider", "other_provider", "no_code",
                                "code_refused", "too_late"]  # fmt: skip
    assert not is_signed_in(other)


def test_a_stolen_code_is_worth_nothing_without_what_stays_on_our_side(
    client: LintingClient, forger: Forger, app: Flask, written: io.StringIO
) -> None:
    stolen = forger.authorize(leave(client))
    thief: LintingClient = app.test_client()  # type: ignore[assignment]
    assert come_back(thief, forger, leave(thief), code=stolen).status_code == 403
    assert reasons(written) == ["code_refused"]


@pytest.mark.parametrize(("error", "reason"), [("access_denied", "access_denied"), ("<b>Jan</b>", "provider_error")])
def test_who_broke_off_reads_so_and_what_the_provider_says_is_not_repeated(
    client: LintingClient, written: io.StringIO, error: str, reason: str
) -> None:
    query = leave(client)
    values = {"state": query["state"], "error": error, "error_description": "Godelieve ging weg"}
    page = page_of(client.get("/aanmelden/terug/citizen", query_string=values), 403)
    assert reasons(written) == [reason]
    assert ("U brak het aanmelden af" in words_of(page)) == (error == "access_denied")
    assert "Jan" not in words_of(page)
    assert "Godelieve" not in words_of(page) + written.getvalue()


def test_several_tabs_can_be_under_way_but_not_endlessly_many(client: LintingClient, forger: Forger) -> None:
    queries = [leave(client) for _ in range(6)]
    assert come_back(client, forger, queries[0]).status_code == 403
    assert come_back(client, forger, queries[1]).status_code == 303


