"""Settings: read from the environment once, at the start, and refused there with a sentence that says what to do.

A default here must be safe in production and fit to publish. Secrets have no default; only the demo makes its own.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.config_answers import PAID, read_answers
from app.config_directory import DirectorySettings, read_directory
from app.config_keys import read_keys
from app.config_retention import read_retention
from app.config_sign_in import SignInSettings, read_sign_in
from app.environment import SettingsError, read_flag, read_number
from app.retention import Retention

ROOT = Path(__file__).resolve().parent.parent
DEMO_MAIL_FOLDER = "mails"
DEMO_SENDER = "mandaatloket@demo.invalid"
SQLITE = "sqlite"
ENGINES = {SQLITE, "postgresql", "postgresql+psycopg"}
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True)
class MailSettings:
    """How e-mail leaves: by `host`, or as files into `folder`; one of the two is set.

    `security` is "starttls", "tls" or "none"; `sender` is the address on every mail, and where bounces go.
    """

    sender: str
    host: str | None = None
    port: int = SMTP_PORTS["starttls"]
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    folder: Path | None = None


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
    older_secret_keys: tuple[bytes, ...] = field(default=(), repr=False)  # with which is read, and nothing new is made
    older_letter_keys: tuple[bytes, ...] = field(default=(), repr=False)
    help_line: str = "1700"
    help_hours: str = "elke werkdag van 9 tot 19 uur"
    service_name: str = "Mandaatloket"
    contact_person: str = "Sofie Lambrecht"
    contact_phone: str = "02 000 00 00"
    contact_address: tuple[str, ...] = ("Mandaatloket", "Brievenplein 1", "1000 Brussel")
    reply_postage: str = PAID  # else people stick a stamp on
    reply_address: tuple[str, ...] = ()  # without it answers come to the contact address
    found_at: str = "vlaanderen.be"
    found_at_words: str = "de website van Vlaanderen"
    nearest_counter: str = "een loket in uw buurt"
    cooling_off_days: int = 10
    promise_working_days: int = 5
    looks_from_mandates: int = 5
    unchecked_letters_of_party: int = 2
    unchecked_letters_of_clerk: int = 20
    printer_profile: str = "right-window"
    session_minutes: int = 30
    counter_hide_minutes: int = 2
    counter_sign_out_minutes: int = 15
    staff_dormant_months: int = 6
    trusted_proxies: int = 0
    api_calls_per_minute: int = 6_000
    handoff_minutes: int = 30
    mail: MailSettings | None = None  # without it e-mail is not offered
    sign_in: SignInSettings = field(default_factory=SignInSettings)
    retention: Retention = field(default_factory=Retention)
    directory: DirectorySettings | None = None  # without it nobody speaks SCIM to us


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; raises SettingsError with one sentence when something is wrong."""
    demo = read_flag(environment, "DEMO", False)
    data_dir = Path(environment.get("DATA_DIR") or ROOT / "var").resolve()
    sign_in = read_sign_in(environment)
    _make_directory(data_dir)
    return Settings(
        database_url=_database_url(environment, data_dir),
        data_dir=data_dir,
        port=read_number(environment, "PORT", 8000, 1, 65535),
        demo=demo,
        https=read_flag(environment, "HTTPS", not demo),
        **read_keys(environment, data_dir, demo=demo),
        help_line=environment.get("HELP_LINE", "").strip() or Settings.help_line,
        help_hours=environment.get("HELP_HOURS", "").strip() or Settings.help_hours,
        nearest_counter=environment.get("NEAREST_COUNTER", "").strip() or Settings.nearest_counter,
        cooling_off_days=read_number(environment, "COOLING_OFF_DAYS", 10, 0, 90),
        promise_working_days=read_number(environment, "PROMISE_WORKING_DAYS", 5, 1, 30),
        looks_from_mandates=read_number(environment, "LOOKS_FROM_MANDATES", 5, 1, 1000),
        unchecked_letters_of_party=read_number(environment, "UNCHECKED_LETTERS_OF_PARTY", 2, 0, 100),
        unchecked_letters_of_clerk=read_number(environment, "UNCHECKED_LETTERS_OF_CLERK", 20, 0, 1000),
        printer_profile=environment.get("PRINTER_PROFILE", "").strip() or Settings.printer_profile,
        session_minutes=read_number(environment, "SESSION_MINUTES", 30, 5, 720),
        counter_hide_minutes=read_number(environment, "COUNTER_HIDE_MINUTES", 2, 1, 60),
        counter_sign_out_minutes=read_number(environment, "COUNTER_SIGN_OUT_MINUTES", 15, 2, 720),
        staff_dormant_months=read_number(environment, "STAFF_DORMANT_MONTHS", 6, 1, 24),
        retention=read_retention(environment),
        trusted_proxies=read_number(environment, "TRUSTED_PROXIES", 0, 0, 5),
        api_calls_per_minute=read_number(environment, "API_CALLS_PER_MINUTE", 6_000, 60, 10_000_000),
        handoff_minutes=read_number(environment, "HANDOFF_MINUTES", 30, 1, 1440),
        **read_answers(environment, demo=demo),
        mail=_mail(environment, data_dir / DEMO_MAIL_FOLDER if demo else None),
        sign_in=sign_in,
        directory=read_directory(environment, sign_in),
    )


def _database_url(environment: Mapping[str, str], data_dir: Path) -> str:
    """What is given, or a file in `data_dir`. It is never repeated in a refusal: a password can be in it."""
    given = environment.get("DATABASE_URL", "").strip()
    if not given:
        return f"sqlite:///{data_dir / 'mandaatloket.sqlite'}"
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        url = None
    is_file = url is not None and url.drivername == SQLITE
    # With an @ in the password, its end is read as the beginning of the host.
    if url is None or url.drivername not in ENGINES or (is_file and not url.database) or "@" in (url.host or ""):
        raise SettingsError(
            "DATABASE_URL: cannot be read. Write sqlite:////path/file.sqlite or "
            "postgresql+psycopg://user:password@host/name, and in the password %40 for @ and %25 for %."
        )
    if is_file and not (folder := Path(str(url.database)).parent).is_dir():
        raise SettingsError(f"DATABASE_URL: there is no folder {folder}. Make it, or name another.")
    return given


def _mail(environment: Mapping[str, str], demo_folder: Path | None) -> MailSettings | None:
    """By SMTP, into a folder, or not at all; half a setting is refused, because nobody would notice it."""
    given = {name: environment.get(name, "").strip() for name in ("SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD")}
    host, user, password = given.values()
    folder, sender = environment.get("MAIL_FOLDER", "").strip(), environment.get("MAIL_FROM", "").strip()
    if host and folder:
        raise SettingsError("MAIL_FOLDER: is set beside SMTP_HOST. Keep one of the two: e-mail leaves one way.")
    if not host:
        for name in ("SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_SECURITY"):
            if environment.get(name, "").strip():
                raise SettingsError(f"SMTP_HOST: is missing, but {name} is set. Write the name of the mail server.")
        return _mail_folder(folder, sender, demo_folder)
    if bool(user) != bool(password):
        missing = "SMTP_PASSWORD" if user else "SMTP_USER"
        raise SettingsError(f"{missing}: is missing. Set both SMTP_USER and SMTP_PASSWORD, or neither.")
    security = environment.get("SMTP_SECURITY", "").strip().lower() or "starttls"
    if security not in SMTP_PORTS:
        raise SettingsError(f"SMTP_SECURITY: is {security!r}. Write starttls, tls or none.")
    if password and security == "none" and host not in LOOPBACK:
        raise SettingsError("SMTP_SECURITY: is none, so the password would be sent in clear. Write starttls or tls.")
    port = read_number(environment, "SMTP_PORT", SMTP_PORTS[security], 1, 65535)
    return MailSettings(_sender(sender), host, port, security, user or None, password or None)


def _mail_folder(folder: str, sender: str, demo_folder: Path | None) -> MailSettings | None:
    path = Path(folder).resolve() if folder else demo_folder
    if path is None:
        if sender:
            raise SettingsError("SMTP_HOST: is missing, but MAIL_FROM is set. Write the name of the mail server.")
        return None
    return MailSettings(_sender(sender or (DEMO_SENDER if demo_folder else "")), folder=path)


def _sender(text: str) -> str:
    name, at, domain = text.partition("@")
    plain = text.isascii() and text.isprintable() and not set(text) & set(" <>,;:()[]\\\"")
    if not (plain and name and at and domain and "@" not in domain):
        found = f"is {text!r}" if text else "is missing"
        raise SettingsError(f"MAIL_FROM: {found}. Write the bare address that sends, such as loket@voorbeeld.be.")
    return text


def _make_directory(path: Path) -> None:
    try:
        # What SQLite makes there, everybody on the machine may read.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DATA_DIR: cannot make the folder {path}: {error.strerror}. Choose another folder."
        ) from error
    if not os.access(path, os.W_OK):
        raise SettingsError(f"DATA_DIR: cannot write in {path}. Give this user the right to write, or choose another.")
