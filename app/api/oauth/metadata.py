"""GET /.well-known/oauth-authorization-server: where and how a token can be had (RFC 8414)."""

import json

from flask import Response

from app.api.oauth.clients import methods
from app.api.oauth.grants import GRANTS
from app.api.oauth.place import REVOKE_ADDRESS, TOKEN_ADDRESS, own_address
from app.core.clients.keys import ALGORITHMS
from app.core.clients.scopes import SCOPES


def show() -> Response:
    """Everything that a client library asks."""
    here, ways = own_address(), methods()
    told = {
        "issuer": here,
        "token_endpoint": f"{here}{TOKEN_ADDRESS}",
        "token_endpoint_auth_methods_supported": ways,
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "revocation_endpoint": f"{here}{REVOKE_ADDRESS}",
        "revocation_endpoint_auth_methods_supported": ways,
        "revocation_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "grant_types_supported": [one.GRANT_TYPE for one in GRANTS],
        "response_types_supported": [],
        "scopes_supported": list(SCOPES),
        "service_documentation": f"{here}/api/v1/docs",
    }
    return Response(json.dumps(told), mimetype="application/json")
