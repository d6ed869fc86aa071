"""Which kinds of resources there are: users and groups."""

from flask import Blueprint, Response

from app.web.scim.door import ADDRESS, METHODS, directory_only
from app.web.scim.loading import answered

pages = Blueprint("scim_resource_types", __name__, url_prefix=ADDRESS)


@pages.route("/ResourceTypes", methods=METHODS)
@directory_only
def collection() -> Response:
    """All of them."""
    return answered("/ResourceTypes")


@pages.route("/ResourceTypes/<name>", methods=METHODS)
@directory_only
def one(name: str) -> Response:
    """One of them."""
    return answered(f"/ResourceTypes/{name}")
