"""A question may go the quick way or the usual one: whoever asks sees no difference."""

import io
import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app

from app.api.lane import SMALL, Lane
from app.api.pace import Pace
from app.models.api_client import ApiClient, ApiKey
from app.models.mandate import Mandate
from app.web import compression
from tests.acting import stop
from tests.api.callers import Callers
from tests.api.test_authzen_checks import MANY, ONE, question
from tests.web.conftest import StillClock
from tests.world import World

ASKED = {
    ONE: question(),
    MANY: {"evaluations": [question(), question(service="nothing"), question(giver="0123")]},
    "/access/v1/search/subject": question({"type": "organisation"}),
    "/access/v1/search/resource": question() | {"resource": {"type": "hinderpremie"}},
    "/access/v1/search/action": {name: one for name, one in question().items() if name != "action"},
}
LONG = {MANY: {"evaluations": [question()] * 20}}


class Both:
    """Asks the same both ways; `usual` counts how many requests came to Flask."""

    def __init__(self, app: Flask, token: str) -> None:
        self.app, self.token, self.came = app, token, 0
        assert isinstance(app.wsgi_app, Lane)
        self.lane, self.flask = app.wsgi_app, app.wsgi_app.usual
        self.lane.usual = self._counted

    def _counted(self, *given: Any) -> Any:
        self.came += 1
        return self.flask(*given)

    def warm(self) -> "Both":
        """Let the first answers go by, from which the quick way learns."""
        for address, body in ASKED.items():
            assert self.ask(address, body).status_code == 200
        self.came = 0
        return self

    def ask(self, address: str, body: Any, headers: Mapping[str, str] | None = None, **more: Any) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}"} | dict(headers or {})
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        options = {"method": "POST", "data": raw, "content_type": "application/json"} | more
        return self.app.test_client().open(address, headers=sent, **options)

    def compare(self, address: str, body: Any, headers: Mapping[str, str] | None = None, **more: Any) -> TestResponse:
        """The answer of the quick way, which is that of the usual one, but for the call that was spent."""
        quick = self.ask(address, body, headers, **more)
        self.app.wsgi_app = self.flask  # type: ignore[method-assign]
        usual = self.ask(address, body, headers, **more)
        self.app.wsgi_app = self.lane  # type: ignore[method-assign]
        assert (quick.status, _unnumbered(quick)) == (usual.status, _unnumbered(usual))
        assert _left(usual) == (None if (before := _left(quick)) is None else before - 1)
        assert [_shown(one) for one in (quick, usual)] == [_shown(usual)] * 2
        return quick


def _left(answer: TestResponse) -> int | None:
    said = answer.headers.get("RateLimit")
    return int(said.split(";")[1].removeprefix("r=")) if said else None


def _unnumbered(answer: TestResponse) -> bytes:
    """What it says without the number of the request, which is each time another."""
    return re.sub(rb"(:request:)[0-9]{8}", rb"\1", answer.data)


def _shown(answer: TestResponse) -> list[tuple[str, str]]:
    return sorted((name.lower(), value) for name, value in answer.headers if name != "RateLimit")


@pytest.fixture
def both(app: Flask, callers: Callers, mandate: Mandate) -> Both:
    return Both(app, callers.entity(scopes=["checks"])).warm()


def test_an_answer_is_the_same_both_ways(both: Both) -> None:
    for address, body in ASKED.items():
        for headers in ({}, {"X-Request-ID": "mine-7"}, {"Accept-Language": "en"}, {"Accept-Encoding": "gzip"}):
            assert both.compare(address, body, headers).status_code == 200
    assert both.came == 0


def test_a_mark_of_the_order_of_bytes_is_passed_over_both_ways(both: Both) -> None:
    answer = both.compare(ONE, BOM_UTF8 + json.dumps(question()).encode())
    assert (answer.status_code, answer.get_json()["decision"], both.came) == (200, True, 0)
    assert both.compare(ONE, json.dumps(question()).encode("utf-16")).status_code == 400
    assert both.came == 1


@pytest.mark.parametrize("limit", [b"10.0", b"1e1"])
def test_a_whole_number_is_read_alike_both_ways(limit: bytes, both: Both) -> None:
    where = "/access/v1/search/resource"
    raw = json.dumps(ASKED[where] | {"page": {"limit": 77}}).encode().replace(b"77", limit)
    answer = both.compare(where, raw)
    assert (answer.status_code, answer.get_json()["page"]["count"], both.came) == (200, 1, 0)


class Unread(io.BytesIO):
    """A body that nobody may wait for."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("somebody waited for the body of a stranger")


@pytest.mark.parametrize("token", ["nothing", ""])
def test_nobody_waits_for_the_body_of_a_stranger(both: Both, token: str) -> None:
    environ = EnvironBuilder("/access/v1/evaluation", method="POST", content_type="application/json").get_environ()
    environ |= {"wsgi.input": Unread(), "CONTENT_LENGTH": "100"}
    if token:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    content, status, _ = run_wsgi_app(both.app.wsgi_app, environ)
    assert status.startswith("401")
    assert b"".join(content)


def test_a_long_answer_travels_compressed(both: Both) -> None:
    assert SMALL <= compression.SMALLEST
    for address, body in LONG.items():
        assert "Content-Encoding" not in both.compare(address, body).headers
        assert both.compare(address, body, {"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert both.came == 1


@pytest.mark.parametrize(("status", "body", "headers", "more"), [
    (400, {}, {}, {}),
    (400, b"{", {}, {}),
    (400, b'{"a": ' * 20, {}, {}),
    (400, b'{"subject": 1, "subject": 2}', {}, {}),
    (400, question(), {"Accept-Language": "n" * 201}, {}),
    (400, question(), {"X-Request-ID": "é"}, {}),
    (400, question(), {}, {"query_string": "a=b"}),
    (400, b"", {}, {}),
    (401, question(), {"Authorization": "Basic abc"}, {}),
    (401, question(), {"Authorization": "Bearer abc"}, {}),
    (413, b" " * 65_537, {}, {}),
    (400, question(), {}, {"content_type": "text/plain"}),
    (200, question(), {}, {"content_type": "application/json; charset=UTF-8"}),
    (204, question(), {"HX-Request": "true"}, {}),
    (405, b"", {}, {"method": "PUT"}),
])  # fmt: skip
def test_what_is_not_plain_goes_the_usual_way(
    status: int, body: Any, headers: dict[str, str], more: dict[str, Any], both: Both
) -> None:
    assert both.compare(ONE, body, headers, **more).status_code == status
    assert both.came == 1


def test_a_scope_that_lacks_and_a_caller_who_may_ask_nothing(both: Both, callers: Callers) -> None:
    for token in (callers.entity(scopes=["events"]), callers.stranger()):
        both.token = token
        assert both.compare(ONE, question()).status_code == 403


def test_a_revoked_key_and_a_stop_hold_at_the_very_next_question(both: Both, world: World, mandate: Mandate) -> None:
    assert both.compare(ONE, question()).get_json()["decision"] is True
    stop(world, mandate)
    world.session.commit()
    assert both.compare(ONE, question()).get_json()["decision"] is False
    assert both.came == 0
    for key in world.session.query(ApiKey):
        key.revoked_at = world.now
    world.session.commit()
    assert both.compare(ONE, question()).status_code == 401


def test_what_is_taken_from_an_application_is_gone_at_the_very_next_question(both: Both, world: World) -> None:
    (client,) = world.session.query(ApiClient)
    client.domains = ["landbouw"]
    world.session.commit()
    assert both.compare(ONE, question()).status_code == 403  # no domain left, so no scope either
    client.domains, client.scopes = ["subsidies"], ["catalogue:read", "mandates:write"]
    world.session.commit()
    refused = both.compare(ONE, question())
    assert (refused.status_code, refused.get_json()["requiredScopes"]) == (403, ["checks"])


def test_calls_count_once_on_either_way(both: Both, still_clock: StillClock) -> None:
    still_clock.wait(timedelta(minutes=1))
    both.app.extensions["settings"] = replace(both.app.extensions["settings"], api_calls_per_minute=3)
    both.app.extensions["api_pace"] = Pace()
    answers = [both.ask(ONE, body) for body in (question(), {}, question(), question())]
    assert [one.status_code for one in answers] == [200, 400, 200, 429]
    assert [_left(one) for one in answers] == [2, 1, 0, 0]


def test_the_log_has_one_line_of_it(both: Both, written: io.StringIO) -> None:
    both.compare(ONE, question())
    quick, usual = (json.loads(line) for line in written.getvalue().splitlines())
    assert len(quick.pop("request_number")) == len(usual.pop("request_number")) == 8
    for one in (quick, usual):
        assert one.pop("ms") >= 0
        one.pop("time")
    assert quick == usual
    assert quick["route"] == ONE


def test_a_mishap_is_told_and_logged_once(
    both: Both, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.api.shapes.access.check_many", fail)
    answer = both.compare(ONE, question())
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    told = [json.loads(line)["level"] for line in written.getvalue().splitlines()]
    assert told == ["error", "info"] * 2


def test_a_connection_that_broke_is_noticed_by_nobody(both: Both) -> None:
    with both.app.extensions["database"].asking() as session:
        broken = session.driver(alone=True).dbapi_connection
    broken.close()
    assert both.compare(ONE, question()).status_code == 200
    assert both.came == 1
    assert both.ask(ONE, question()).status_code == 200
    assert both.came == 1


def test_a_header_that_a_hook_adds_stands_on_every_answer(app: Flask, callers: Callers, mandate: Mandate) -> None:
    @app.after_request
    def add(response: Any) -> Any:
        response.headers["X-House"] = "one"
        return response

    asking = Both(app, callers.entity(scopes=["checks"])).warm()
    assert asking.compare(ONE, question()).headers["X-House"] == "one"
    assert asking.came == 0
