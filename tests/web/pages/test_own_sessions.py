"""Where somebody is signed in: seen and ended by that person alone, and ended at once."""

import uuid
from datetime import timedelta

from flask import Flask

from tests.web.client import LintingClient, words_of
from tests.web.conftest import StillClock

PAGE = "/waar-aangemeld"


def browser_of(app: Flask, username: str) -> LintingClient:
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as(username)
    return client


def is_in(client: LintingClient) -> bool:
    return client.get("/namens-wie").status_code == 200


def test_who_is_signed_in_here_alone_reads_so(app: Flask, maria: str, karim: str) -> None:
    browser_of(app, karim)
    page = browser_of(app, maria).see(PAGE)
    assert "Met een naam en een wachtwoord, sinds 23 november 2026 om 10.00 uur." in words_of(page.main)
    assert "U bent alleen hier aangemeld." in words_of(page.main)
    assert page.select("main form") == []


def test_one_elsewhere_is_ended_at_once_and_no_other(app: Flask, maria: str, still_clock: StillClock) -> None:
    forgotten = browser_of(app, maria)
    still_clock.wait(timedelta(minutes=5))
    here, phone = browser_of(app, maria), browser_of(app, maria)
    page = here.see(PAGE)
    assert len(page.select(".ml-sessions li")) == 2
    oldest = page.select(".ml-sessions li")[-1]
    assert "Begonnen op 23 november 2026 om 10.00 uur." in words_of(oldest)
    assert here.send(oldest.select_one("form"), PAGE, {}).location == f"{PAGE}?klaar=1"  # type: ignore[arg-type]
    assert [is_in(one) for one in (forgotten, here, phone)] == [False, True, True]
    assert "Daar ziet nu niemand nog iets." in words_of(here.see(f"{PAGE}?klaar=1").main)


def test_all_others_are_ended_and_this_one_goes_on(app: Flask, maria: str, karim: str) -> None:
    others = [browser_of(app, maria) for _ in range(3)]
    here, somebody_else = browser_of(app, maria), browser_of(app, karim)
    form = here.see(PAGE).select("main form")[-1]
    here.send(form, PAGE, {})
    assert [is_in(one) for one in (*others, here, somebody_else)] == [False, False, False, True, True]


def test_nobody_ends_the_session_of_somebody_else(app: Flask, maria: str, karim: str) -> None:
    browser_of(app, maria)
    hers, his = browser_of(app, maria), browser_of(app, karim)
    form = hers.see(PAGE).select_one("main form")
    assert form is not None
    app.config["WTF_CSRF_ENABLED"] = False
    assert his.post(str(form["action"])).status_code == 404
    assert his.post(f"{PAGE}/{uuid.uuid4()}").status_code == 404
    assert len(hers.see(PAGE).select(".ml-sessions li")) == 1


def test_what_ran_out_is_not_listed(app: Flask, maria: str, still_clock: StillClock) -> None:
    browser_of(app, maria)
    still_clock.wait(timedelta(minutes=31))
    assert "U bent alleen hier aangemeld." in words_of(browser_of(app, maria).see(PAGE).main)


def test_a_stranger_signs_in_first(client: LintingClient) -> None:
    assert client.get(PAGE).location == f"/aanmelden?next={PAGE}"
