"""The providers at which people sign in, and how we prove to each that it is us: by a secret, or a key of our own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from app.environment import SettingsError

CITIZEN, STAFF = KINDS = ("citizen", "staff")
LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost"}
SCOPES = {CITIZEN: "openid profile vo wettelijkvertegenwoordiger", STAFF: "openid profile"}
LABELS = {CITIZEN: "Met eID of itsme", STAFF: "Met mijn werkaccount"}
FEWEST_BITS, CURVE = 2048, "P-256"  # of an RSA key, and of another

ClientKey = RSAKey | ECKey


@dataclass(frozen=True)
class ProviderSettings:
    """One provider. `issuer` is its name to the letter; `label` is what people read on the button.

    We prove who we are with `client_secret` or, where that is empty, by signing with `client_key`.
    """

    kind: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    label: str
    client_key: ClientKey | None = field(default=None, repr=False)


def read_provider(environment: Mapping[str, str], kind: str) -> ProviderSettings | None:
    """The provider of this kind, None when none is set; raises SettingsError with one sentence when half of it is."""
    name = f"OIDC_{kind.upper()}_"
    issuer, client_id, secret, key_file, scope, label = (
        environment.get(name + one, "").strip()
        for one in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_KEY_FILE", "SCOPE", "NAME")
    )
    if not issuer:
        _check_empty(environment, name)
        return None
    check_address(f"{name}ISSUER", issuer)
    if not client_id:
        raise SettingsError(f"{name}CLIENT_ID: is missing, but {name}ISSUER is set. The provider gave it to you.")
    if not secret and not key_file:
        raise SettingsError(
            f"{name}CLIENT_SECRET: is missing, but {name}ISSUER is set. Write what the provider gave you, or name the "
            f"file of a key in {name}CLIENT_KEY_FILE."
        )
    if secret and key_file:
        raise SettingsError(f"{name}CLIENT_KEY_FILE: is set, and {name}CLIENT_SECRET too. Keep what was agreed.")
    scope = scope or SCOPES[kind]
    if "openid" not in scope.split():
        raise SettingsError(f"{name}SCOPE: has no openid in it. Write it first, as in {SCOPES[kind]!r}.")
    key = _client_key(f"{name}CLIENT_KEY_FILE", Path(key_file)) if key_file else None
    return ProviderSettings(kind, issuer, client_id, secret, scope, label or LABELS[kind], key)


def check_address(name: str, address: str) -> None:
    """Only https, or http on this machine: what is read from there is believed."""
    parts = urlsplit(address)
    good = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
    if not good or not parts.hostname or parts.query or parts.fragment or not address.isprintable():
        raise SettingsError(f"{name}: is {address!r}. Write an address that begins with https://.")


def _check_empty(environment: Mapping[str, str], name: str) -> None:
    for one in ("CLIENT_ID", "CLIENT_SECRET", "CLIENT_KEY_FILE", "SCOPE", "NAME"):
        if environment.get(name + one, "").strip():
            raise SettingsError(f"{name}ISSUER: is missing, but {name}{one} is set. Write the address of the issuer.")


def _client_key(name: str, path: Path) -> ClientKey:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: cannot read {path}. Name a file with a private key, as PEM or as JWK.") from error
    key = _read_key(text.strip())
    if key is None or not key.is_private:
        raise SettingsError(f"{name}: {path.name} holds no private key without a password, as PEM or as JWK.")
    strong = key.raw_value.key_size >= FEWEST_BITS if isinstance(key, RSAKey) else key.curve_name == CURVE
    if not strong:
        raise SettingsError(f"{name}: the key in {path.name} is too weak. Make one of RSA with 2048 bits, or of P-256.")
    return key


def _read_key(text: str) -> ClientKey | None:
    try:
        if text.startswith("{"):
            found = JWKRegistry.import_key(json.loads(text))
            return found if isinstance(found, ClientKey) else None
        try:
            return RSAKey.import_key(text)
        except (JoseError, ValueError, TypeError):
            return ECKey.import_key(text)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        return None
