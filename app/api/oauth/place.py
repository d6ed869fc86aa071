"""Where we are: what an application writes on an assertion that is for us."""

from http import HTTPStatus

from flask import abort, current_app, request

from app.config import Settings

TOKEN_ADDRESS = "/oauth/token"  # noqa: S105 - an address
REVOKE_ADDRESS = "/oauth/revoke"
METADATA_ADDRESS = "/.well-known/oauth-authorization-server"


def settings() -> Settings:
    """The settings with which this application was made."""
    given: Settings = current_app.extensions["settings"]
    return given


def own_address() -> str:
    """Our address without a slash at the end, as PUBLIC_URL says it.

    In a demo it may be missing: then it is what the caller wrote. Anywhere else whoever chooses that could pass an
    assertion for somebody else off as one for us, so without PUBLIC_URL nothing here exists.
    """
    given = settings()
    if given.sign_in.public_url:
        return given.sign_in.public_url
    if not given.demo:
        abort(HTTPStatus.NOT_FOUND)
    return request.host_url.rstrip("/")
