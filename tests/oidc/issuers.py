"""The certified providers of provider.mjs, and the settings of an application that relies on them."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.config import ROOT
from setup.npm import node

PROGRAM = Path(__file__).with_name("provider.mjs")
SECRET = "known to both of us"
GROUP_OF_CLERKS = "6f1c0c8e-0000-4000-8000-00000000c1e7"
GROUP_OF_OFFICE = "6f1c0c8e-0000-4000-8000-0000000000ff"
GROUP_OF_MANAGERS = "6f1c0c8e-0000-4000-8000-0000000000aa"
PEETERS, BEEKHOEK, UNKNOWN = "0199000250", "0199000448", "0199000151"

CITIZENS: dict[str, dict[str, Any]] = {
    "maria": {"given_name": "Maria", "family_name": "Vermeulen", "vo_doelgroepcode": "BUR"},
    "els": {"given_name": "Els", "family_name": "Wouters", "vo_doelgroepcode": "EA", "vo_orgcode": PEETERS,
            "vo_orgnaam": "Boekhoudkantoor Peeters BV", "wv_orgcode": PEETERS},
    "jan": {"given_name": "Jan", "family_name": "Maes", "vo_doelgroepcode": "EA", "vo_orgcode": PEETERS},
}  # fmt: skip
COLLEAGUES: dict[str, dict[str, Any]] = {
    "karim": {"given_name": "Karim", "family_name": "Bouazza", "groups": [GROUP_OF_CLERKS], "employeeid": "4711",
              "acr": "urn:be:vlaanderen:authmech:eid", "amr": ["pwd", "mfa"]},
    "lotte": {"given_name": "Lotte", "family_name": "Aerts", "groups": ["another"], "employeeid": "4712"},
}  # fmt: skip
CLAIMS = f"""
[staff]
number = "employeeid"
groups = "groups"

[[staff.desks]]
group = "{GROUP_OF_CLERKS}"
office = "Loket Gent (demo)"
town = "Gent"

[[staff.desks]]
group = "{GROUP_OF_OFFICE}"

[[staff.roles]]
group = "{GROUP_OF_MANAGERS}"
role = "domain_manager"
entity = "ondernemen"
"""


class Issuers:
    """The two providers while they run; `citizen` and `staff` are their issuers."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        where = self._hear()
        self.citizen, self.staff = where["citizen"], where["staff"]

    def rotate(self, kind: str) -> None:
        """Let a provider sign with another key from now on."""
        self._tell({"do": "rotate", "kind": kind})

    def tell_sign_outs(self, kind: str, uri: str) -> None:
        """Let a provider tell this address who signed out."""
        self._tell({"do": "logout", "kind": kind, "uri": uri})

    def trust(self, kind: str, jwk: dict[str, Any]) -> None:
        """Let the application prove itself with this key from now on, and no more with the secret."""
        self._tell({"do": "trust", "kind": kind, "jwk": jwk})

    def _tell(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        assert self._hear() == {"done": order["do"]}

    def _hear(self) -> dict[str, str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the provider ended: is oidc-provider installed?"
        heard: dict[str, str] = json.loads(line)
        return heard


@contextmanager
def running_issuers() -> Iterator[Issuers]:
    """Both providers, as long as the block lasts."""
    arguments = [node(), str(PROGRAM), json.dumps({"citizen": CITIZENS, "staff": COLLEAGUES})]
    process = subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield Issuers(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()


def settings_for(citizen: str, staff: str, folder: Path, public_url: str) -> dict[str, str]:
    """What stands in the environment of an application that relies on these issuers."""
    path = folder / "claims.toml"
    path.write_text(CLAIMS, encoding="utf-8")
    return {
        "PUBLIC_URL": public_url, "OIDC_CLAIMS_FILE": str(path),
        "OIDC_CITIZEN_ISSUER": citizen, "OIDC_CITIZEN_CLIENT_ID": "mandaatloket-citizen",
        "OIDC_CITIZEN_CLIENT_SECRET": SECRET, "OIDC_STAFF_ISSUER": staff,
        "OIDC_STAFF_CLIENT_ID": "mandaatloket-staff", "OIDC_STAFF_CLIENT_SECRET": SECRET,
    }  # fmt: skip
