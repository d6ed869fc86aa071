"""How fast tokens can be asked: what is left is said with every answer, and who guesses is stopped."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.api.pace import MOST_REFUSALS, Pace
from tests.api.asking import Application
from tests.web.conftest import StillClock


@pytest.fixture
def loket(app: Flask) -> Application:
    app.extensions["settings"] = replace(app.extensions["settings"], api_calls_per_minute=3)
    return Application(app).register()


def test_every_answer_says_what_is_left_of_this_minute(app: Flask, loket: Application, still_clock: StillClock) -> None:
    still_clock.wait(timedelta(seconds=20))
    answers = [loket.ask() for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["RateLimit"] for one in answers] == [f'"minute";r={left};t=40' for left in (2, 1, 0, 0)]
    assert {one.headers["RateLimit-Policy"] for one in answers} == {'"minute";q=3;w=60'}
    assert (answers[3].headers["Retry-After"], answers[3].get_json()["error"]) == ("40", "temporarily_unavailable")
    still_clock.wait(timedelta(seconds=40))
    assert loket.ask().status_code == 200


def test_what_one_process_spends_another_has_not(app: Flask, loket: Application) -> None:
    codes = []
    for _ in range(4):
        app.extensions["api_pace"] = Pace()
        codes.append(loket.ask().status_code)
    assert codes == [200, 200, 200, 429]


def test_who_guesses_is_stopped_for_this_minute(app: Flask, loket: Application, still_clock: StillClock) -> None:
    stranger = Application(app, "stranger")
    codes = [stranger.ask("a.b.c").status_code for _ in range(MOST_REFUSALS + 1)]
    assert codes == [401] * MOST_REFUSALS + [429]
    still_clock.wait(timedelta(minutes=1))
    assert stranger.ask("a.b.c").status_code == 401
    assert loket.ask().status_code == 200
