"""Every other address below that of the API, and every mishap in it: refused as the API does, not with a page."""

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError

from app.api.assembly import BASE, contract
from app.api.door import respond
from app.api.problems import Refused
from app.api.words import title_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def add_elsewhere(blueprint: Blueprint) -> None:
    """Answer what no operation answers."""
    nowhere.guard, nowhere.guard_reason = "public", "nothing is told here"  # type: ignore[attr-defined]
    for rule in (BASE, f"{BASE}/", f"{BASE}/<path:rest>"):
        blueprint.add_url_rule(rule, "elsewhere", nowhere, methods=METHODS, provide_automatic_options=False)
    blueprint.register_error_handler(InternalServerError, show_mishap)
    blueprint.register_error_handler(HTTPException, show_http_error)


def nowhere(rest: str = "") -> Response:
    """Not found; or, for an address that takes other requests, which ones."""
    del rest
    allowed = sorted({one.method for one in contract().operations if _fits(one.address, request.path)})
    if allowed:
        return respond(Refused("methodNotAllowed", headers={"Allow": ", ".join(allowed)}).answer)
    return respond(Refused("resourceNotFound").answer)


def show_mishap(error: InternalServerError) -> Response:
    """A mistake of ours; the log has it."""
    del error
    return respond(Refused("internalServerError").answer)


def show_http_error(error: HTTPException) -> Response:
    """What the web server's own library refuses."""
    refused = Refused("payloadTooLarge" if error.code == 413 else "badRequest", detail=title_of("badRequest"))
    return respond(refused.answer)


def _fits(path: str, asked: str) -> bool:
    parts, others = path.split("/"), asked.split("/")
    return len(parts) == len(others) and all(
        one == other or one.startswith("{") for one, other in zip(parts, others, strict=True)
    )
