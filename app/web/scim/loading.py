"""The way from an endpoint to the protocol, which is loaded at the first request."""

from importlib import import_module

from flask import Response


def answered(path: str) -> Response:
    """The answer to this request; `path` begins below the address of this door."""
    response: Response = import_module("app.web.scim.protocol").answer(path)
    return response
