"""What every answer tells the browser, and which posts are taken."""

from dataclasses import replace

import pytest
from flask import Flask, request

from app import create_app
from app.config import Settings
from app.db import Database
from app.web.security import forget_everything
from tests.web.client import LintingClient, held_by, page_of, words_of
from tests.web.conftest import StillClock

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("path", ["/", "/nope", "/static/favicon.svg", "/aanmelden"])
def test_every_answer_has_the_headers(client: LintingClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; base-uri 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_under_https_the_cookie_is_bound_to_this_host(
    web_settings: Settings, sqlite_database: Database, still_clock: StillClock
) -> None:
    app = create_app(replace(web_settings, https=True), database=sqlite_database, clock=still_clock)
    answer = app.test_client().get("/aanmelden", base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-mandaatloket=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Domain" not in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(("proxies", "source"), [(0, "10.0.0.9"), (1, "10.0.0.2"), (2, "10.0.0.1")])
def test_only_addresses_that_our_own_proxies_wrote_down_are_believed(
    web_settings: Settings, sqlite_database: Database, still_clock: StillClock, proxies: int, source: str
) -> None:
    app = create_app(replace(web_settings, trusted_proxies=proxies), database=sqlite_database, clock=still_clock)
    seen = []
    app.before_request(lambda: seen.append(request.remote_addr))
    headers = {"X-Forwarded-For": "10.0.0.1, 10.0.0.2"}
    app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert seen == [source]


def test_at_a_hand_over_the_browser_is_asked_to_forget(app: Flask) -> None:
    response = forget_everything(app.response_class())
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_post_without_token_is_not_taken(client: LintingClient, maria: str) -> None:
    page = page_of(client.post("/aanmelden", data={"username": maria, "password": "demo"}), 400)
    assert words_of(page.h1) == "Deze pagina stond te lang open"
    assert page.select_one("main form") is None


def test_answers_of_a_page_that_stood_open_too_long_can_be_sent_again(client: LintingClient, els: str) -> None:
    client.sign_in(els)
    stale = {"party": ["a", "b"], "csrf_token": "old"}
    page = page_of(client.post("/namens-wie", data=stale, headers=OURS), 400)
    form = page.select_one("main form")
    assert form is not None
    assert held_by(form)["party"] == ["a", "b"]
    again = client.post("/namens-wie", data=held_by(form), headers=OURS)
    assert client.see_refusal(again, 422).status_code == 422


def test_a_form_that_stood_open_while_the_secret_key_was_replaced_is_taken(
    app: Flask, client: LintingClient, els: str
) -> None:
    client.sign_in(els)
    token = held_by(client.see("/namens-wie").select_one("main form"))["csrf_token"]
    new, old = b"another secret key of 32 bytes..", app.config["WTF_CSRF_SECRET_KEY"]
    app.config.update(SECRET_KEY=new, WTF_CSRF_SECRET_KEY=(*old, new))
    posted = {"party": "nobody", "csrf_token": token}
    assert client.see_refusal(client.post("/namens-wie", data=posted, headers=OURS), 422).status_code == 422
    app.config["WTF_CSRF_SECRET_KEY"] = (new,)
    assert client.post("/namens-wie", data=posted, headers=OURS).status_code == 400


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_answers_from_elsewhere_are_never_offered_again(
    client: LintingClient, maria: str, headers: dict[str, str]
) -> None:
    client.sign_in(maria)
    page = page_of(client.post("/namens-wie", data={"party": "a"}, headers=headers), 400)
    assert page.select_one("main form") is None


def test_a_password_is_never_written_in_a_page(client: LintingClient) -> None:
    answer = client.post("/aanmelden", data={"username": "maria", "password": "s3cret"}, headers=OURS)
    assert "s3cret" not in answer.get_data(as_text=True)
    assert page_of(answer, 400).select_one("main form") is None


def test_the_keys_of_the_service_are_not_known_to_templates(app: Flask) -> None:
    assert not {"settings", "secret_key", "letter_key"} & app.jinja_env.globals["service"].keys()
