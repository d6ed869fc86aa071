"""Settings: read from the environment once, at the start, and refused there with a sentence that says what to do.

A default here must be safe in production and fit to publish. Secrets have no default; only the demo makes its own.
"""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEY_BYTES = 32
DEMO_KEY_FILE = "demo.key"


class SettingsError(Exception):
    """A setting is missing or wrong; the text says which one and what to write."""


@dataclass(frozen=True)
class Settings:
    """Everything a deployment decides. See docs/operator.md for each setting."""

    database_url: str
    data_dir: Path
    port: int
    demo: bool
    https: bool
    secret_key: bytes  # signs cookies, keys the hash of letter codes
    letter_key: bytes  # encrypts letters at rest
    help_line: str = "1700"
    help_hours: str = "elke werkdag van 9 tot 19 uur"
    service_name: str = "Mandaatloket"
    contact_person: str = "Sofie Lambrecht"
    contact_phone: str = "02 000 00 00"
    contact_address: tuple[str, ...] = ("Mandaatloket", "Brievenplein 1", "1000 Brussel")
    nearest_counter: str = "een loket in uw buurt"
    cooling_off_days: int = 10
    promise_working_days: int = 5
    printer_profile: str = "right-window"
    session_minutes: int = 30
    counter_hide_minutes: int = 2
    counter_sign_out_minutes: int = 15
    trusted_proxies: int = 0


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; raises SettingsError with one sentence when something is wrong."""
    demo = _flag(environment, "DEMO", False)
    data_dir = Path(environment.get("DATA_DIR") or ROOT / "var").resolve()
    _make_directory(data_dir)
    fallback = _demo_keys(data_dir) if demo else {}
    return Settings(
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{data_dir / 'mandaatloket.sqlite'}",
        data_dir=data_dir,
        port=_number(environment, "PORT", 8000, 1, 65535),
        demo=demo,
        https=_flag(environment, "HTTPS", not demo),
        secret_key=_key(environment, "SECRET_KEY", fallback),
        letter_key=_key(environment, "LETTER_KEY", fallback),
        help_line=environment.get("HELP_LINE", Settings.help_line),
        help_hours=environment.get("HELP_HOURS", Settings.help_hours),
        contact_person=environment.get("CONTACT_PERSON", Settings.contact_person),
        contact_phone=environment.get("CONTACT_PHONE", Settings.contact_phone),
        contact_address=_lines(environment, "CONTACT_ADDRESS", Settings.contact_address),
        nearest_counter=environment.get("NEAREST_COUNTER", Settings.nearest_counter),
        cooling_off_days=_number(environment, "COOLING_OFF_DAYS", 10, 0, 90),
        promise_working_days=_number(environment, "PROMISE_WORKING_DAYS", 5, 1, 30),
        printer_profile=environment.get("PRINTER_PROFILE", Settings.printer_profile),
        session_minutes=_number(environment, "SESSION_MINUTES", 30, 5, 720),
        counter_hide_minutes=_number(environment, "COUNTER_HIDE_MINUTES", 2, 1, 60),
        counter_sign_out_minutes=_number(environment, "COUNTER_SIGN_OUT_MINUTES", 15, 2, 720),
        trusted_proxies=_number(environment, "TRUSTED_PROXIES", 0, 0, 5),
    )


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DATA_DIR: cannot make the folder {path}: {error.strerror}. Choose another folder."
        ) from error
    if not os.access(path, os.W_OK):
        raise SettingsError(f"DATA_DIR: cannot write in {path}. Give this user the right to write, or choose another.")


def _flag(environment: Mapping[str, str], name: str, default: bool) -> bool:
    value = environment.get(name, "").strip().lower()
    if value in {"", "0", "1"}:
        return default if value == "" else value == "1"
    raise SettingsError(f"{name}: is {value!r}. Write 1 for yes or 0 for no.")


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = environment.get(name, "").strip() or str(default)
    if not value.isdigit() or not low <= int(value) <= high:
        raise SettingsError(f"{name}: is {value!r}. Write a whole number from {low} to {high}.")
    return int(value)


def _lines(environment: Mapping[str, str], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = environment.get(name)
    return tuple(part.strip() for part in value.split("|") if part.strip()) if value else default


def _key(environment: Mapping[str, str], name: str, fallback: Mapping[str, bytes]) -> bytes:
    value = environment.get(name, "").strip()
    if not value and name in fallback:
        return fallback[name]
    advice = f'make one with: python3 -c "import base64, os; print(base64.b64encode(os.urandom({KEY_BYTES})).decode())"'
    if not value:
        raise SettingsError(f"{name}: is missing. Outside the demo it has no default; {advice}")
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise SettingsError(f"{name}: is not base64; {advice}") from error
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{name}: has {len(key)} bytes instead of {KEY_BYTES}; {advice}")
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
