"""Every other address of the API, and every mishap in it: refused as the API does, not with a page."""

from http import HTTPStatus

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from app.api.assembly import contract
from app.api.door import respond
from app.api.oauth.place import REVOKE_ADDRESS, TOKEN_ADDRESS
from app.api.oauth.refusing import refuse_here
from app.api.problems import Refused
from app.api.words import title_of
from app.busy import SECONDS, Busy

OURS = ("/api/", "/access/")
ONLY_WHAT_IS_THERE = ("/oauth/", "/.well-known/")  # besides ours, others may put something below these


def add_elsewhere(app: Flask, blueprint: Blueprint) -> None:
    """Answer what no operation answers, whatever the method is called."""
    app.before_request(refuse_nowhere)
    blueprint.register_error_handler(Busy, show_busy)
    blueprint.register_error_handler(InternalServerError, show_mishap)
    blueprint.register_error_handler(HTTPException, show_http_error)


def refuse_nowhere() -> Response | None:
    """Not found; or, for an address that takes other requests, which ones."""
    if request.routing_exception is None or not request.path.startswith((*OURS, *ONLY_WHAT_IS_THERE)):
        return None
    allowed = _allowed()
    if allowed and request.path in (TOKEN_ADDRESS, REVOKE_ADDRESS):
        return refuse_here(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": allowed})
    if allowed:
        return respond(Refused("methodNotAllowed", headers={"Allow": allowed}).answer)
    return respond(Refused("resourceNotFound").answer) if request.path.startswith(OURS) else None


def show_mishap(error: InternalServerError) -> Response:
    """A mistake of ours; the log has it."""
    del error
    return respond(Refused("internalServerError").answer)


def show_busy(error: Busy) -> Response:
    """What the database cannot do now; the same request may be sent again, with its Idempotency-Key."""
    del error
    return respond(Refused("serviceUnavailable", headers={"Retry-After": str(SECONDS)}).answer)


def show_http_error(error: HTTPException) -> Response:
    """What the library below refuses."""
    too_large = error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return respond(Refused("payloadTooLarge" if too_large else "badRequest", detail=title_of("badRequest")).answer)


def _allowed() -> str:
    """What may be asked at this address; nothing when it is not there."""
    ours = {one.method for one in contract().operations if _fits(one.address, request.path)}
    ours |= {"HEAD"} if "GET" in ours else set()
    if not ours and isinstance(request.routing_exception, MethodNotAllowed):
        ours = set(request.routing_exception.valid_methods or ())
    return ", ".join(sorted(ours))


def _fits(path: str, asked: str) -> bool:
    parts, others = path.split("/"), asked.split("/")
    return len(parts) == len(others) and all(
        one == other or (one.startswith("{") and bool(other)) for one, other in zip(parts, others, strict=True)
    )
