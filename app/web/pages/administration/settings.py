"""What is set on this machine: shown, never changed here, and nothing secret."""

from collections.abc import Iterator, Sequence
from dataclasses import Field, fields, is_dataclass
from typing import Any

from flask import Blueprint, render_template

from app.config_retention import BOUNDS, setting_of
from app.web.databases import settings
from app.web.guards import administrator_only

pages = Blueprint("administration_settings", __name__, url_prefix="/beheer/instellingen")

SET, NOT_SET = "ingesteld", "niet ingesteld"
# By where a setting stands, the name that whoever sets it types; what is not here is its name in capitals.
TYPED = {
    "older_secret_keys": "SECRET_KEY_PREVIOUS",
    "older_letter_keys": "LETTER_KEY_PREVIOUS",
    "mail": "SMTP_HOST",
    **{f"mail.{name}": f"SMTP_{name.upper()}" for name in ("host", "port", "security", "user", "password")},
    "mail.sender": "MAIL_FROM",
    "mail.folder": "MAIL_FOLDER",
    "directory": "SCIM",
    **{f"directory.{name}": f"SCIM_{name.upper()}_ATTRIBUTE" for name in ("subject", "number", "group")},
    "directory.known_only": "SCIM_KNOWN_ONLY",
    "directory.requests_per_minute": "SCIM_REQUESTS_PER_MINUTE",
    "sign_in.passwords": "PASSWORD_SIGN_IN",
    "sign_in.public_url": "PUBLIC_URL",
    "sign_in.leeway_seconds": "OIDC_LEEWAY_SECONDS",
    "sign_in.providers": "OIDC_CITIZEN_ISSUER, OIDC_STAFF_ISSUER",
    "sign_in.access.acr": "OIDC_STAFF_ACR",
    "sign_in.access.amr": "OIDC_STAFF_AMR",
    "sign_in.access.networks": "STAFF_NETWORKS",
    "sign_in.access.hours": "STAFF_SESSION_HOURS",
    "sign_in.access.second_factor": "STAFF_SECOND_FACTOR",
    "sign_in.access.fresh_risks": "FRESH_SIGN_IN_RISKS",
    "sign_in.access.fresh_minutes": "FRESH_SIGN_IN_MINUTES",
    **{f"retention.{setting_of(name)}": name for name in BOUNDS},
}
FILES = {"client_key": "CLIENT_KEY_FILE", "thumbprint": "CERTIFICATE_FILE", "label": "NAME"}
CLAIMS, NOT_TYPED = ("sign_in.citizen.", "sign_in.staff."), {"service_name"}


@pages.get("")
@administrator_only
def show() -> str:
    """Every setting and its value."""
    kinds = [one.kind for one in settings().sign_in.providers]
    rows = [{"key": typed_name(name, kinds), "value": value} for name, value in shown(settings())]
    return render_template("pages/administration/settings.html", rows=rows)


def shown(part: Any, before: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any of our settings
    """Name and value of every setting in `part`; of a secret only whether it is set."""
    for one in fields(part):
        if one.name == "kind":  # of a provider: it is in the names of its settings
            continue
        value, name = getattr(part, one.name), f"{before}{one.name}"
        if is_dataclass(value):
            yield from shown(value, f"{name}.")
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            for number, item in enumerate(value, 1):
                yield from shown(item, f"{name}.{number}.")
        else:
            yield name, _text(one, value)


def typed_name(name: str, kinds: Sequence[str]) -> str:
    """The name under which whoever sets it types a setting, as in the handbook; `kinds` of the providers, in order.

    What stands in the file of claims goes by that file and its place there; a name that nobody sets stays as it is.
    """
    if name.startswith("sign_in.providers."):
        _, _, number, part = name.split(".", 3)
        return f"OIDC_{kinds[int(number) - 1].upper()}_{FILES.get(part, part.upper())}"
    if name.startswith(CLAIMS):
        return f"OIDC_CLAIMS_FILE: {name.removeprefix('sign_in.')}"
    return name if name in NOT_TYPED else TYPED.get(name, name.upper())


def _text(one: Field[Any], value: Any) -> str:  # noqa: ANN401
    if value is None or value in ("", ()):
        return NOT_SET
    if isinstance(value, bytes) or not one.repr:
        return SET
    if one.name == "database_url":
        return str(value).partition(":")[0]  # the rest can hold a password
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
