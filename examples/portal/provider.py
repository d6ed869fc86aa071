"""Signing in at the provider of citizens, by Authlib's client for Flask: code, PKCE, state and nonce are its work."""

from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry
from requests import RequestException

from examples.portal.settings import Settings
from examples.portal.visits import User

SCOPE = "openid profile vo wettelijkvertegenwoordiger"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY = 60  # seconds, between two clocks
# What can go wrong: the person went away, somebody else's answer, a provider that does not answer or not well.
Mishap = (OAuthError, JoseError, RequestException, KeyError, TypeError, ValueError, RuntimeError)


def install(app: Flask, settings: Settings) -> None:
    """Let the portal know its provider. Nothing is asked there before somebody signs in."""
    oauth = OAuth(app)
    oauth.register(
        "provider",
        client_id=settings.portal_id,
        client_secret=settings.issuer_secret,
        server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256"},
    )


def provider() -> Any:  # noqa: ANN401 - Authlib's client has no type of its own to name
    """The provider, of the application that answers."""
    return current_app.extensions["authlib.integrations.flask_client"].provider


def read_sign_out(token: str) -> str:
    """Which session at the provider ended, as it tells us itself; raises one of `Mishap` for anything else."""
    client = provider()
    issuer = client.load_server_metadata()["issuer"]
    keys = KeySet.import_key_set(client.fetch_jwk_set())
    claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    asked: dict[str, Any] = {name: {"essential": True} for name in ("iss", "aud", "iat", "exp", "jti", "sid", "events")}
    asked["iss"]["value"], asked["aud"]["value"] = issuer, client.client_id
    JWTClaimsRegistry(leeway=LEEWAY, **asked).validate(claims)
    # An ID token has a nonce; who got hold of one must not be able to sign its owner out.
    if EVENT not in claims["events"] or "nonce" in claims:
        raise ValueError("no logout token")
    return str(claims["sid"])


def read_user(claims: dict[str, Any]) -> User:
    """Who signed in; KeyError when he did not sign in for an enterprise."""
    # Two providers may call two people the same, so Mandaatloket knows people by both names.
    subject = f"{claims['iss']} {claims['sub']}"
    name = f"{claims['given_name']} {claims['family_name']}"
    return User(name, subject, claims["vo_orgcode"], claims.get("vo_orgnaam") or claims["vo_orgcode"])
