"""The client of the tests: it holds every answer against the contract, and looks at what a request left open."""

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs
from flask import Flask

from app.api.assembly import Operation, contract
from app.api.blame import places_of
from app.api.checking import FORMATS, led_to
from tests.web.client import Watch

_keys = itertools.count(1)
OF_OURS = (
    "RateLimit", "RateLimit-Policy", "Retry-After", "Idempotent-Replayed", "WWW-Authenticate", "Location", "ETag",
    "Content-Language", "Accept",
)  # fmt: skip
WITHOUT_BODY = {204, 304}
INDEX = re.compile(r"\[\d+\]")
PROBLEM = {"$ref": "#/components/schemas/Problem"}


class ContractError(AssertionError):
    """An answer is not as the contract says."""


@dataclass(frozen=True)
class Reply:
    """An answer that is as the contract says."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def type(self) -> str:
        """The last part of the type of a problem."""
        return str(self.body["type"]).rpartition(":")[2]

    @property
    def rules(self) -> list[tuple[str, str]]:
        """Where and what is wrong: ("end.months", "minimum: 1")."""
        return [(one.get("name", ""), one["rule"]) for one in self.body["issues"]]


class ApiClient:
    """Calls the API as an application does; `token` goes along unless another is named.

    Unless it is `alone`, others call at the same moment, and what is open in the database may be theirs.
    """

    def __init__(self, app: Flask, token: str | None = None, *, alone: bool = True) -> None:
        self.app = app
        self.token = token
        self._flask = app.test_client()
        self._watch = Watch(app.extensions["database"]) if alone else None

    def get(self, path: str, status: int = 200, **more: Any) -> Reply:
        return self.call("GET", path, status=status, **more)

    def post(self, path: str, body: Any = None, status: int = 200, **more: Any) -> Reply:
        return self.call("POST", path, body=body, status=status, **more)

    def patch(self, path: str, body: Any = None, status: int = 200, **more: Any) -> Reply:
        return self.call("PATCH", path, body=body, status=status, **more)

    def call(
        self, method: str, path: str, *, status: int | None = 200, body: Any = None, raw: bytes | None = None,
        token: str | None = None, headers: Mapping[str, str] | None = None, operation: Operation | None = None,
        json_type: str = "application/json",
    ) -> Reply:  # fmt: skip
        """Call, with an Idempotency-Key of its own where it writes; `status` is what must come back, None for any.

        `path` is below /api/v1 unless it begins there. `raw` goes as it is, in place of `body`.
        """
        address = path if path.startswith(("/api/", "/access/", "/.well-known/")) else f"/api/v1{path}"
        sent = {"Accept-Language": "en", **self._authorization(token), **dict(headers or {})}
        if method != "GET" and "Idempotency-Key" not in sent:
            sent["Idempotency-Key"] = f"key-of-a-test-{next(_keys)}"
        data = json.dumps(body).encode() if raw is None and body is not None else raw
        kind = json_type if data is not None else None
        answer = self._flask.open(address, method=method, headers=sent, data=data, content_type=kind)
        if self._watch is not None:
            self._watch.check()
        text = answer.get_data(as_text=True)
        reply = Reply(answer.status_code, json.loads(text) if text else None, answer.headers)
        check_answer(operation or operation_at(method, answer.request.path), reply, answer.mimetype, wanted=status)
        if status is not None and reply.status != status:
            raise AssertionError(f"{method} {address}: {reply.status} instead of {status}: {text}")
        return reply

    def _authorization(self, token: str | None) -> dict[str, str]:
        token = self.token if token is None else token
        return {"Authorization": f"Bearer {token}"} if token else {}


def operation_at(method: str, path: str) -> Operation | None:
    """The operation that answers there; None where there is none."""
    parts = path.split("/")
    for one in contract().operations:
        known = one.address.split("/")
        fits = len(known) == len(parts) and all(a == b or a[:1] == "{" for a, b in zip(known, parts, strict=True))
        if fits and one.method == method:
            return one
    return None


def check_answer(
    operation: Operation | None, reply: Reply, mimetype: str, *, wanted: int | None = None
) -> None:  # fmt: skip
    """Every answer is one of those that the contract names, and has nothing that the contract does not name."""
    if reply.status >= 500 and reply.status != wanted:
        raise ContractError(f"a mishap: {reply}")
    if operation is not None and str(reply.status) not in operation.responses:
        raise ContractError(f"{operation.id} answers {reply.status}, which is not in the contract")
    check_headers(operation, reply)
    if reply.status in WITHOUT_BODY:
        assert reply.body is None
        return
    if reply.status >= 400:
        assert mimetype == "application/problem+json", mimetype
        problems = list(_strict("Problem").iter_errors(reply.body))
        check_names(operation, reply.body)
    else:
        assert operation is not None
        assert mimetype == "application/json", mimetype
        problems = list(_of(operation.id, str(reply.status)).iter_errors(reply.body))
    if problems:
        raise ContractError("; ".join(f"{one.instance_path} {one.message}" for one in problems))


def check_headers(operation: Operation | None, reply: Reply) -> None:
    """Whatever an answer says of its own in a header, the contract names."""
    if operation is None:
        return
    said = operation.responses[str(reply.status)]
    said = contract().document["components"]["responses"][said["$ref"].rpartition("/")[2]] if "$ref" in said else said
    unnamed = [name for name in OF_OURS if name in reply.headers and name not in said["headers"]]
    assert not unnamed, (operation.id, reply.status, unnamed)


def check_names(operation: Operation | None, problem: Any) -> None:
    """What the core refuses is named as the operation calls it, with the rule."""
    known = places_of(operation) if operation else ()
    for one in problem.get("issues", ()):
        if one["type"].endswith(":invalidInput"):
            assert "rule" in one, one
            named = (one["in"], INDEX.sub("[]", one["name"])) if "name" in one else None
            assert named is None or named in known, (operation, one)


@cache
def _of(operation_id: str, status: str) -> jsonschema_rs.Draft202012Validator:
    said = contract().operation(operation_id).responses[status]
    return _validator(said["content"]["application/json"]["schema"])


@cache
def _strict(name: str) -> jsonschema_rs.Draft202012Validator:
    return _validator({"$ref": f"#/components/schemas/{name}"})


def _validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    schemas = {name: _closed(one) for name, one in led_to(schema).items()}
    whole = {**_closed(schema), "components": {"schemas": schemas}}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True, formats=FORMATS)


def _closed(said: Any, *, part: bool = False) -> Any:
    """The same schema, in which a field that it does not name is wrong.

    The parts of an `allOf` are closed together, by the whole: each alone does not know the fields of the others.
    """
    if isinstance(said, list):
        return [_closed(one) for one in said]
    if not isinstance(said, dict):
        return said
    closed = {key: [_closed(_merged(one), part=True) for one in value] if key == "allOf" else _closed(value)
              for key, value in said.items()}
    names_fields = isinstance(said.get("properties"), dict) or "allOf" in said
    if names_fields and not part and "additionalProperties" not in said:
        closed["unevaluatedProperties"] = False
    return closed


def _merged(said: Any) -> Any:
    """What an `allOf` points to, itself: what it points to is closed, and would refuse the other parts."""
    if "$ref" not in said:
        return said
    found: Any = contract().document["components"]["schemas"][said["$ref"].rpartition("/")[2]]
    return found
