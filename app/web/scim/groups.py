"""Groups of the directory."""

from flask import Blueprint, Response

from app.web.scim.door import ADDRESS, METHODS, directory_only
from app.web.scim.loading import answered

pages = Blueprint("scim_groups", __name__, url_prefix=ADDRESS)


@pages.route("/Groups", methods=METHODS)
@directory_only
def collection() -> Response:
    """Find groups, or make one."""
    return answered("/Groups")


@pages.route("/Groups/<group_id>", methods=METHODS)
@directory_only
def one(group_id: str) -> Response:
    """Read, replace, change or forget one group, and who is in it."""
    return answered(f"/Groups/{group_id}")
