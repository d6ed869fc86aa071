"""The providers at which people sign in, and how we prove to each that it is us: by a secret, or a key of our own."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from app.environment import SettingsError

CITIZEN, STAFF = KINDS = ("citizen", "staff")
LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost"}
NAMES = {
    CITIZEN: ("OIDC_CITIZEN_ISSUER", "OIDC_CITIZEN_CLIENT_ID", "OIDC_CITIZEN_CLIENT_SECRET",
              "OIDC_CITIZEN_CLIENT_KEY_FILE", "OIDC_CITIZEN_SCOPE", "OIDC_CITIZEN_NAME",
              "OIDC_CITIZEN_CERTIFICATE_FILE"),
    STAFF: ("OIDC_STAFF_ISSUER", "OIDC_STAFF_CLIENT_ID", "OIDC_STAFF_CLIENT_SECRET", "OIDC_STAFF_CLIENT_KEY_FILE",
            "OIDC_STAFF_SCOPE", "OIDC_STAFF_NAME", "OIDC_STAFF_CERTIFICATE_FILE"),
}  # fmt: skip
SCOPES = {CITIZEN: "openid profile vo wettelijkvertegenwoordiger", STAFF: "openid profile"}
LABELS = {CITIZEN: "Met eID of itsme", STAFF: "Met mijn werkaccount"}
FEWEST_BITS, CURVE = 2048, "P-256"  # of an RSA key, and of another

ClientKey = RSAKey | ECKey


@dataclass(frozen=True)
class ProviderSettings:
    """One provider. `issuer` is its name to the letter; `label` is what people read on the button.

    We prove who we are with `client_secret` or, where that is empty, by signing with `client_key`. A provider that
    knows the key by a certificate finds it by `thumbprint`: the SHA-256 of the certificate, as a header has it.
    """

    kind: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    label: str
    client_key: ClientKey | None = field(default=None, repr=False)
    thumbprint: str | None = None


def read_provider(environment: Mapping[str, str], kind: str) -> ProviderSettings | None:
    """The provider of this kind, None when none is set; raises SettingsError with one sentence when half of it is."""
    names = NAMES[kind]
    given = [environment.get(name, "").strip() for name in names]
    issuer, client_id, secret, key_file, scope, label, certificate = given
    if not issuer:
        _check_empty(environment, names)
        return None
    check_address(names[0], issuer)
    if not client_id:
        raise SettingsError(f"{names[1]}: is missing, but {names[0]} is set. The provider gave it to you.")
    if not secret and not key_file:
        raise SettingsError(
            f"{names[2]}: is missing, but {names[0]} is set. Write what the provider gave you, or name the file of a "
            f"key in {names[3]}."
        )
    if secret and key_file:
        raise SettingsError(f"{names[3]}: is set, and {names[2]} too. Keep what was agreed.")
    scope = scope or SCOPES[kind]
    if "openid" not in scope.split():
        raise SettingsError(f"{names[4]}: has no openid in it. Write it first, as in {SCOPES[kind]!r}.")
    key = _client_key(names[3], Path(key_file)) if key_file else None
    thumbprint = _thumbprint(names, Path(certificate), key) if certificate else None
    return ProviderSettings(kind, issuer, client_id, secret, scope, label or LABELS[kind], key, thumbprint)


def check_address(name: str, address: str) -> None:
    """Only https, or http on this machine: what is read from there is believed."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    good = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
    if not good or not parts.hostname or parts.query or parts.fragment or not address.isprintable():
        raise SettingsError(f"{name}: is {address!r}. Write an address that begins with https://.")


def _check_empty(environment: Mapping[str, str], names: Sequence[str]) -> None:
    for name in names[1:]:
        if environment.get(name, "").strip():
            raise SettingsError(f"{names[0]}: is missing, but {name} is set. Write the address of the issuer.")


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


def _thumbprint(names: Sequence[str], path: Path, key: ClientKey | None) -> str:
    """What the provider knows the certificate by (x5t#S256), once it is seen to be that of our key."""
    if key is None:
        raise SettingsError(f"{names[6]}: is set, but {names[3]} is not. Name the file of its private key there.")
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(f"{names[6]}: cannot read {path}. Name a file with a certificate, as PEM.") from error
    spki = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    mine = serialization.load_pem_public_key(key.as_pem(private=False))
    if certificate.public_key().public_bytes(*spki) != mine.public_bytes(*spki):
        raise SettingsError(f"{names[6]}: {path.name} is the certificate of another key than that of {names[3]}.")
    digest = certificate.fingerprint(hashes.SHA256())
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


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
