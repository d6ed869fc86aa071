"""Every other address of the API, and every mishap in it: refused as the API does, not with a page."""

from http import HTTPStatus

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError

from app.api.assembly import contract
from app.api.door import respond
from app.api.problems import Refused
from app.api.words import title_of

OURS = ("/api/", "/access/")


def add_elsewhere(app: Flask, blueprint: Blueprint) -> None:
    """Answer what no operation answers, whatever the method is called."""
    app.before_request(refuse_nowhere)
    blueprint.register_error_handler(InternalServerError, show_mishap)
    blueprint.register_error_handler(HTTPException, show_http_error)


def refuse_nowhere() -> Response | None:
    """Not found; or, for an address that takes other requests, which ones."""
    if request.routing_exception is None or not request.path.startswith(OURS):
        return None
    allowed = sorted({one.method for one in contract().operations if _fits(one.address, request.path)})
    if allowed:
        return respond(Refused("methodNotAllowed", headers={"Allow": ", ".join(allowed)}).answer)
    return respond(Refused("resourceNotFound").answer)


def show_mishap(error: InternalServerError) -> Response:
    """A mistake of ours; the log has it."""
    del error
    return respond(Refused("internalServerError").answer)


def show_http_error(error: HTTPException) -> Response:
    """What the library below refuses."""
    too_large = error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return respond(Refused("payloadTooLarge" if too_large else "badRequest", detail=title_of("badRequest")).answer)


def _fits(path: str, asked: str) -> bool:
    parts, others = path.split("/"), asked.split("/")
    return len(parts) == len(others) and all(
        one == other or one.startswith("{") for one, other in zip(parts, others, strict=True)
    )
