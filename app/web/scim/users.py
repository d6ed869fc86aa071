"""Users of the directory."""

from flask import Blueprint, Response

from app.web.scim.door import ADDRESS, METHODS, directory_only
from app.web.scim.loading import answered

pages = Blueprint("scim_users", __name__, url_prefix=ADDRESS)


@pages.route("/Users", methods=METHODS)
@directory_only
def collection() -> Response:
    """Find users, or make one."""
    return answered("/Users")


@pages.route("/Users/<user_id>", methods=METHODS)
@directory_only
def one(user_id: str) -> Response:
    """Read, replace, change or forget one user."""
    return answered(f"/Users/{user_id}")
