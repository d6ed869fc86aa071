"""Every other address of this door: what is not there is refused as SCIM says, not with a page of ours."""

from flask import Blueprint, Response

from app.web.scim.door import ADDRESS, METHODS, directory_only
from app.web.scim.loading import answered

pages = Blueprint("scim_elsewhere", __name__, url_prefix=ADDRESS)


@pages.route("", methods=METHODS)
@pages.route("/", methods=METHODS)
@pages.route("/<path:rest>", methods=METHODS)
@directory_only
def nothing(rest: str = "") -> Response:
    """All users and groups at the root, and searches by post; bulk and the own user are not offered."""
    return answered(f"/{rest}")
