"""Secrets of letters and of people: the bytes are sealed at rest, codes are kept as a keyed hash."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


@dataclass(frozen=True)
class Vault:
    """`letter_key` (32 bytes) seals, `secret_key` keys the hashes; neither is ever written anywhere."""

    letter_key: bytes
    secret_key: bytes

    def seal(self, content: bytes, about: str) -> bytes:
        """The content, encrypted and bound to what it is about: a sealed part cannot be passed off as another."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.letter_key).encrypt(nonce, content, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """The content again; raises cryptography's InvalidTag when it was changed or belongs to something else."""
        return AESGCM(self.letter_key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())

    def hash_code(self, letter_id: object, code: str) -> str:
        """The keyed hash of a letter's code; the same code on another letter has another hash."""
        message = f"letter-code:{letter_id}:{plain_code(code)}".encode()
        return hmac.new(self.secret_key, message, hashlib.sha256).hexdigest()

    def hash_recovery_code(self, account_id: object, code: str) -> str:
        """The keyed hash of a code with which somebody signs in whose phone is gone."""
        message = f"recovery-code:{account_id}:{plain_code(code)}".encode()
        return hmac.new(self.secret_key, message, hashlib.sha256).hexdigest()

    def hash_token(self, token: str) -> str:
        """The keyed hash of a token that the directory shows."""
        return hmac.new(self.secret_key, f"directory-token:{token}".encode(), hashlib.sha256).hexdigest()

    def hash_api_token(self, token: str) -> str:
        """The keyed hash of a token that an application shows."""
        made = self._api_tokens.copy()  # every call of an application asks for one
        made.update(token.encode())
        return made.hexdigest()

    @cached_property
    def _api_tokens(self) -> hmac.HMAC:
        return hmac.new(self.secret_key, b"api-token:", hashlib.sha256)

    def hash_api_secret(self, client_id: object, secret: str) -> str:
        """The keyed hash of the secret of an application; the same secret of another one has another hash."""
        return hmac.new(self.secret_key, f"api-secret:{client_id}:{secret}".encode(), hashlib.sha256).hexdigest()

    def hash_request(self, request: str) -> str:
        """The keyed hash of what an application asked: a code can be in it."""
        return hmac.new(self.secret_key, f"api-request:{request}".encode(), hashlib.sha256).hexdigest()

    def hash_handoff(self, token: str) -> str:
        """The keyed hash of a link with which another application sends somebody here."""
        return hmac.new(self.secret_key, f"handoff:{token}".encode(), hashlib.sha256).hexdigest()

    def hash_source(self, source: str) -> str:
        """A digest of where a try came from, so that we can count without keeping addresses."""
        return hmac.new(self.secret_key, f"source:{source}".encode(), hashlib.sha256).hexdigest()


def new_code() -> str:
    """A fresh code of eight signs that nobody mistakes for one another, shown as 7K4Q-92XD."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    return f"{signs[:4]}-{signs[4:]}"


def plain_code(text: str) -> str:
    """The eight signs in what somebody typed: capitals, without spaces and dashes."""
    return "".join(sign for sign in text.upper() if sign not in " -.\u00a0\u2013\t")
