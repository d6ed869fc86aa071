"""The contract and the application say the same: every operation has a route and a scope, and there is no more."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from string import Formatter
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.api import door, words
from app.api.assembly import BASE, contract
from app.api.checking import led_to
from app.api.problems import OF_BELGIF, OF_CORE, OF_OURS
from app.core.clients.scopes import SCOPES
from app.translations import _sentences, all_sentences
from tests.api.asking import TOKEN, Application
from tests.api.callers import Callers
from tests.api.client import ApiClient, Reply
from tests.api.test_starting import GIFT
from tests.web.conftest import StillClock

DOCUMENTS = {"api.openapi", "api.docs"}


def test_every_route_is_in_the_contract_and_every_operation_has_a_route(app: Flask) -> None:
    routes = {
        (rule.endpoint, rule.rule.replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith("api.") and rule.endpoint not in DOCUMENTS
    }  # fmt: skip
    assert routes == {(f"api.{one.id}", one.address, one.method) for one in contract().operations}


def test_what_takes_no_token_is_in_the_contract_too_and_answers_as_it_says(app: Flask) -> None:
    paths = contract().document["paths"]
    open_ones = {one.rule for one in app.url_map.iter_rules() if one.rule.startswith(("/oauth/", "/.well-known/"))}
    assert {one for one in paths if one.startswith(("/oauth/", "/.well-known/"))} == open_ones
    for address in ("/.well-known/authzen-configuration", "/.well-known/oauth-authorization-server"):
        said = paths[address]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = app.test_client().get(address).get_json()
        jsonschema_rs.validator_for(said).validate(answer)
        assert set(said["properties"]) == set(answer), address


def test_every_operation_asks_for_a_scope_that_exists(app: Flask) -> None:
    scopes = contract().document["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]["scopes"]
    assert set(scopes) == set(SCOPES)
    for one in contract().operations:
        view = app.view_functions[f"api.{one.id}"]
        assert (view.guard, view.scope) == ("api_scope", one.scope)  # type: ignore[attr-defined]
        assert one.scope in SCOPES
        assert one.scope.endswith(":write") or not one.writes or ":" not in one.scope, one.id


def test_every_reference_in_the_contract_leads_somewhere() -> None:
    document = contract().document
    for reference in references(document):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def test_a_checker_holds_the_shapes_that_its_schema_leads_to_and_no_others() -> None:
    # With all of them in each of 176 checkers, a process of the service was 100 MB larger.
    assert led_to({"type": "string"}) == {}
    for name in contract().document["components"]["schemas"]:
        led = led_to({"items": [{"$ref": f"#/components/schemas/{name}"}]})
        assert led.keys() == {name, *(one.rpartition("/")[2] for one in references(led))}


def test_what_is_sent_is_closed_at_every_level() -> None:
    open_ones = [
        f"{one.id} {where}" for one in contract().operations if one.body
        for where in opened(one.body, "body", closed=one.base != BASE)
    ]  # fmt: skip
    assert open_ones == []


def test_every_text_says_which_signs_it_takes() -> None:
    """Control signs are refused in every body; what a standard leaves open is open here too."""
    found = [
        f"{one.id} {where}" for one in contract().operations if one.base == BASE
        for where in without_bound(one.body or {}, "body", SIGNS)
    ]  # fmt: skip
    assert found == []


def test_every_field_says_how_much_it_takes() -> None:
    unbounded = [
        f"{one.id} {where}" for one in contract().operations for where in without_bound(one.body or {}, "body")
    ] + [
        f"{one.id} {said['name']}" for one in contract().operations for said in one.parameters
        if list(without_bound(said["schema"], said["name"]))
    ]  # fmt: skip
    assert unbounded == []


def test_problems_have_titles_in_both_languages() -> None:
    names = {*OF_BELGIF, *OF_OURS, *(name for _, _, name in OF_CORE)}
    for language in words.LANGUAGES:
        assert names <= words._words(language)["titles"].keys()
    dutch, english = (words._words(language) for language in words.LANGUAGES)
    assert {part: set(dutch[part]) for part in dutch} == {part: set(english[part]) for part in english}


def test_the_chain_of_reasons_is_told_in_both_languages() -> None:
    dutch = {key.removeprefix("reasons.") for key in all_sentences() if key.startswith("reasons.")}
    assert words._english("reasons").keys() == dutch
    for key, text in words._english("reasons").items():
        assert fields_of(text) == fields_of(_sentences("reasons")[key]), key


def test_the_contract_is_served_to_everybody_and_is_not_sent_twice(app: Flask) -> None:
    client = app.test_client()
    answer = client.get(f"{BASE}/openapi.json")
    assert json.loads(answer.data) == contract().document
    again = client.get(f"{BASE}/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_names_every_operation(app: Flask) -> None:
    page = app.test_client().get(f"{BASE}/docs").get_data(as_text=True)
    assert [one.id for one in contract().operations if f'id="{one.id}"' not in page] == []


def test_an_address_that_is_not_there_is_refused_in_the_same_form(api: ApiClient) -> None:
    assert api.get("/mandaten", 404).type == "resourceNotFound"
    for method in ("DELETE", "TRACE", "QUERY"):
        assert api.call(method, "/mandates", status=405).headers["Allow"] == "GET, HEAD, POST"
    for address in ("/mandates/", "//mandates", "/mandates//timeline", "/people/"):
        assert api.get(address, 404).type == "resourceNotFound"


@pytest.mark.parametrize(("address", "allowed"), [
    ("/.well-known/authzen-configuration", "GET, HEAD, OPTIONS"), ("/api/v1/openapi.json", "GET, HEAD, OPTIONS"),
    ("/access/v1/evaluation", "POST"),
])  # fmt: skip
def test_another_method_hears_which_ones_there_are(address: str, allowed: str, app: Flask) -> None:
    answer = app.test_client().put(address)
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert answer.headers["Allow"] == allowed


def test_what_an_answer_says_in_its_headers_stands_in_the_contract(api: ApiClient, callers: Callers) -> None:
    key = {"Idempotency-Key": "headers-of-answers"}
    for _ in range(2):
        again = api.post("/mandates", GIFT, 201, headers=key)
    assert told(again) == {"RateLimit", "RateLimit-Policy", "Idempotent-Replayed"}
    assert again.headers["Idempotent-Replayed"] == "true"
    lacks = api.get("/mandates", 403, token=callers.portal(scopes=["events"]))
    assert lacks.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="mandates:read"'
    assert told(api.get("/mandates", 401, token="abc")) == {"WWW-Authenticate"}


def test_so_does_what_the_server_of_tokens_says(app: Flask, still_clock: StillClock) -> None:
    client, loket, document = app.test_client(), Application(app).register(), contract().document
    closing = {"to": "/oauth/revoke", "grant_type": None}
    answers = [
        loket.ask(), loket.ask(scope="everything"), loket.ask("x"), client.get(TOKEN), loket.ask(scope="x" * 70_000),
        loket.ask(**closing, token="x"), loket.ask(**closing), loket.ask("x", **closing), client.get("/oauth/revoke"),
    ]  # fmt: skip
    app.extensions["settings"] = replace(app.extensions["settings"], api_calls_per_minute=1)
    still_clock.wait(timedelta(minutes=1))
    answers += [loket.ask(), loket.ask(), loket.ask(**closing, token="x")]
    assert [one.status_code for one in answers] == [200, 400, 401, 405, 413, 200, 400, 401, 405, 200, 429, 429]
    for one in answers:
        said = document["paths"][one.request.path]["post"]["responses"][str(one.status_code)]
        said = document["components"]["responses"][said["$ref"].rpartition("/")[2]] if "$ref" in said else said
        assert told(one) <= said["headers"].keys(), (one.request.path, one.status_code)
        schema = {**said["content"]["application/json"]["schema"], "components": document["components"]}
        jsonschema_rs.validator_for(schema).validate(one.get_json())


def test_a_refusal_bears_the_number_that_stands_in_the_log(
    api: ApiClient, app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO, "app.web.requests")
    refused = api.get("/mandates/00000000-0000-7000-8000-000000000000", 404)
    assert refused.body["instance"] == f"urn:mandaatloket:request:{caplog.records[-1].request_number}"  # type: ignore[attr-defined]
    monkeypatch.setattr(door, "find_caller", lambda *_, **__: 1 / 0)
    mishap = app.test_client().get("/api/v1/mandates", headers={"Authorization": "Bearer abc"})
    number = caplog.records[-1].request_number  # type: ignore[attr-defined]
    assert (mishap.status_code, mishap.json["instance"]) == (500, f"urn:mandaatloket:request:{number}")


def told(reply: Reply | TestResponse) -> set[str]:
    ours = {"RateLimit", "RateLimit-Policy", "Retry-After", "Idempotent-Replayed", "WWW-Authenticate", "Allow"}
    return {name for name in reply.headers.keys() if name in ours}  # noqa: SIM118 - these have no order of names


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from [value["$ref"]] if "$ref" in value else []
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def whole(said: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in said:
        return said
    return contract().document["components"]["schemas"][said["$ref"].rpartition("/")[2]]  # type: ignore[no-any-return]


def opened(said: Mapping[str, Any], where: str, *, closed: bool = False) -> Iterator[str]:
    """Where what is not named would be taken; or, for a standard that wants that ignored, where it is not said."""
    schema = whole(said)
    if schema.get("type") == "object" and schema.get("additionalProperties") is not closed:
        yield where
    for name, one in schema.get("properties", {}).items():
        yield from opened(one, f"{where}.{name}", closed=closed)
    if "items" in schema:
        yield from opened(schema["items"], f"{where}[]", closed=closed)


BOUNDS = {"string": {"maxLength", "enum", "format", "pattern"}, "array": {"maxItems"}, "integer": {"maximum"}}
SIGNS = {"string": {"enum", "format", "pattern"}}


def without_bound(said: Mapping[str, Any], where: str, bounds: Mapping[str, set[str]] = BOUNDS) -> Iterator[str]:
    schema = whole(said)
    bounded = bounds.get(schema.get("type", ""), set())
    if bounded and not bounded & schema.keys():
        yield where
    for name, one in schema.get("properties", {}).items():
        yield from without_bound(one, f"{where}.{name}", bounds)
    if "items" in schema:
        yield from without_bound(schema["items"], f"{where}[]", bounds)
