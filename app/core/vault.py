"""Secrets of letters and of people: the bytes are sealed at rest, codes are kept as a keyed hash.

Both keys can be replaced while the old ones are still read (docs/decisions/2026-11-30-keys.md). What is sealed, and
every hash that stands for long, says which key made it; what is of before that does not, and every key is tried.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
NAME_SIGNS = 12  # of the name of a key, in hexadecimals
SEAL = b"seal"
MARK_BYTES = len(SEAL) + NAME_SIGNS // 2
# A hash is 64 signs. One that says its key gives up some: a sign that no other has, seven of the name, 224 bits.
HASH_SIGN, HASH_NAME_SIGNS, HASH_SIGNS = "~", 7, 64
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


@dataclass(frozen=True)
class Vault:
    """`letter_key` (32 bytes) seals, `secret_key` keys the hashes; none of them is ever written anywhere.

    With the older ones nothing new is made: what was made with them still opens.
    """

    letter_key: bytes
    secret_key: bytes
    older_letter_keys: tuple[bytes, ...] = ()
    older_secret_keys: tuple[bytes, ...] = ()

    def seal(self, content: bytes, about: str) -> bytes:
        """The content, encrypted and bound to what it is about: a sealed part cannot be passed off as another."""
        nonce = os.urandom(NONCE_BYTES)
        return self.seal_mark + nonce + AESGCM(self.letter_key).encrypt(nonce, content, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """The content again; raises cryptography's InvalidTag when it was changed or belongs to something else.

        So it does when the key with which it was sealed is none of ours.
        """
        keys = (self.letter_key, *self.older_letter_keys)
        marked = [key for key in keys if sealed[:MARK_BYTES] == mark_of(key)]
        # Of before seals said their key: any of them, and no mark in front.
        for key, part in [*((key, sealed[MARK_BYTES:]) for key in marked), *((key, sealed) for key in keys)]:
            try:
                return AESGCM(key).decrypt(part[:NONCE_BYTES], part[NONCE_BYTES:], about.encode())
            except (InvalidTag, ValueError):
                continue
        raise InvalidTag

    @cached_property
    def seal_mark(self) -> bytes:
        """What everything begins with that is sealed with the newest key."""
        return mark_of(self.letter_key)

    @cached_property
    def hash_mark(self) -> str:
        """What every hash begins with that says that it was made with the newest key."""
        return hash_mark_of(self.secret_key)

    def code_hashes(self, letter_id: object, code: str) -> tuple[str, ...]:
        """The keyed hash of a letter's code, the one to keep first; the same code on another letter has another."""
        return self._lasting(f"letter-code:{letter_id}:{plain_code(code)}")

    def recovery_code_hashes(self, account_id: object, code: str) -> tuple[str, ...]:
        """The keyed hash of a code with which somebody signs in whose phone is gone, the one to keep first."""
        return self._lasting(f"recovery-code:{account_id}:{plain_code(code)}")

    def token_hashes(self, token: str) -> tuple[str, ...]:
        """The keyed hash of a token that the directory shows, the one to keep first."""
        return self._lasting(f"directory-token:{token}")

    def api_secret_hashes(self, client_id: object, secret: str) -> tuple[str, ...]:
        """The keyed hash of the secret of an application, the one to keep first; each application has another."""
        return self._lasting(f"api-secret:{client_id}:{secret}")

    def hash_code(self, letter_id: object, code: str) -> str:
        """The hash of a letter's code that is kept."""
        return self.code_hashes(letter_id, code)[0]

    def api_token_hashes(self, token: str) -> Iterator[str]:
        """The keyed hash of a token that an application shows, the one to keep first. It lives for minutes."""
        made = self._api_tokens.copy()  # every call of an application asks for one
        made.update(token.encode())
        yield made.hexdigest()
        for key in self.older_secret_keys:
            yield _keyed(key, f"api-token:{token}")

    @cached_property
    def _api_tokens(self) -> hmac.HMAC:
        return hmac.new(self.secret_key, b"api-token:", hashlib.sha256)

    def request_hashes(self, *requests: str) -> tuple[str, ...]:
        """The keyed hash of what an application asked, with each key, the one to keep first: a code can be in it.

        What holds such a hash itself is given once for each key, in their order.
        """
        keys = self._secret_keys
        each = requests if len(requests) == len(keys) else requests[:1] * len(keys)
        return tuple(_keyed(key, f"api-request:{one}") for key, one in zip(keys, each, strict=True))

    def handoff_hashes(self, token: str) -> tuple[str, ...]:
        """The keyed hash of a link with which another application sends somebody here, the one to keep first."""
        return tuple(_keyed(key, f"handoff:{token}") for key in self._secret_keys)

    def hash_source(self, source: str) -> str:
        """A digest of where a try came from, so that we can count without keeping addresses."""
        return _keyed(self.secret_key, f"source:{source}")

    @cached_property
    def _secret_keys(self) -> tuple[bytes, ...]:
        return (self.secret_key, *self.older_secret_keys)

    def _lasting(self, message: str) -> tuple[str, ...]:
        found = [(hash_mark_of(key), _keyed(key, message)) for key in self._secret_keys]
        marked = tuple(f"{mark}{whole}"[:HASH_SIGNS] for mark, whole in found)
        return marked + tuple(whole for _, whole in found)


def new_code() -> str:
    """A fresh code of eight signs that nobody mistakes for one another, shown as 7K4Q-92XD."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    return f"{signs[:4]}-{signs[4:]}"


def plain_code(text: str) -> str:
    """The eight signs in what somebody typed: capitals, without spaces and dashes."""
    return "".join(sign for sign in text.upper() if sign not in " -.\u00a0\u2013\t")


def name_of(key: bytes) -> str:
    """What we call a key where people can read it: nothing of the key follows from it."""
    return hashlib.sha256(b"the name of a key:" + key).hexdigest()[:NAME_SIGNS]


def mark_of(key: bytes) -> bytes:
    """What everything begins with that is sealed with this key."""
    return SEAL + bytes.fromhex(name_of(key))


def hash_mark_of(key: bytes) -> str:
    """What a hash of this key begins with."""
    return HASH_SIGN + name_of(key)[:HASH_NAME_SIGNS]


def _keyed(key: bytes, message: str) -> str:
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()
