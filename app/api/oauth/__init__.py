"""Tokens for applications: OAuth 2.0 with Authlib's parts, one endpoint a file.

An application proves with a key of its own that it is itself (RFC 7523) and gets a token for ten minutes: for itself
(RFC 6749, 4.4), or for its user, whose ID token it shows (RFC 8693). See docs/decisions/2026-11-29-api-clients.md.
"""

from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException

from app.api.oauth import metadata, revoke, token
from app.api.oauth.place import METADATA_ADDRESS, REVOKE_ADDRESS, TOKEN_ADDRESS
from app.api.oauth.refusing import show_busy, show_http_error
from app.busy import Busy

WHY = "the application proves itself in what it sends"


def install_oauth(app: Flask) -> None:
    """The endpoints; no browser sends what opens them by itself, so no page can send it for its reader."""
    blueprint = Blueprint("oauth", __name__)
    for view, why in ((token.issue, WHY), (revoke.revoke, WHY), (metadata.show, "it says where to prove oneself")):
        view.guard, view.guard_reason = "public", why  # type: ignore[attr-defined]
    blueprint.add_url_rule(TOKEN_ADDRESS, "token", token.issue, methods=["POST"])
    blueprint.add_url_rule(REVOKE_ADDRESS, "revoke", revoke.revoke, methods=["POST"])
    blueprint.add_url_rule(METADATA_ADDRESS, "metadata", metadata.show, methods=["GET"])
    blueprint.register_error_handler(Busy, show_busy)
    blueprint.register_error_handler(HTTPException, show_http_error)
    app.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
