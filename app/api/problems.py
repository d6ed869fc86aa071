"""Refusals as problem documents (RFC 9457), in a type of the Belgian REST guide where it has one, else in our own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import g

from app.api.blame import blame_of, in_camel_case, is_secret
from app.api.operations import Answer
from app.api.words import detail_of, language, rule_in_words, sentence_of, title_of
from app.core.errors import Conflict, CoreError, FreshSignInNeeded, Invalid, NotAllowed, NotFound

MEDIA_TYPE = "application/problem+json"
BELGIF, OWN = "urn:problem-type:belgif", "urn:problem-type:mandaatloket"
INSTANCE = "urn:mandaatloket:request"  # before the number with which the request stands in our log
LONGEST_VALUE = 200  # signs of what was sent that we send back
# What the Belgian REST guide has a type for, with its status.
OF_BELGIF = {
    "badRequest": HTTPStatus.BAD_REQUEST,
    "noAccessToken": HTTPStatus.UNAUTHORIZED,
    "invalidAccessToken": HTTPStatus.UNAUTHORIZED,
    "missingScope": HTTPStatus.FORBIDDEN,
    "missingPermission": HTTPStatus.FORBIDDEN,
    "resourceNotFound": HTTPStatus.NOT_FOUND,
    "payloadTooLarge": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "tooManyRequests": HTTPStatus.TOO_MANY_REQUESTS,
    "internalServerError": HTTPStatus.INTERNAL_SERVER_ERROR,
    "serviceUnavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
OF_OURS = {
    "methodNotAllowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "unsupportedMediaType": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "idempotencyKeyReused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "stillRunning": HTTPStatus.CONFLICT,
    "wider": HTTPStatus.CONFLICT,
    "changedMeanwhile": HTTPStatus.PRECONDITION_FAILED,
}
# One table for the refusals of the core, as the web has one: the status, and the title for all of its sort.
OF_CORE = (
    (NotFound, HTTPStatus.NOT_FOUND, "resourceNotFound"),
    (NotAllowed, HTTPStatus.FORBIDDEN, "missingPermission"),
    (FreshSignInNeeded, HTTPStatus.FORBIDDEN, "missingPermission"),
    (Conflict, HTTPStatus.CONFLICT, "notPossibleNow"),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY, "notPossible"),
)


@dataclass(frozen=True)
class Issue:
    """One value that is wrong: where it stands, what was sent, and the rule (`keyword` and `limit` of the contract)."""

    place: str
    name: str
    value: Any
    keyword: str
    limit: Any = None

    @property
    def as_json(self) -> dict[str, Any]:
        """The issue as the contract has it."""
        kind = "unknownInput" if self.keyword == "additionalProperties" else "schemaViolation"
        limit = _limit_text(self.limit)
        said = {
            "type": f"{BELGIF}:input-validation:{kind}", "title": title_of(kind), "in": self.place,
            "detail": rule_in_words(self.keyword, limit), "value": _cut(self.value) if self._may_be_sent_back else None,
            "rule": f"{self.keyword}: {limit}" if limit else self.keyword,
        }  # fmt: skip
        return said | ({"name": self.name[:LONGEST_VALUE]} if self.name else {})

    @property
    def _may_be_sent_back(self) -> bool:
        """Whether nothing that opens something can stand in it: a whole of the wrong shape, or without a name, may."""
        return bool(self.name) and not is_secret(self.name) and not isinstance(self.value, Mapping | list)


@dataclass
class Refused(Exception):
    """A refusal of the API itself, by the name of its type."""

    name: str
    issues: Sequence[Issue] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    detail: str | None = None

    @property
    def answer(self) -> Answer:
        """The problem document."""
        family, table = (BELGIF, OF_BELGIF) if self.name in OF_BELGIF else (OWN, OF_OURS)
        detail = self.detail or detail_of(self.name)
        body = _body(f"{family}:{self.name}", table[self.name], title_of(self.name), detail) | dict(self.more)
        if self.issues:
            body["issues"] = [one.as_json for one in self.issues]
        return Answer(body, table[self.name], {**_headers(), **self.headers})


def refusal_of(error: CoreError) -> Answer:
    """The problem document of a refusal of the core.

    What is unknown and what is somebody else's look alike. Everything else has the code of the core in its type, which
    never changes, and its sentence.
    """
    status, name = next((status, name) for kind, status, name in OF_CORE if isinstance(error, kind))
    if name == "resourceNotFound":
        return Refused(name).answer
    body = _body(f"{OWN}:{_rule_of(error)}", status, title_of(name), sentence_of(error))
    if isinstance(error, Invalid):
        body["issues"] = [_issue_of(error)]
    if "mandate_id" in error.values:
        body["mandate"] = f"/api/v1/mandates/{error.values['mandate_id']}"
    return Answer(body, status, _headers())


def _headers() -> dict[str, str]:
    return {"Content-Type": MEDIA_TYPE, "Content-Language": language()}


def _issue_of(error: Invalid) -> dict[str, Any]:
    found = blame_of(error)
    shown = found.value is not None and not is_secret(found.name)
    return {
        "type": f"{BELGIF}:input-validation:invalidInput", "title": title_of("invalidInput"), "in": found.place,
        "detail": sentence_of(error), "rule": _rule_of(error),
    } | ({"name": found.name} if found.name else {}) | ({"value": _cut(found.value)} if shown else {})  # fmt: skip


def _rule_of(error: CoreError) -> str:
    """The code of the core as it stands in types, which never change: in camelCase, as the Belgian guide has them."""
    return in_camel_case(error.code)


def _body(kind: str, status: HTTPStatus, title: str, detail: str | None) -> dict[str, Any]:
    body: dict[str, Any] = {"type": kind, "title": title, "status": status.value}
    number = {"instance": f"{INSTANCE}:{g.request_number}"} if "request_number" in g else {}
    return body | ({"detail": detail} if detail else {}) | number


def _limit_text(limit: Any) -> str:  # noqa: ANN401 - what a rule can say
    if limit is None:
        return ""
    if isinstance(limit, list):
        return ", ".join(_limit_text(one) for one in limit)
    return limit if isinstance(limit, str) else json.dumps(limit, ensure_ascii=False)


def _cut(value: Any) -> Any:  # noqa: ANN401 - whatever was sent
    """A value to send back: as it was sent, or its beginning when it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return value if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."
