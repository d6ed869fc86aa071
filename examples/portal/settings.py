"""What the portal is told, by its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

NAMES = (
    "MANDAATLOKET_URL", "PORTAL_URL", "PORTAL_ID", "PORTAL_KEY_FILE", "PORTAL_ISSUER", "PORTAL_ISSUER_SECRET",
    "PORTAL_WEBHOOK_SECRET",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """Addresses are without a slash at the end.

    The portal is called `portal_id` at Mandaatloket, where it proves itself with `key` (PEM, private), and at the
    provider of sign-ins (`issuer`), where it has `issuer_secret`. What Mandaatloket tells is signed with
    `webhook_secret`.
    """

    mandaatloket: str
    url: str
    portal_id: str
    key: str = field(repr=False)
    issuer: str
    issuer_secret: str = field(repr=False)
    webhook_secret: str = field(repr=False)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; ends it with one sentence when one is missing."""
    missing = [name for name in NAMES if not environment.get(name)]
    if missing:
        raise SystemExit(f"{missing[0]}: is missing. `make portal` sets it; see examples/README.md.")
    mandaatloket, url, portal_id, key_file, issuer, issuer_secret, webhook_secret = (environment[one] for one in NAMES)
    key = Path(key_file).read_text(encoding="ascii")
    return Settings(mandaatloket, url, portal_id, key, issuer, issuer_secret, webhook_secret)
