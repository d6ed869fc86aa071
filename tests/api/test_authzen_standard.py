"""The shapes that AuthZEN 1.0 publishes, replayed: each request of its text is understood, and answered in its shapes.

Its examples speak of users, documents and accounts, of which there are none here: every answer is a no. They are
written in its shapes and not to the letter: some are printed with commas or without quotation marks, which is no JSON.
"""

import json
from typing import Any

import pytest
from flask import Flask

from tests.api.callers import Callers
from tests.api.client import ApiClient, Reply

ALICE = {"type": "user", "id": "alice@example.com"}
ACCOUNT = {"type": "account", "id": "123"}
TIME = {"time": "2024-10-26T01:22-07:00"}
READ = {"name": "can_read"}


def document(name: str) -> dict[str, Any]:
    return {"resource": {"type": "document", "id": name}}


THREE = [document("boxcarring.md"), document("subject-search.md"), document("resource-search.md")]
WHOLE = [{"subject": ALICE, "action": READ, "context": TIME, **one} for one in THREE]
EVALUATION = {
    "a whole question": {
        "subject": ALICE, "resource": ACCOUNT, "action": {"name": "can_read", "properties": {"method": "GET"}},
        "context": {"time": "1985-10-26T01:22-07:00", "schema": "https://schema.example.com/access-request.schema.json"},
    },
    "properties of everything": {
        "subject": ALICE | {"properties": {"department": "Sales", "ip_address": "172.217.22.14"}},
        "action": {"name": "extend-loan", "properties": {"period": "2W"}},
        "resource": {"type": "book", "id": "123", "properties": {"library_record": {"title": "AuthZEN in Action"}}},
    },
    "fields that nobody knows": {"subject": ALICE | {"x": 1}, "action": READ, "resource": ACCOUNT, "later": {"y": []}},
}  # fmt: skip
EVALUATIONS = {
    "no default values": ({"evaluations": WHOLE}, 3),
    "one subject and context": (
        {"subject": ALICE, "context": TIME, "evaluations": [{"action": READ, **one} for one in THREE]}, 3
    ),
    "an action that one overrides": (
        {"subject": ALICE, "context": TIME, "action": READ,
         "evaluations": [*THREE[:2], {"action": {"name": "can_edit"}, **THREE[2]}]}, 3
    ),
    "execute all": (
        {"subject": ALICE, "action": {"name": "read"}, "options": {"evaluations_semantic": "execute_all"},
         "evaluations": [document(one) for one in "123"]}, 3
    ),
    "deny on first deny": (
        {"subject": ALICE, "action": {"name": "read"}, "options": {"evaluations_semantic": "deny_on_first_deny"},
         "evaluations": [document(one) for one in "123"]}, 1
    ),
    "permit on first permit": (
        {"subject": ALICE, "action": {"name": "read"}, "options": {"evaluations_semantic": "permit_on_first_permit"},
         "evaluations": [document(one) for one in "123"]}, 3
    ),
    "another option": (
        {"subject": ALICE, "action": READ, "evaluations": THREE[:1],
         "options": {"evaluations_semantic": "execute_all", "another_option": "value"}}, 1
    ),
}  # fmt: skip
SEARCHES = {
    "subject": {"subject": {"type": "user"}, "action": READ, "resource": ACCOUNT, "context": TIME},
    "resource": {"subject": ALICE, "action": READ, "resource": {"type": "account"}, "page": {"limit": 2}},
    "action": {"subject": ALICE, "resource": ACCOUNT, "context": TIME},
}


ADDRESSES = ("/access/v1/evaluation", *(f"/access/v1/search/{one}" for one in SEARCHES))


@pytest.fixture
def ask(app: Flask, callers: Callers) -> ApiClient:
    return ApiClient(app, callers.entity())


@pytest.mark.parametrize("which", EVALUATION)
def test_an_evaluation(which: str, ask: ApiClient) -> None:
    assert ask.post("/access/v1/evaluation", EVALUATION[which]).body == {"decision": False}


def test_one_question_is_answered_where_many_are_asked_too(ask: ApiClient) -> None:
    for body in EVALUATION.values():
        assert ask.post("/access/v1/evaluations", body).body == {"decision": False}


@pytest.mark.parametrize("which", EVALUATIONS)
def test_evaluations(which: str, ask: ApiClient) -> None:
    body, count = EVALUATIONS[which]
    assert ask.post("/access/v1/evaluations", body).body == {"evaluations": [{"decision": False}] * count}


@pytest.mark.parametrize("which", SEARCHES)
def test_a_search(which: str, ask: ApiClient) -> None:
    reply = ask.post(f"/access/v1/search/{which}", SEARCHES[which])
    assert reply.body == {"page": {"next_token": "", "count": 0, "total": 0}, "results": []}
    assert next(iter(reply.body)) == "page"


@pytest.mark.parametrize("missing", ["subject", "action", "resource"])
def test_what_the_standard_requires_is_asked_for(missing: str, ask: ApiClient) -> None:
    body = {key: value for key, value in EVALUATION["a whole question"].items() if key != missing}
    assert _lacks(ask.post("/access/v1/evaluation", body, 400)) == [missing]
    for part, key in (("subject", "id"), ("resource", "type"), ("action", "name")):
        whole = EVALUATION["fields that nobody knows"]
        cut = {name: value for name, value in whole[part].items() if name != key}
        assert _lacks(ask.post("/access/v1/evaluation", whole | {part: cut}, 400)) == [f"{part}.{key}"]


@pytest.mark.parametrize("raw", [b"", b"{", b'"alice"', b'{"subject": "alice", "action": {"name": "read"}}'])
def test_what_is_no_request_has_one_status(raw: bytes, ask: ApiClient) -> None:
    for address in ADDRESSES:
        assert ask.call("POST", address, raw=raw, status=400).type == "badRequest"


def test_so_has_what_is_no_json(ask: ApiClient) -> None:
    body = EVALUATION["fields that nobody knows"]
    for address in ADDRESSES:
        refused = ask.call("POST", address, body=body, json_type="text/plain", status=400)
        assert refused.rules == [("Content-Type", "const: application/json")]


@pytest.mark.parametrize("address", ["subject", "resource"])
def test_a_search_for_what_nobody_knows_finds_nothing(address: str, ask: ApiClient) -> None:
    body = SEARCHES[address] | {address: {"type": "spaceship"}}
    assert ask.post(f"/access/v1/search/{address}", body).body["results"] == []


@pytest.mark.parametrize(("which", "lacks"), [
    ("subject", ("action", "resource.id")), ("resource", ("subject", "subject.id")), ("action", ("resource",)),
])  # fmt: skip
def test_a_search_asks_for_what_it_needs(which: str, lacks: tuple[str, ...], ask: ApiClient) -> None:
    for name in lacks:
        part, _, key = name.partition(".")
        body = dict(SEARCHES[which])
        whole = body.pop(part)
        body |= {part: {one: value for one, value in whole.items() if one != key}} if key else {}
        assert _lacks(ask.post(f"/access/v1/search/{which}", body, 400)) == [name]


def test_every_answer_has_the_status_the_headers_and_the_number_that_the_standard_says(
    ask: ApiClient, app: Flask, callers: Callers
) -> None:
    """Yes and no are 200 alike; what is no request, who is nobody and who may not ask have one status each."""
    named = {"X-Request-ID": "0b0f3f4e-1f0a-4f43-9d5c-6f1f6f8f7a11"}
    without_scope = callers.entity(scopes=["events"])
    many = "/access/v1/evaluations"
    whole = {"/access/v1/evaluation": EVALUATION["a whole question"], many: EVALUATIONS["execute all"][0]}
    whole |= {f"/access/v1/search/{which}": body for which, body in SEARCHES.items()}
    for address, body in whole.items():
        sent = json.dumps(body).encode()
        # The last is how some of its examples are printed: with a comma that JSON does not have.
        for status, raw, token in (
            (200, sent, None), (400, b"{}", None), (401, sent, "nothing"), (403, sent, without_scope),
            (400, sent[:-1] + b",}", None),
        ):  # fmt: skip
            reply = ask.call("POST", address, raw=raw, status=status, token=token, headers=named)
            assert reply.headers["X-Request-ID"] == named["X-Request-ID"]
            assert reply.headers["Content-Type"].startswith(f"application/{'' if status == 200 else 'problem+'}json")
            assert ("WWW-Authenticate" in reply.headers) is (status in {401, 403})
    assert whole.keys() == {*ADDRESSES, many}


def _lacks(reply: Reply) -> list[str]:
    return [name for name, rule in reply.rules if rule == "required"]
