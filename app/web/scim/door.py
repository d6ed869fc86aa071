"""Who may come in by this door: whoever shows a token that the operator made. No cookie counts, and none is given."""

import json
import logging
import threading
import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, abort, current_app, request

from app.config_directory import FEWEST_REQUESTS
from app.core.directory.tokens import find_token, note_use
from app.web.busy import busy_instead_of
from app.web.databases import database, moment, settings, vault

View = TypeVar("View", bound=Callable[..., Any])

ADDRESS = "/scim/v2"
MEDIA_TYPE = "application/scim+json"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
SECONDS = 60
log = logging.getLogger(__name__)


class Pace:
    """How many requests came with each token in this minute, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[object, int] = {}

    def is_too_fast(self, who: object, at: float, most: int) -> bool:
        """Count one more; whether that is more than `most` in this minute."""
        with self._lock:
            if self._minute != (minute := int(at // SECONDS)):
                self._minute, self._counts = minute, {}
            self._counts[who] = self._counts.get(who, 0) + 1
            return self._counts[who] > most


def directory_only(view: View) -> View:
    """Only who shows a token of the directory; without the setting the address does not exist."""

    @wraps(view)
    def guarded(*values: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the view takes and gives
        if settings().directory is None:
            abort(HTTPStatus.NOT_FOUND)
        try:
            return _refusal() or view(*values, **named)
        except Exception as error:
            if busy_instead_of(error) is None:
                raise
            return refuse(HTTPStatus.SERVICE_UNAVAILABLE, "The service is very busy.", **{"Retry-After": str(SECONDS)})

    guarded.guard = "directory_only"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def refuse(status: HTTPStatus, detail: str, **headers: str) -> Response:
    """A refusal in the form of SCIM (RFC 7644, 3.12)."""
    body = {"schemas": [ERROR], "status": str(status.value), "detail": detail}
    return Response(json.dumps(body), status=status, mimetype=MEDIA_TYPE, headers=headers)


def _refusal() -> Response | None:
    now = moment()
    with database().glance() as reading:
        known = find_token(reading, _shown_token(), vault(), now=now)
    if _is_too_fast(known.id if known else None, now.timestamp()):
        return refuse(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests.", **{"Retry-After": str(SECONDS)})
    if known is None:
        log.warning("directory refused", extra={"kind": "wrong_token"})
        return refuse(HTTPStatus.UNAUTHORIZED, "A valid bearer token is needed.", **{"WWW-Authenticate": "Bearer"})
    if known.seen_long_ago:
        with database().writing.begin() as session:
            note_use(session, known.id, now=now)
    return None


def _shown_token() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _is_too_fast(token_id: uuid.UUID | None, at: float) -> bool:
    said = settings().directory
    pace: Pace = current_app.extensions.setdefault("directory_pace", Pace())
    # Who shows no token of ours is counted by where he comes from, and slows down nobody who does.
    most = said.requests_per_minute if said and token_id else FEWEST_REQUESTS
    return pace.is_too_fast(token_id or request.remote_addr, at, most)
