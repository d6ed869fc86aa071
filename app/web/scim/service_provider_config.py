"""What this door can do and what not, for whoever provisions."""

from flask import Blueprint, Response

from app.web.scim.door import ADDRESS, METHODS, directory_only
from app.web.scim.loading import answered

pages = Blueprint("scim_service_provider_config", __name__, url_prefix=ADDRESS)


@pages.route("/ServiceProviderConfig", methods=METHODS)
@directory_only
def show() -> Response:
    """Patch, filter and ETag; no bulk, no sorting, no passwords."""
    return answered("/ServiceProviderConfig")
