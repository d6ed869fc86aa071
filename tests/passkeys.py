"""A device that makes passkeys, in software: as honest, or as hostile, as a test wants it."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey on one device. `counts` says whether it tells how often it was used."""

    origin: str
    rp_id: str = "localhost"
    verifies: bool = True
    counts: bool = True
    uses: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user: bytes = b""

    @property
    def name(self) -> bytes:
        """The identifier of the passkey."""
        return hashlib.sha256(self._public()).digest()

    def make(self, options: str) -> str:
        """The answer to the question for a new passkey."""
        asked = json.loads(options)
        self.user = base64url_to_bytes(asked["user"]["id"])
        told = bytes(16) + len(self.name).to_bytes(2, "big") + self.name + self._public()
        made = {"fmt": "none", "attStmt": {}, "authData": self._data(WITH_KEY) + told}
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer({"clientDataJSON": client, "attestationObject": cbor2.dumps(made)})

    def answer(self, options: str) -> str:
        """The answer to the question who somebody is."""
        self.uses += self.counts
        client, data = self._client("webauthn.get", json.loads(options)["challenge"]), self._data(0)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signed, "userHandle": self.user}
        )

    def _answer(self, response: dict[str, bytes]) -> str:
        name = bytes_to_base64url(self.name)
        encoded: dict[str, Any] = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": encoded})

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
