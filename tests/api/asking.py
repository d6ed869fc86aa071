"""An application of the test world with keys of its own, which asks tokens as a real one does."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from werkzeug.test import TestResponse

from app.core.actor import Actor
from app.core.clients.keeping_keys import add_key
from app.core.clients.registering import ClientPlan, add_client
from app.core.clients.scopes import SCOPES

HERE = "http://localhost"
TOKEN = "/oauth/token"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
Key = RSAKey | ECKey


def new_key(kid: str = "one") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid}, private=True)


@dataclass
class Application:
    """`key` is its client_id; `signing` the private half of what we know of it."""

    app: Flask
    key: str = "loket"
    signing: Key = field(default_factory=new_key)

    def register(self, **more: Any) -> "Application":
        """Let us know it, with its public key."""
        said = {"domains": ("subsidies", "werk"), "scopes": SCOPES, "entity_key": None} | more
        with self.app.extensions["database"].writing.begin() as session:
            now = self.app.extensions["clock"]()
            add_client(session, Actor.job(), ClientPlan(self.key, self.key.title(), **said), now=now)
            public = json.dumps(self.signing.as_dict(private=False))
            add_key(session, Actor.job(), self.key, public, now=now)
        return self

    def claims(self, **other: Any) -> dict[str, Any]:
        """What an honest assertion says; a value of None leaves one out."""
        now = int(self.app.extensions["clock"]().timestamp())
        said = {
            "iss": self.key, "sub": self.key, "aud": HERE, "iat": now, "exp": now + 60, "jti": secrets.token_hex(8)
        } | other  # fmt: skip
        return {name: value for name, value in said.items() if value is not None}

    def assertion(self, *, with_key: Key | None = None, header: dict[str, Any] | None = None, **other: Any) -> str:
        """A signed assertion."""
        key = with_key or self.signing
        alg = "ES256" if isinstance(key, ECKey) else "RS256"
        return jwt.encode({"alg": alg, "kid": "one"} | (header or {}), self.claims(**other), key)

    def ask(self, assertion: str | None = None, *, to: str = TOKEN, **more: Any) -> TestResponse:
        """Ask a token, or whatever is at `to`."""
        form = {
            "grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion if assertion is not None else self.assertion(),
        } | more  # fmt: skip
        return self.app.test_client().post(to, data={name: value for name, value in form.items() if value is not None})

    def token(self, **more: Any) -> str:
        """A token, when it is given."""
        answer = self.ask(**more)
        assert answer.status_code == 200, answer.text
        return str(answer.get_json()["access_token"])
