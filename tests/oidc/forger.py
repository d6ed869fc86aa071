"""An issuer of our own, which signs whatever it is told to: also what no honest one would ever say."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.oidc.issuers import SECRET

CLIENT = "mandaatloket"


@cache
def key_named(kid: str) -> RSAKey:
    """A key of our own; the same one every time it is asked."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, private=True)


class Forger:
    """Answers as a provider does. `token` makes the ID token out of the nonce; `down` says what does not answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.published = ["one"]
        self.claims: dict[str, Any] = {}
        self.token = self.honest_token
        self.token_answer: dict[str, Any] | None = None
        self.down: set[str] = set()
        self.asked: list[str] = []
        self.challenges: dict[str, str] = {}
        self.nonces: dict[str, str] = {}

    def honest_token(self, nonce: str) -> str:
        """What a provider would say."""
        return sign(self.claims | {"nonce": nonce}, "one")

    def authorize(self, query: dict[str, str]) -> str:
        """Somebody signs in with what stands in the address that we sent the browser to; the code for us."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.challenges)}"
        self.challenges[code], self.nonces[code] = query["code_challenge"], query["nonce"]
        return code

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        return self.answer(request)(environ, start)

    def answer(self, request: Request) -> Response:
        """The answer of the provider to a question of ours."""
        what = request.path.rsplit("/", 1)[-1]
        self.asked.append(what)
        if what in self.down:
            return Response("<h1>Bad gateway</h1>", 502)
        if what == "openid-configuration":
            return _json({
                "issuer": self.url, "authorization_endpoint": f"{self.url}/auth", "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys", "end_session_endpoint": f"{self.url}/logout",
            })
        if what == "keys":
            return _json({"keys": [key_named(kid).as_dict(private=False) for kid in self.published]})
        return self._exchange(request) if what == "token" else Response(status=404)

    def _exchange(self, request: Request) -> Response:
        secret = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("Authorization") not in (f"Basic {secret}", f"Basic {plain}"):
            return _json({"error": "invalid_client"}, 401)
        code = request.form["code"]
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.challenges.pop(code, None) != challenge:
            return _json({"error": "invalid_grant"}, 400)
        if self.token_answer is not None:
            return _json(self.token_answer)
        token = self.token(self.nonces[code])
        return _json({"access_token": "an access token", "token_type": "Bearer", "id_token": token})


def sign(claims: dict[str, Any], kid: str, *, named: str | None = None, **header: Any) -> str:
    """A token signed with the key `kid`, which may be called something else in its header."""
    return jwt.encode({"alg": "RS256", "kid": named or kid} | header, claims, key_named(kid))


def sign_with_public_key(claims: dict[str, Any], kid: str) -> str:
    """A token signed with a secret that everybody knows: the public key."""
    signed = _joined({"alg": "HS256", "kid": kid}, claims)
    digest = hmac.digest(key_named(kid).as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def unsigned(claims: dict[str, Any]) -> str:
    """A token that says of itself that it needs no signature."""
    return _joined({"alg": "none", "kid": "one"}, claims) + "."


def _joined(*parts: dict[str, Any]) -> str:
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)


@contextmanager
def running_forger() -> Iterator[Forger]:
    """The issuer on a free port of this machine, as long as the block lasts."""
    forger = Forger("")
    server = make_server("127.0.0.1", 0, forger, threaded=True)
    server.log = lambda *_: None  # type: ignore[method-assign]
    forger.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield forger
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(content), status, mimetype="application/json")
