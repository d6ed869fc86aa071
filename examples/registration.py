"""Tells Mandaatloket once that there is a portal, with the commands of its operator (docs/operator.md)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).resolve().parent.parent
ENTITY, DOMAIN = "ondernemen", "subsidies"  # whose portal it is, and what of mandates is its business
SCOPES = ("mandates:read", "handoffs", "catalogue:read", "enterprises:read", "checks", "events")
USUAL_PORT = 8001


@dataclass(frozen=True)
class Registration:
    """The portal as Mandaatloket knows it: by its `name`, with the private key in `key_file`."""

    name: str
    key_file: Path
    webhook_secret: str = field(repr=False)


def register(data: Path, portal: str, flask: Callable[..., str]) -> Registration:
    """The portal at this address; what was done before is not done again, also when it was broken off half-way.

    `flask` runs a command of Mandaatloket, and gives what it says.
    """
    port = urlsplit(portal).port
    key_file, notes = data / f"portal-{port}.pem", data / f"portal-{port}.json"
    name = f"portaal-{port}"
    known: dict[str, str] = json.loads(notes.read_text(encoding="ascii")) if notes.exists() else {}

    def once(step: str, *command: str) -> None:
        if step not in known:
            known[step] = flask(*command)
            _keep(notes, json.dumps(known))

    shown = "Ondernemersloket" if port == USUAL_PORT else f"Ondernemersloket ({port})"
    scopes = [part for scope in SCOPES for part in ("--scope", scope)]
    return_address = ("--return", f"{portal}/terug")
    once(
        "client", "client", "add", name, shown, "--entity", ENTITY, "--domain", DOMAIN, *scopes, *return_address,
        "--audience", name,
    )  # fmt: skip
    public = _make_key(key_file)
    once("key", "client", "key", name, str(public))
    once("webhook", "webhook", "add", name, f"{portal}/meldingen")
    return Registration(name, key_file, known["webhook"].split()[-1])


def _make_key(path: Path) -> Path:
    """A key of the portal's own in this file, unless it is there; returns the file of the public half."""
    public = path.with_suffix(".pub")
    if not public.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        _keep(path, key.private_bytes(serialization.Encoding.PEM, *form).decode())
        half = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        _keep(public, half.decode())
    return public


def _keep(path: Path, text: str) -> None:
    """Write a file that only its owner can read, all of it or nothing."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    beside.replace(path)


def flask_with(environment: dict[str, str]) -> Callable[..., str]:
    """What runs a command with these settings, and gives what it says; it ends this program when the command fails."""

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", *command], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise SystemExit(f"flask {' '.join(command)}: {done.stderr.strip()}")
        return done.stdout

    return run
