"""Which attributes are kept: the schemas of users and groups."""

from flask import Blueprint, Response

from app.web.scim.door import ADDRESS, METHODS, directory_only
from app.web.scim.loading import answered

pages = Blueprint("scim_schemas", __name__, url_prefix=ADDRESS)


@pages.route("/Schemas", methods=METHODS)
@directory_only
def collection() -> Response:
    """All of them."""
    return answered("/Schemas")


@pages.route("/Schemas/<name>", methods=METHODS)
@directory_only
def one(name: str) -> Response:
    """One of them."""
    return answered(f"/Schemas/{name}")
