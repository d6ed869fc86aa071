"""What is refused before Authlib reads it: as RFC 6749 (5.2) has it too, because a client library reads no page."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException

from app.busy import SECONDS, Busy


def refuse_here(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal with this status; of whatever is wrong with a request the standard has one word."""
    mishap = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    said = {"error": "server_error" if mishap else "invalid_request", "error_description": HTTPStatus(status).phrase}
    answer = Response(json.dumps(said), status, mimetype="application/json")
    answer.headers.update({"Cache-Control": "no-store", "Pragma": "no-cache", **(headers or {})})
    return answer


def show_http_error(error: HTTPException) -> Response:
    """What the library below refuses: too large a body, an address that is not there, a mishap of ours."""
    return refuse_here(error.code or HTTPStatus.BAD_REQUEST)


def show_busy(error: Busy) -> Response:
    """What the database cannot do now."""
    del error
    return refuse_here(HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(SECONDS)})
