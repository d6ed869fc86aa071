"""What is not as the contract has it is refused early, and the refusal names the field, the value and the rule."""

import json
from codecs import BOM_UTF8
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.assembly import LARGEST_BODY
from app.api.bodies import DEEPEST
from app.api.pace import MOST_REFUSALS, Pace
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.api.test_starting import GIFT, gift
from tests.web.conftest import StillClock

DEEP = b'{"covers":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize(("changes", "rules"), [
    ({"extra": 1, "more": 2}, [("extra", "additionalProperties"), ("more", "additionalProperties")]),
    ({"holder": None}, [("holder", "required")]),
    ({"giver": "0200.065.765"}, [("giver", "format: enterprise-number"), ("giver", "pattern: ^[01][0-9]{9}$")]),
    ({"giver": "0200065766"}, [("giver", "format: enterprise-number")]),
    ({"giver": 200065765}, [("giver", "type: string")]),
    ({"startedBy": "both"}, [("startedBy", "enum: giver, holder")]),
    ({"end": {}}, [("end", "minProperties: 1")]),
    ({"end": {"months": 12, "untilStopped": True}}, [("end", "maxProperties: 1")]),
    ({"end": {"months": 0}}, [("end.months", "minimum: 1")]),
    ({"end": {"months": 1.5}}, [("end.months", "type: integer")]),
    ({"end": {"lastDay": "2026-02-30"}}, [("end.lastDay", "format: date")]),
    ({"end": {"lastDay": "0000-01-01"}}, [("end.lastDay", "format: date")]),
    ({"end": {"untilStopped": False}}, [("end.untilStopped", "const: true")]),
    ({"covers": {"types": ["a", "a"]}}, [("covers.types", "uniqueItems")]),
    ({"covers": {"types": ["A b"]}}, [("covers.types[0]", "pattern: ^[a-z0-9][a-z0-9_.-]{0,59}$")]),
    ({"covers": {"types": []}}, [("covers.types", "minItems: 1")]),
    ({"reason": "x" * 301}, [("reason", "maxLength: 300")]),
    ({"reason": "\x07"}, [("reason", "signs")]),
])  # fmt: skip
def test_each_rule_of_the_contract_is_named(
    changes: dict[str, Any], rules: list[tuple[str, str]], api: ApiClient
) -> None:
    refused = api.post("/mandates", {k: v for k, v in (GIFT | changes).items() if v is not None}, 400)
    assert sorted(refused.rules) == rules


def test_the_value_is_sent_back_cut_off_and_the_rule_in_words(api: ApiClient) -> None:
    (issue,) = api.post("/mandates", gift(reason="x" * 1000), 400).body["issues"]
    assert issue["value"] == "x" * 200 + "..."
    assert (issue["detail"], issue["in"]) == ("at most 300 characters", "body")
    dutch = api.post("/mandates", gift(reason="x" * 1000), 400, headers={"Accept-Language": "nl-BE, fr;q=0.8"})
    assert dutch.body["title"] == "De vraag klopt niet"
    assert dutch.body["issues"][0]["detail"] == "hoogstens 300 tekens"


@pytest.mark.parametrize("body", [
    ["SECRETCODE"], "SECRETCODE", {"code": ["SECRETCODE"]}, {"code": {"code": "SECRETCODE"}},
    {"emailNumber": ["SECRETCODE"]}, {"other": {"code": "SECRETCODE"}}, {"code[0]": "SECRETCODE"},
])  # fmt: skip
def test_a_secret_in_a_body_of_the_wrong_shape_is_not_sent_back(body: Any, api: ApiClient) -> None:
    refused = api.call("POST", "/invitations/open", raw=json.dumps(body).encode(), status=400)
    assert refused.body["issues"]
    assert "SECRETCODE" not in json.dumps(refused.body)


@pytest.mark.parametrize(("query", "rules"), [
    ("page=0", [("page", "minimum: 1")]),
    ("page=x", [("page", "type: integer")]),
    ("page=1_0", [("page", "type: integer")]),
    ("page=%D9%A1", [("page", "type: integer")]),
    ("page=99999999999999999999", [("page", "maximum: 1000000")]),
    ("pageSize=101", [("pageSize", "maximum: 100")]),
    ("page=1&page=2", [("page", "once")]),
    ("status=open", [("status[0]", None)]),
    ("unknown=1", [("unknown", "additionalProperties")]),
    ("giver=%00", [("giver", "format: enterprise-number"), ("giver", "pattern: ^[01][0-9]{9}$")]),
    ("changedSince=yesterday", [("changedSince", "format: date-time")]),
    ("changedSince=2026-11-23T09:00:00", [("changedSince", "format: date-time")]),
    ("changedSince=0001-01-01T00:00:00%2B14:00", [("changedSince", "format: date-time")]),
])  # fmt: skip
def test_a_query_is_checked_too(query: str, rules: list[tuple[str, str | None]], api: ApiClient) -> None:
    found = api.get(f"/mandates?{query}", 400).rules
    assert [name for name, _ in sorted(found)] == [name for name, _ in rules]
    assert all(rule in (None, said) for (_, said), (_, rule) in zip(sorted(found), rules, strict=True))


def test_so_is_the_address(api: ApiClient) -> None:
    assert api.get("/mandates/7", 400).rules == [("mandateId", "format: uuid")]


@pytest.mark.parametrize(("raw", "rule"), [
    (b"", "bodyMissing"),
    (b"{", "json: 1:2"),
    (b"\xff", "json: UTF-8"),
    *((json.dumps(GIFT).encode(code), "json: UTF-8") for code in ("utf-16", "utf-16-le", "utf-16-be", "utf-32")),
    (BOM_UTF8, "json: 1:1"),
    (2 * BOM_UTF8 + b"{}", "json: 1:1"),
    (b'{"a": NaN}', "json: RFC 8259"),
    (b'{"a": 1e999}', "json: RFC 8259"),
    (b'{"a": ' + b"9" * 5_000 + b"}", "json: RFC 8259"),
    (b'{"holder": "a", "holder": "b"}', "duplicate"),
    (b'{"reason": "\\u0000"}', "signs"),
    (b'{"reason": "\\ud800"}', "signs"),
    (b'{"\\ud800": 1}', "signs"),
    (DEEP[:60_000], f"depth: {DEEPEST}"),
    (b'[' * 500, f"depth: {DEEPEST}"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_before_anything_else(raw: bytes, rule: str, api: ApiClient) -> None:
    refused = api.call("POST", "/mandates", raw=raw, status=400)
    assert [said for _, said in refused.rules] == [rule]


def test_a_mark_of_the_order_of_bytes_is_passed_over(api: ApiClient) -> None:
    api.call("POST", "/mandates", raw=BOM_UTF8 + json.dumps(GIFT).encode(), status=201)


@pytest.mark.parametrize("written", ["12.0", "1.2e1", "120e-1"])
def test_a_whole_number_may_be_written_with_a_point_or_a_power(written: str, api: ApiClient) -> None:
    raw = json.dumps(gift(end={"months": 12})).replace("12}", written + "}").encode()
    made = api.call("POST", "/mandates", raw=raw, status=201, headers={"Idempotency-Key": "one-number"})
    again = api.post("/mandates", gift(end={"months": 12}), 201, headers={"Idempotency-Key": "one-number"})
    assert (again.body, again.headers["Idempotent-Replayed"]) == (made.body, "true")


@pytest.mark.parametrize(("written", "rule"), [
    ("1e300", "maximum: 1200"), ("-0.0", "minimum: 1"), ("1" + "0" * 400, "maximum: 1200"),
    ("12.5", "type: integer"), ("5e-324", "type: integer"),
])  # fmt: skip
def test_a_number_that_cannot_be_is_refused_however_it_is_written(written: str, rule: str, api: ApiClient) -> None:
    raw = json.dumps(gift(end={"months": 12})).replace("12}", written + "}").encode()
    assert ("end.months", rule) in api.call("POST", "/mandates", raw=raw, status=400).rules


def test_a_body_is_bounded(api: ApiClient) -> None:
    too_large = api.call("POST", "/mandates", raw=b" " * (LARGEST_BODY + 1), status=413)
    assert too_large.type == "payloadTooLarge"


def test_only_json_is_read(api: ApiClient) -> None:
    for kind in ("text/plain", "application/json; charset=utf-16", "application/x-www-form-urlencoded"):
        refused = api.call("POST", "/mandates", body=GIFT, json_type=kind, status=415)
        assert (refused.type, refused.headers["Accept"]) == ("unsupportedMediaType", "application/json")


def test_a_body_that_is_said_to_be_compressed_is_not_read(api: ApiClient) -> None:
    coded = {"Content-Encoding": "gzip"}
    refused = api.post("/mandates", GIFT, 415, headers=coded)
    assert (refused.type, refused.headers["Accept-Encoding"]) == ("unsupportedMediaType", "identity")
    asked = {"subject": {"type": "person", "id": "x"}, "action": {"name": "view"}, "resource": {"type": "x", "id": "x"}}
    for _ in range(2):
        api.post("/access/v1/evaluation", asked)
    wrong = api.post("/access/v1/evaluation", asked, 400, headers=coded)
    assert wrong.rules == [("Content-Encoding", "const: identity")]
    for plain in ("identity", "Identity", ""):
        api.post("/access/v1/evaluation", asked, headers={"Content-Encoding": plain})


def test_a_body_where_none_belongs_is_refused(api: ApiClient) -> None:
    assert api.call("GET", "/mandates", body={}, status=400).rules == [("", "noBody")]


def test_a_write_needs_a_key(api: ApiClient) -> None:
    for key in ("", "short", "with spaces in it", "x" * 91, '"half-of-one', '"short"', '"' + "x" * 91 + '"'):
        refused = api.post("/mandates", GIFT, 400, headers={"Idempotency-Key": key})
        assert {name for name, _ in refused.rules} == {"Idempotency-Key"}


@pytest.mark.parametrize("shown", [None, "Bearer", "Bearer ", "Basic abc", "Bearer é", "Bearer " + "x" * 5000])
def test_without_a_token_that_opens_nothing_is_told(shown: str | None, app: Flask) -> None:
    headers = {"Authorization": shown} if shown else {}
    refused = ApiClient(app).get("/mandates/7", 401, headers=headers)
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_who_calls_too_often_hears_when_to_go_on(app: Flask, api: ApiClient) -> None:
    stranger = ApiClient(app, "invented")
    for _ in range(MOST_REFUSALS):
        stranger.get("/mandates", 401)
    assert int(stranger.get("/mandates", 429).headers["Retry-After"]) <= 60
    assert api.get("/mandates").headers["RateLimit"].startswith('"minute";r=')
    app.extensions["settings"] = replace(app.extensions["settings"], api_calls_per_minute=1)
    app.extensions["api_pace"] = Pace()
    api.get("/mandates", None)
    assert api.get("/mandates", 429).type == "tooManyRequests"


def test_whose_token_ended_hears_so_whoever_guesses_beside_him(
    app: Flask, callers: Callers, still_clock: StillClock
) -> None:
    ended = ApiClient(app, callers.portal())
    still_clock.wait(timedelta(minutes=10))
    for _ in range(MOST_REFUSALS):
        ended.get("/mandates", 401)
    stranger = ApiClient(app, "invented")
    for _ in range(MOST_REFUSALS):
        stranger.get("/mandates", 401)
    stranger.get("/mandates", 429)
    for honest in (ended, ApiClient(app)):
        assert honest.get("/mandates", 401).headers["WWW-Authenticate"].startswith("Bearer")


def test_a_cookie_counts_for_nothing(app: Flask) -> None:
    ApiClient(app).get("/mandates", 401, headers={"Cookie": "mandaatloket=abc"})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), lambda inner: st.lists(inner)
    | st.dictionaries(st.text(), inner), max_leaves=12
)  # fmt: skip


@given(changes=st.dictionaries(st.sampled_from([*GIFT, "firstDay", "reason", "other"]), json_values, min_size=1))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_nothing_breaks(changes: dict[str, Any], api: ApiClient) -> None:
    raw = json.dumps(GIFT | changes).encode()
    assert api.call("POST", "/mandates", raw=raw, status=None).status < 500
