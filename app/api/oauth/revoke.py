"""POST /oauth/revoke: an application closes a token of its own before its time (RFC 7009)."""

from authlib.oauth2.rfc6749.errors import OAuth2Error
from flask import Response, request

from app.api.oauth.place import own_address
from app.api.oauth.revocation import Revocation
from app.api.oauth.server import server


def revoke() -> Response:
    """Nothing, with 200, whether or not there was such a token; a refusal when it is not clear who asks."""
    own_address()
    try:
        answer: Response = server().create_endpoint_response(Revocation.ENDPOINT_NAME, request)
    except OAuth2Error as error:
        return server().refuse(error)
    return answer
