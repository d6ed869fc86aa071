"""The contract, put together from its files, with what every operation has besides.

A newcomer writes what is particular to an operation. What holds for all of them is added here, so that nobody can
forget it: the refusals, the language, and Idempotency-Key on whatever writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

BASE = "/api/v1"
FOLDER = Path(__file__).parent / "contract"
METHODS = ("get", "post", "put", "patch", "delete")
READS = ("GET", "HEAD")
LARGEST_BODY = 65_536  # bytes, unless the operation says otherwise with `x-largest-body`
REFUSALS = {
    "400": "The request is not as the contract has it; `issues` names every field, its value and the rule.",
    "401": "There is no token, or one that opens nothing.",
    "403": "The token has not the scope for this, or whoever calls may not do it.",
    "404": "There is no such thing, or whoever calls may not know that there is.",
    "405": "This address takes other requests; `Allow` says which.",
    "409": "It does not fit where things stand now, as when the register cannot be read; or the first request with "
           "this `Idempotency-Key` still runs.",
    "412": "It changed since it was read.",
    "413": "The body is too large.",
    "415": "The body is not JSON, or compressed.",
    "422": "A value cannot be right, or this `Idempotency-Key` was used for another request.",
    "429": "Too many requests; `Retry-After` says in how many seconds to go on.",
    "500": "A mistake of ours. `instance` has the number with which we find it. The same request may be sent again; "
           "only what a row of a bulk got stays so for its `Idempotency-Key`: send that row with a new one.",
    "503": "The service is very busy, and did nothing that will not be found again: after `Retry-After` send the same "
           "request once more, with the same `Idempotency-Key`.",
}
ONLY_READS = "x-only-reads"  # on a POST that changes nothing
ROWS = "x-rows-of"  # on a bulk: which operation answers each row
PER_CALL = "x-rows-per-call"  # on whatever takes many at once: how many of them count as one call
ELSEWHERE = "x-answered-elsewhere"  # on what no function of `v1` answers
MERGE_PATCH = "application/merge-patch+json"  # what the Belgian guide calls the body of a PATCH (RFC 7396)
CATALOGUE = "catalogue:read"  # the scope of what is written in Dutch, whatever language was asked for
OF_ALL = ("400", "401", "403", "422", "429", "500", "503")
OF_WRITING = ("404", "409")
# What answers say in their headers, besides what is particular to one: which, of which status.
TEXT = {"schema": {"type": "string"}}
PACE = {
    "RateLimit-Policy": {"description": "How many calls a minute.", **TEXT},
    "RateLimit": {"description": "How many are left of this minute, and for how many seconds.", **TEXT},
}
CHALLENGE = {"WWW-Authenticate": {"description": "What a token has to be (RFC 6750), or how to ask one.", **TEXT}}
LATER = {"Retry-After": {"description": "In how many seconds to try again.", "schema": {"type": "integer"}}}
AGAIN = {
    "Idempotent-Replayed": {"description": "`true` when this `Idempotency-Key` was answered before.", **TEXT},
}
LANGUAGE = {"Content-Language": {"description": "Of the names and sentences in it: `nl` or `en`.", **TEXT}}
VERSION = {"ETag": {"description": "The version as it is now.", **TEXT}}
OF_REFUSALS = {
    "401": CHALLENGE, "403": PACE | CHALLENGE, "405": {"Allow": TEXT}, "409": PACE | LATER,
    "412": PACE | VERSION, "415": PACE | {"Accept": TEXT, "Accept-Encoding": TEXT}, "429": PACE | LATER,
    "503": LATER,
}  # fmt: skip
REPLAYED = ("403", "404", "409", "412", "422")  # refusals that are kept for whoever sends the same once more
TOKEN_REFUSAL = {
    "description": "A refusal, as OAuth 2.0 has it.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TokenError"}}},
}
# By status; what is left of the minute is said to an application that proved who it is.
OF_TOKEN_REFUSALS = {
    "400": PACE, "401": CHALLENGE, "404": {}, "405": {"Allow": TEXT}, "413": {}, "429": PACE | LATER, "500": {},
    "503": PACE | LATER,
}  # fmt: skip
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@dataclass(frozen=True)
class Operation:
    """One operation: `method` in capitals, `base` and `path` as the contract writes them, together its address.

    `scope` is what a token needs for it. `parameters` are complete, without references. `body` is the schema of the
    request, None when it takes none; `largest_body` is in bytes. `writes` says whether it can change anything.
    `rows_of` names the operation that answers each row of a bulk, None for what is no bulk. `rows_in` says where in the
    body many stand, None for what takes one at a time, and `rows_per_call` how many of them count as one call.
    """

    id: str
    method: str
    base: str
    path: str
    scope: str
    writes: bool
    parameters: Sequence[Mapping[str, Any]]
    body: Mapping[str, Any] | None
    body_required: bool
    largest_body: int
    rows_of: str | None
    rows_in: str | None
    rows_per_call: int
    responses: Mapping[str, Any]

    @property
    def address(self) -> str:
        """Where it is, as the contract writes it."""
        return f"{self.base}{self.path}"

    def calls_in(self, body: Any) -> int:  # noqa: ANN401 - any JSON that the contract allows
        """As how many calls a request with this body counts."""
        return self.calls_of(len(body.get(self.rows_in) or ()) if self.rows_in else 0)

    def calls_of(self, rows: int) -> int:
        """As how many calls so many rows count."""
        return max(1, -(-rows // self.rows_per_call))


@dataclass(frozen=True)
class Contract:
    """The whole document, and its operations."""

    document: Mapping[str, Any]
    operations: Sequence[Operation]

    def operation(self, operation_id: str) -> Operation:
        """The operation under this id; LookupError when there is none."""
        found = next((one for one in self.operations if one.id == operation_id), None)
        if found is None:
            raise LookupError(f"the contract has no operation {operation_id}")
        return found


@cache
def contract() -> Contract:
    """The contract, read once in each process."""
    document = _read("contract")
    components = document["components"]
    for kind in ("schemas", "parameters"):
        components[kind] = {path.stem: _load(path) for path in sorted((FOLDER / kind).glob("*.yaml"))}
    components["responses"] = {f"Problem{code}": _refusal(code, text) for code, text in REFUSALS.items()}
    refusals = {f"TokenRefusal{code}": {**TOKEN_REFUSAL, "headers": told} for code, told in OF_TOKEN_REFUSALS.items()}
    components["responses"] |= refusals
    document["paths"] = {}
    for path in sorted((FOLDER / "paths").glob("*.yaml")):
        document["paths"] |= _load(path)
    operations = []
    for path, item in document["paths"].items():
        shared = item.pop("parameters", [])
        base = item["servers"][0]["url"].rstrip("/") if "servers" in item else BASE
        for method in METHODS:
            # What another room answers stands in the contract too, and is left to that room.
            if method in item and not item[method].get(ELSEWHERE):
                writes = method.upper() not in READS and not item[method].get(ONLY_READS)
                _complete(item[method], shared, writes=writes, ours=base == BASE)
                if method == "patch":
                    content = item[method]["requestBody"]["content"]
                    content[MERGE_PATCH] = content["application/json"]
                operations.append(_operation(components, base, path, method, item[method], writes=writes))
    return Contract(document, operations)


def _complete(operation: dict[str, Any], shared: Sequence[Mapping[str, Any]], *, writes: bool, ours: bool) -> None:
    """Add what every operation has; `ours` says that it is no operation of a standard."""
    names = ["idempotencyKey", "acceptLanguage"] if writes else ["acceptLanguage"]
    more = [{"$ref": f"#/components/parameters/{name}"} for name in names]
    operation["parameters"] = [*shared, *operation.get("parameters", []), *more]
    codes = {*OF_ALL, *(OF_WRITING if writes else ()), *(["404"] if shared else [])}
    codes |= {"413"} if "requestBody" in operation else set()
    codes |= {"415"} if "requestBody" in operation and ours else set()
    codes |= {"412"} if {"$ref": "#/components/parameters/ifMatch"} in operation["parameters"] else set()
    in_dutch = {"oauth2": [CATALOGUE]} in operation["security"]
    for code, answer in operation["responses"].items():
        more = (AGAIN if writes else {}) | (VERSION if code == "304" else {}) | (LANGUAGE if in_dutch else {})
        answer["headers"] = {**answer.get("headers", {}), **PACE, **more}
    for code in sorted(codes):
        operation["responses"].setdefault(code, {"$ref": f"#/components/responses/Problem{code}"})


def _operation(
    components: Mapping[str, Any], base: str, path: str, method: str, said: Mapping[str, Any], *, writes: bool
) -> Operation:  # fmt: skip
    ((scope,),) = (one["oauth2"] for one in said["security"])
    body = said.get("requestBody")
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        base=base,
        path=path,
        scope=scope,
        writes=writes,
        parameters=[_resolved(components, one) for one in said["parameters"]],
        body=body["content"]["application/json"]["schema"] if body else None,
        body_required=bool(body and body.get("required")),
        largest_body=said.get("x-largest-body", LARGEST_BODY),
        rows_of=said.get(ROWS),
        rows_in=said[PER_CALL]["in"] if PER_CALL in said else None,
        rows_per_call=said[PER_CALL]["rows"] if PER_CALL in said else 1,
        responses=said["responses"],
    )


def _resolved(components: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A parameter itself, where the operation only points to it."""
    found: Mapping[str, Any] = components["parameters"][said["$ref"].rpartition("/")[2]] if "$ref" in said else said
    return found


def _refusal(code: str, text: str) -> dict[str, Any]:
    headers = OF_REFUSALS.get(code, PACE) | LANGUAGE | (AGAIN if code in REPLAYED else {})
    return {"description": text, "headers": headers, "content": PROBLEM}


def _read(name: str) -> dict[str, Any]:
    return _load(FOLDER / f"{name}.yaml")


def _load(path: Path) -> dict[str, Any]:
    # The loader in C reads ten times as fast. It makes plain values only, never objects, as SafeLoader does.
    loaded: dict[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return loaded
