"""POST /oauth/token: a token for who proves who he is."""

from authlib.oauth2.rfc6749.errors import OAuth2Error
from flask import Response, request

from app.api.oauth.place import own_address
from app.api.oauth.server import server


def issue() -> Response:
    """A token, or a refusal as RFC 6749 (5.2) has it."""
    own_address()
    try:
        answer: Response = server().create_token_response(request)
    except OAuth2Error as error:
        return server().refuse(error)
    return answer
