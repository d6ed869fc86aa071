"""The quick way of a question: what only reads, and is as the contract has it, is answered before Flask begins.

The hooks that a page needs cost more than a check. The order is that of the door (`door`): who calls, how often, his
scope, the body, and then the same function. Nothing is refused here: whatever is not plainly right goes the usual way,
which says what is wrong. The headers of an answer are those that the usual way gave to the first one, so a hook that
adds a header to every answer need not know of this.
"""

import io
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Flask

from app.api.assembly import Operation, contract
from app.api.bodies import JSON, value_in
from app.api.checking import body_fits, header_fits
from app.api.operations import Answer, Asked, Function
from app.api.pace import rate_headers
from app.api.passing import PASSED, Passed
from app.core.actor import Actor
from app.core.caller import Caller
from app.core.clients.tokens import find_caller
from app.db import Session
from app.logs import log_request, new_request_number

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SMALL = 400  # bytes: what is longer may travel compressed, and that is done on the usual way
REQUEST_ID = "HTTP_X_REQUEST_ID"
UNUSUAL = ("HTTP_HX_REQUEST", "HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_ENCODING")  # what only the usual way understands
OF_ONE = {"content-length", "ratelimit", "ratelimit-policy", "x-request-id"}  # headers of one answer, not of all
NEVER_KEPT = {"set-cookie", "content-encoding"}

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class _Question:
    """An operation that may go this way, and the headers that it reads, as a server names them."""

    operation: Operation
    function: Function
    headers: Mapping[str, str]


def install_lane(app: Flask, functions: Mapping[str, Function]) -> None:
    """Let questions go the quick way, in front of whatever else looks at requests."""
    app.wsgi_app = Lane(app, functions)  # type: ignore[method-assign]


class Lane:
    """What stands in front of an application."""

    def __init__(self, app: Flask, functions: Mapping[str, Function]) -> None:
        self._parts = app.extensions
        self.usual: WSGIApplication = app.wsgi_app
        self._questions = {
            one.address: _Question(one, functions[one.id], _headers_of(one))
            for one in contract().operations if _is_question(one)
        }  # fmt: skip
        self._headers: dict[str, Headers] = {}

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a question, or let the usual way do it."""
        asked = self._questions.get(environ.get("PATH_INFO", ""))
        if asked is None or environ["REQUEST_METHOD"] != "POST" or not _is_plain(asked.operation, environ):
            return self.usual(environ, start)
        began, now, address = time.perf_counter(), self._parts["clock"](), asked.operation.address
        environ[PASSED] = passed = self._passed(asked, environ, now)
        content = passed.answer.content if passed.answer is not None else b""
        if passed.answer is None or not self._is_usual(address, passed.answer, content, environ):
            learn = passed.answer is not None and address not in self._headers
            return self.usual(environ, self._learning(address, start) if learn else start)
        start("200 OK", [*self._headers[address], *self._of_one(passed, content, environ, now)])
        log_request("POST", address, 200, began, new_request_number())
        return [content]

    def _passed(self, asked: _Question, environ: "WSGIEnvironment", now: datetime) -> Passed:
        """How far it comes: to the answer, or only to where something is to be refused or goes wrong."""
        passed = Passed()
        try:
            caller = self._caller(environ, now)
            # Only for the body of somebody who is known is waited here: a stranger could hold us up with half of one.
            if caller is None or not self._may_call(caller, passed, now) or asked.operation.scope not in caller.scopes:
                return passed
            body = value_in(_taken(environ))
            headers = {name: environ[key] for key, name in asked.headers.items() if key in environ}
            if not _fits(asked.operation, body, headers):
                return passed
            with self._parts["database"].asking() as session:
                answer = asked.function(self._asked(session, caller, body, headers, now))
            # Only here, where nothing is being read any more: to count may have to write.
            self._count_more(caller, passed, now, asked.operation.calls_in(body) - 1)
            passed.answer = answer
        except Exception:  # noqa: BLE001 - a refusal or a mishap: the usual way meets it too, says what it is and logs it
            return passed
        return passed

    def _caller(self, environ: "WSGIEnvironment", now: datetime) -> Caller | None:
        kind, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        with self._parts["database"].asking(register=False) as session:
            return find_caller(session, token.strip(), self._parts["vault"], now=now)

    def _may_call(self, caller: Caller, passed: Passed, now: datetime) -> bool:
        most = self._parts["settings"].api_calls_per_minute
        left = self._parts["api_pace"].spend(caller.client_id, most, self._parts["database"], now)
        passed.calls_left = (most, left) if left is not None else None
        return left is not None

    def _count_more(self, caller: Caller, passed: Passed, now: datetime, calls: int) -> None:
        """Count a long list for what is in it; see `count_more` of the pace."""
        if calls:
            most = self._parts["settings"].api_calls_per_minute
            left = self._parts["api_pace"].spend(caller.client_id, most, self._parts["database"], now, calls=calls)
            passed.calls_left = (most, left or 0)

    def _asked(
        self, session: Session, caller: Caller, body: Any, headers: Mapping[str, str], now: datetime  # noqa: ANN401
    ) -> Asked:  # fmt: skip
        return Asked(
            session=session, caller=caller, actor=Actor.through_api(caller), path={}, query={}, headers=headers,
            body=body, policy=self._parts["policy"], now=now,
        )  # fmt: skip

    def _is_usual(self, address: str, answer: Answer, content: bytes, environ: "WSGIEnvironment") -> bool:
        """Whether it is sent as the first answer was."""
        is_small = len(content) < SMALL or "HTTP_ACCEPT_ENCODING" not in environ
        return address in self._headers and is_small and answer.status == 200 and not answer.headers

    def _of_one(self, passed: Passed, content: bytes, environ: "WSGIEnvironment", now: datetime) -> Headers:
        most, left = passed.calls_left or (0, 0)
        headers = [("Content-Length", str(len(content))), *rate_headers(most, left, now)]
        return [*headers, ("X-Request-ID", environ[REQUEST_ID])] if REQUEST_ID in environ else headers

    def _learning(self, address: str, start: "StartResponse") -> "StartResponse":
        def learn(status: str, headers: Headers, *error: Any) -> Callable[[bytes], object]:
            names = {name.lower() for name, _ in headers}
            if status == "200 OK" and not names & NEVER_KEPT:
                self._headers[address] = [one for one in headers if one[0].lower() not in OF_ONE]
            return start(status, headers, *error)

        return learn


def _is_question(operation: Operation) -> bool:
    """Whether an address and a body say all of it, and nothing is changed by it."""
    plain = all(one["in"] == "header" and not one.get("required") for one in operation.parameters)
    return not operation.writes and operation.method == "POST" and plain and operation.body_required


def _headers_of(operation: Operation) -> dict[str, str]:
    return {f"HTTP_{one['name'].upper().replace('-', '_')}": one["name"] for one in operation.parameters}


def _is_plain(operation: Operation, environ: "WSGIEnvironment") -> bool:
    """Whether there is nothing in its envelope that has to be understood first, or to be refused."""
    length = environ.get("CONTENT_LENGTH", "")
    fits = length.isascii() and length.isdigit() and int(length[:10]) <= operation.largest_body
    return (
        fits and len(length) <= 10 and environ.get("CONTENT_TYPE") == JSON and not environ.get("QUERY_STRING")
        and not any(name in environ for name in UNUSUAL)
    )  # fmt: skip


def _taken(environ: "WSGIEnvironment") -> bytes:
    """The body, which the usual way can read once more."""
    raw: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    environ["wsgi.input"] = io.BytesIO(raw)
    return raw


def _fits(operation: Operation, body: Any, headers: Mapping[str, str]) -> bool:  # noqa: ANN401 - any JSON
    return body_fits(operation, body) and all(header_fits(operation, name, text) for name, text in headers.items())
