"""The page for who has a mandate: asked at every request, and closed whenever nobody can say yes."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from examples.portal.settings import NAMES, read_settings
from examples.portal.tokens import Token
from examples.portal.visits import Visit
from tests.portal.conftest import BAKERY, MANDATE_ID, MARIA, NO_MORE, FakeMandaatloket, page

CHECK, FORM = "/access/v1/evaluation", f"/premies/{BAKERY}"
UNKNOWN_TOKEN = {"type": "urn:x", "title": "x", "status": 401}
BACK = f"/terug?state=x&mandate={MANDATE_ID}"
OF_USERS = ("/mandaten", "/geven", "/premies", FORM, f"{FORM}/verstuurd", "/meldingen", BACK)


def test_it_is_asked_at_every_request_and_closes_at_the_next_click(
    maria: FlaskClient, mandaatloket: FakeMandaatloket
) -> None:
    assert "Hinderpremie aanvragen voor Bakkerij De Zoete Inval" in maria.get(FORM).text
    assert maria.get(FORM).status_code == 200
    asked = [body for path, body in mandaatloket.asked if path == CHECK]
    assert asked == [{
        "subject": {"type": "person", "id": MARIA.subject, "properties": {"organisation": MARIA.enterprise}},
        "action": {"name": "manage"}, "resource": {"type": "hinderpremie", "id": BAKERY},
    }] * 2  # fmt: skip
    mandaatloket.says[CHECK] = (200, {"decision": False})
    for answer in (maria.get(FORM), maria.post(FORM, data={"street": "Kerkstraat"}), maria.get(f"{FORM}/verstuurd")):
        assert answer.status_code == 403
        assert "Deze pagina is nu niet open voor u" in answer.text


def test_a_request_is_sent_for_who_may(maria: FlaskClient) -> None:
    assert maria.post(FORM, data={"street": " "}).status_code == 422
    assert maria.post(FORM, data={"street": "Kerkstraat"}).location == f"{FORM}/verstuurd"
    assert "Uw aanvraag is verstuurd" in maria.get(f"{FORM}/verstuurd").text


def test_who_gave_a_mandate_is_found_by_a_search(maria: FlaskClient, mandaatloket: FakeMandaatloket) -> None:
    assert FORM in maria.get("/premies").text
    mandaatloket.says["/access/v1/search/resource"] = (200, {"page": NO_MORE, "results": []})
    assert "Niemand geeft" in maria.get("/premies").text


@pytest.mark.parametrize("giver", ["party:019a0000-0000-7000-8000-000000000009", "0199000999"])
def test_who_is_no_enterprise_that_can_be_read_does_not_hide_the_others(
    maria: FlaskClient, mandaatloket: FakeMandaatloket, giver: str
) -> None:
    found = [{"type": "hinderpremie", "id": one} for one in (giver, BAKERY)]
    mandaatloket.says["/access/v1/search/resource"] = (200, {"page": NO_MORE, "results": found})
    answer = maria.get("/premies")
    assert answer.status_code == 200
    assert FORM in answer.text
    assert maria.get(f"/premies/{giver}").status_code == 403


@pytest.mark.parametrize("path", OF_USERS)
def test_without_an_answer_everything_stays_closed(
    maria: FlaskClient, mandaatloket: FakeMandaatloket, visit: Visit, path: str
) -> None:
    visit.handed_over["x"] = None  # type: ignore[assignment]
    mandaatloket.down = True
    answer = maria.get(path)
    assert answer.status_code == 503
    assert "Het Mandaatloket antwoordt nu niet" in answer.text


@pytest.mark.parametrize("status", [500, 503, 429])
@pytest.mark.parametrize("path", ["/mandaten", FORM])
def test_an_answer_that_says_neither_yes_nor_no_is_none(
    maria: FlaskClient, mandaatloket: FakeMandaatloket, status: int, path: str
) -> None:
    for one in (CHECK, "/api/v1/mandates"):
        mandaatloket.says[one] = (status, {"oops": True})
    assert maria.get(path).status_code == 503


@pytest.mark.parametrize("path", OF_USERS)
def test_nobody_is_sent_to_sign_in_first_and_then_to_what_he_wanted(portal: Flask, path: str) -> None:
    answer = portal.test_client().get(path)
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.location).query) == {"naar": [path]}


def test_who_has_a_token_that_is_over_gets_a_fresh_one_at_the_provider(
    maria: FlaskClient, visit: Visit, mandaatloket: FakeMandaatloket
) -> None:
    mandaatloket.says["/api/v1/mandates"] = (401, UNKNOWN_TOKEN)
    visit.began -= 60
    assert maria.get("/mandaten").location == "/aanmelden?naar=/mandaten"
    visit.token = Token("of maria", 0.0)
    before = len(mandaatloket.asked)
    assert maria.get("/mandaten").location == "/aanmelden?naar=/mandaten"
    assert len(mandaatloket.asked) == before


def test_a_fresh_token_that_opens_nothing_sends_nobody_round_and_round(
    maria: FlaskClient, visit: Visit, mandaatloket: FakeMandaatloket
) -> None:
    mandaatloket.says["/api/v1/mandates"] = (401, UNKNOWN_TOKEN)
    visit.began = time.monotonic()
    assert maria.get("/mandaten").status_code == 503


def test_the_token_of_the_portal_itself_is_asked_once_and_with_its_key(
    maria: FlaskClient, mandaatloket: FakeMandaatloket
) -> None:
    for _ in range(2):
        maria.get(FORM)
    (form,) = [body for path, body in mandaatloket.asked if path == "/oauth/token"]
    assert "client_assertion=eyJ" in form
    assert "scope=checks+enterprises%3Aread" in form


def test_who_signs_out_is_out_and_his_token_is_closed(maria: FlaskClient, mandaatloket: FakeMandaatloket) -> None:
    assert maria.post("/afmelden").status_code == 303
    assert mandaatloket.count("/oauth/revoke") == 1
    assert maria.get("/mandaten").location == "/aanmelden?naar=/mandaten"


def test_no_page_may_be_kept_or_framed_and_none_runs_scripts(maria: FlaskClient) -> None:
    answer = maria.get("/mandaten")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text


def test_the_mandates_are_those_of_both_sides(maria: FlaskClient, mandaatloket: FakeMandaatloket) -> None:
    shown = maria.get("/mandaten").text
    assert "Dit mandaat wacht op het antwoord van Fiduciaire Maasland" in shown
    assert "U kreeg nog geen mandaat" in shown
    mandaatloket.says["/api/v1/mandates"] = (200, page())
    assert "U gaf nog geen mandaat" in maria.get("/mandaten").text


@pytest.mark.parametrize("missing", NAMES)
def test_a_setting_that_is_missing_is_named(missing: str) -> None:
    with pytest.raises(SystemExit, match=missing):
        read_settings({name: "x" for name in NAMES if name != missing})
