"""The way of a request: who calls, may his token do this, is it as the contract has it, and only then the function.

Whatever is refused on the way is refused by a problem document. What writes goes through `idempotency`.
"""

import logging
from collections.abc import Callable
from typing import Any

from flask import Response, request

from app.api.assembly import CATALOGUE, Operation
from app.api.blame import note_sent
from app.api.bodies import read_body, read_bytes
from app.api.checking import check_body, read_headers, read_path, read_query
from app.api.idempotency import once, rows_once
from app.api.operations import Answer, Asked, Function
from app.api.pace import count_more, may_call, note_counted, pace, seconds_left, source
from app.api.parts import database, moment, policy, vault
from app.api.passing import PASSED, Passed
from app.api.problems import Issue, Refused, refusal_of
from app.api.words import LANGUAGES
from app.core.actor import Actor
from app.core.caller import Caller
from app.core.clients.tokens import find_caller, was_given_out
from app.core.errors import CoreError

JSON = "application/json"
REQUEST_ID = "X-Request-ID"  # what an application calls its request; it comes back, refused or not
LONGEST_REQUEST_ID = 200
log = logging.getLogger(__name__)


def view_of(operation: Operation, function: Function) -> Callable[..., Response]:
    """The view that answers an operation with a function."""

    def view(**path: str) -> Response:
        passed: Passed = request.environ.get(PASSED) or Passed()
        if passed.calls_left is not None:
            note_counted(passed.calls_left)
        try:
            response = respond(passed.answer or _answer(operation, function, path))
        except Refused as refused:
            response = respond(refused.answer)
        if operation.scope == CATALOGUE:
            response.headers.setdefault("Content-Language", LANGUAGES[0])  # its names and sentences are Dutch
        if REQUEST_ID in request.headers:
            response.headers[REQUEST_ID] = request.headers[REQUEST_ID][:LONGEST_REQUEST_ID]
        return response

    view.guard = "api_scope"  # type: ignore[attr-defined]
    view.scope = operation.scope  # type: ignore[attr-defined]
    view.largest_post = operation.largest_body  # type: ignore[attr-defined]
    return view


def respond(answer: Answer) -> Response:
    """An answer as it travels."""
    response = Response(answer.content, answer.status, mimetype=JSON)
    response.headers.update(answer.headers)
    response.vary.update(("Authorization", "Accept-Language"))
    return response


def _answer(operation: Operation, function: Function, path: dict[str, str]) -> Answer:
    caller = find_who_calls()
    if operation.scope not in caller.scopes:
        raise _lacks_scope(operation.scope)
    values = _read(operation, path)
    if operation.rows_of:
        return rows_once(
            operation, caller, values["body"][operation.rows_in],
            lambda session, row: function(_asked(operation, session, caller, _of_row(values, row), row)),
        )  # fmt: skip
    count_more(caller.client_id, operation.calls_in(values["body"]) - 1)

    def asked(session: Any) -> Asked:  # noqa: ANN401 - one of two kinds of session
        return _asked(operation, session, caller, values, values["body"])

    if operation.writes:
        return once(operation, caller, values["body"], lambda session: function(asked(session)))
    with database().reading() as session:
        return _carried_out(lambda: function(asked(session)))


def find_who_calls() -> Caller:
    """Who shows a token; Refused when there is none, when it opens nothing, and for who calls too often."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refused("noAccessToken", headers={"WWW-Authenticate": "Bearer"})
    with database().reading() as reading:
        caller = find_caller(reading, token.strip(), vault(), now=moment())
        guesses = caller is None and not was_given_out(reading, token.strip(), vault())
    if caller is None:
        log.warning("application refused", extra={"kind": "wrong_token"})
        # A token that ended is shown by an application that has to hear so, whoever else guesses where it comes from.
        if guesses and pace().is_refused_often(source()):
            raise _too_often()
        raise Refused("invalidAccessToken", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    if not may_call(caller.client_id):
        raise _too_often()
    return caller


def _lacks_scope(scope: str) -> Refused:
    told = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'}  # RFC 6750, 3.1
    return Refused("missingScope", more={"requiredScopes": [scope]}, headers=told)


def _too_often() -> Refused:
    return Refused("tooManyRequests", headers={"Retry-After": str(seconds_left())})


def _carried_out(function: Callable[[], Answer]) -> Answer:
    try:
        return function()
    except CoreError as error:
        return refusal_of(error)


def _read(operation: Operation, path: dict[str, str]) -> dict[str, Any]:
    """Everything that was sent, in the types of the contract; Refused when it is not as the contract has it."""
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    for name, (found, wrong) in {
        "path": read_path(operation, path),
        "query": read_query(operation, request.args),
        "headers": read_headers(operation, request.headers),
        "body": _read_body(operation),
    }.items():
        values[name] = found
        issues += wrong
    if issues:
        raise Refused("badRequest", issues)
    return values


def _read_body(operation: Operation) -> tuple[Any, list[Issue]]:
    there = bool(read_bytes(operation.largest_body))
    if operation.body is None:
        return None, [Issue("body", "", None, "noBody")] if there else []
    if not there:
        return None, [Issue("body", "", None, "bodyMissing")] if operation.body_required else []
    body = read_body(operation.largest_body)
    return body, check_body(operation, body)


def _of_row(values: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """A row of a bulk as the request that it stands for: what is in the address there is a field here."""
    path = {name: value for name, value in row.items() if name == "mandateId"}
    body = {name: value for name, value in row.items() if name not in path}
    return values | {"path": path, "body": body or None}


def _asked(
    operation: Operation, session: Any, caller: Caller, values: dict[str, Any], body: Any  # noqa: ANN401
) -> Asked:  # fmt: skip
    """What a function gets; `body` is what was sent for it, as it stands there."""
    note_sent(operation, body)
    return Asked(
        session=session, caller=caller, actor=Actor.through_api(caller), policy=policy(), now=moment(), **values
    )
