"""The two keys of ours, and older ones with which is still read: from the environment, or made for a demo."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from app.environment import SettingsError

KEY_BYTES = 32
DEMO_KEY_FILE = "demo.key"
MOST_OLDER = 5
FIELDS = {
    "secret_key": ("SECRET_KEY", "SECRET_KEY_PREVIOUS"), "letter_key": ("LETTER_KEY", "LETTER_KEY_PREVIOUS")
}  # fmt: skip
_ADVICE = f'make one with: python3 -c "import base64, os; print(base64.b64encode(os.urandom({KEY_BYTES})).decode())"'


def read_keys(environment: Mapping[str, str], data_dir: Path, *, demo: bool) -> dict[str, bytes | tuple[bytes, ...]]:
    """The fields of the settings that hold keys; raises SettingsError for one that is missing or wrong."""
    fallback = _demo_keys(data_dir) if demo else {}
    found: dict[str, bytes | tuple[bytes, ...]] = {}
    for field, (name, previous) in FIELDS.items():
        newest = _key(environment, name, fallback)
        found |= {field: newest, f"older_{field}s": _older(environment, previous, newest)}
    return found


def _older(environment: Mapping[str, str], name: str, newest: bytes) -> tuple[bytes, ...]:
    given = environment.get(name, "").split()
    if len(given) > MOST_OLDER:
        raise SettingsError(f"{name}: has {len(given)} keys. Keep {MOST_OLDER} at most; see flask keys status.")
    keys = tuple(_decoded(name, one) for one in given)
    if newest in keys or len(set(keys)) < len(keys):
        raise SettingsError(f"{name}: has a key twice, or the newest too. Write each key once.")
    return keys


def _key(environment: Mapping[str, str], name: str, fallback: Mapping[str, bytes]) -> bytes:
    value = environment.get(name, "").strip()
    if not value and name in fallback:
        return fallback[name]
    if not value:
        raise SettingsError(f"{name}: is missing. Outside the demo it has no default; {_ADVICE}")
    return _decoded(name, value)


def _decoded(name: str, value: str) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise SettingsError(f"{name}: is not base64; {_ADVICE}") from error
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{name}: has {len(key)} bytes instead of {KEY_BYTES}; {_ADVICE}")
    return key


def _demo_keys(data_dir: Path) -> dict[str, bytes]:
    # The demo's keys are random too, and stay with its data: letters made yesterday can still be opened today.
    path = data_dir / DEMO_KEY_FILE
    if not path.exists():
        # Two programs may start at once in an empty folder: whoever links first, has made the keys of both.
        draft = path.with_suffix(f".{os.getpid()}")
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(2 * KEY_BYTES))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    content = path.read_bytes()
    return {"SECRET_KEY": content[:KEY_BYTES], "LETTER_KEY": content[KEY_BYTES:]}
