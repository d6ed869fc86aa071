"""`make portal`: Mandaatloket, a provider of sign-ins and the portal, side by side on this machine until Ctrl-C.

The first time Mandaatloket is told that there is a portal, with the commands that an operator types; what comes of that
stays in the folder of the demo's data, readable by its owner alone.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from examples.registration import Registration, flask_with, register
from setup.npm import node

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "examples"
HOST = "127.0.0.1"
PROVIDER_OF_CITIZENS = "mandaatloket"  # what the provider calls Mandaatloket
START_SECONDS, STOP_SECONDS = 300, 25  # the first start loads the demo; a worker finishes the letter that it prints


class Ended(Exception):
    """A part ended by itself, or somebody wants to stop."""


class Together:
    """What runs side by side: when one ends, or somebody stops us, all of them do."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("ab")
        self._parts: list[subprocess.Popen[bytes]] = []
        self.asked = False

    def start(self, command: list[str], environment: dict[str, str], *, quiet: bool = True) -> None:
        """Begin a part, in a session of its own: Ctrl-C reaches us alone, and we pass it on once."""
        out = self._log if quiet else None
        begun = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=self._log,
            start_new_session=True,
        )  # fmt: skip
        self._parts.append(begun)

    def wait(self, done: Callable[[], bool] = lambda: False, seconds: float = float("inf")) -> None:
        """Until it is done. Raises Ended when a part ended first, when somebody stops us, or after so many seconds."""
        until = time.monotonic() + seconds
        while not done():
            if self.asked or time.monotonic() > until or any(part.poll() is not None for part in self._parts):
                raise Ended
            time.sleep(0.1)

    def stop(self) -> None:
        """End all parts, the last one first, and wait for them."""
        for part in reversed(self._parts):
            if part.poll() is None:
                part.send_signal(signal.SIGINT)
        until = time.monotonic() + STOP_SECONDS
        for part in self._parts:
            try:
                part.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(part.pid, signal.SIGKILL)
                part.wait()
        self._log.close()

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """Somebody stops us."""
        self.asked = True


def main() -> int:
    """Run them; returns the exit code."""
    port = int(os.environ.get("PORT") or 8000)
    ports = [port, int(os.environ.get("PORTAL_PORT") or port + 1), int(os.environ.get("PROVIDER_PORT") or port + 2)]
    for one in ports:
        refuse_a_taken_port(one)
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var" / "portal").resolve()
    data.mkdir(parents=True, exist_ok=True)
    together = Together(data / "portal.log")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, together.ask)
    try:
        run(together, data, *(f"http://{HOST}:{one}" for one in ports))
    except Ended:
        pass
    finally:
        together.stop()
    if not together.asked:
        say(f"A part of it ended by itself; see {data / 'portal.log'} and {data / 'service.log'}.")
    return 0 if together.asked else 1


def run(together: Together, data: Path, mandaatloket: str, portal: str, issuer: str) -> None:
    """Start all three in the order in which they need each other, and wait until the end."""
    secret = secrets.token_urlsafe(32)  # with which Mandaatloket and the portal prove themselves at the provider
    # What runs here is not reached through a proxy.
    shared = os.environ | {"NO_PROXY": HOST, "no_proxy": HOST}
    environment = shared | service_settings(data, mandaatloket, issuer, secret)
    together.start([sys.executable, "-m", "flask", "serve"], environment, quiet=False)
    together.wait(lambda: answers(f"{mandaatloket}/health/live"), START_SECONDS)
    known = register(data, portal, flask_with(environment))
    provider = [node(), str(HERE / "provider.mjs")]
    together.start(provider, shared | provider_settings(known, mandaatloket, portal, issuer, secret))
    together.start(web_server(portal), shared | portal_settings(known, mandaatloket, portal, issuer, secret))
    together.wait(lambda: answers(f"{issuer}/.well-known/openid-configuration") and answers(portal), START_SECONDS)
    say(f"The portal is on {portal}: sign in as Maria, give a mandate to Ilse, and sign in as Ilse in another browser.")
    together.wait()


def service_settings(data: Path, mandaatloket: str, issuer: str, secret: str) -> dict[str, str]:
    """Those of a demo whose citizens sign in at the provider, beside the passwords of its counters."""
    return {
        # Never a database of somebody's own: invented data would come into it.
        "DEMO": "1", "DATABASE_URL": "", "DATA_DIR": str(data), "PORT": mandaatloket.rpartition(":")[2],
        "PUBLIC_URL": mandaatloket,
        "PASSWORD_SIGN_IN": "1", "OIDC_CITIZEN_ISSUER": issuer, "OIDC_CITIZEN_CLIENT_ID": PROVIDER_OF_CITIZENS,
        "OIDC_CITIZEN_CLIENT_SECRET": secret,
    }  # fmt: skip


def portal_settings(
    known: Registration, mandaatloket: str, portal: str, issuer: str, secret: str
) -> dict[str, str]:  # fmt: skip
    """Those of the portal."""
    return {
        "MANDAATLOKET_URL": mandaatloket, "PORTAL_URL": portal, "PORTAL_ID": known.name,
        "PORTAL_KEY_FILE": str(known.key_file), "PORTAL_ISSUER": issuer, "PORTAL_ISSUER_SECRET": secret,
        "PORTAL_WEBHOOK_SECRET": known.webhook_secret,
    }  # fmt: skip


def provider_settings(
    known: Registration, mandaatloket: str, portal: str, issuer: str, secret: str
) -> dict[str, str]:  # fmt: skip
    """The people of the demo, and both applications at which they sign in; arguments could be read by anybody here."""
    clients: list[dict[str, Any]] = [
        {
            "client_id": PROVIDER_OF_CITIZENS, "client_secret": secret,
            "redirect_uris": [f"{mandaatloket}/aanmelden/terug/citizen"],
            "post_logout_redirect_uris": [f"{mandaatloket}/afgemeld"],
            "backchannel_logout_uri": f"{mandaatloket}/aanmelden/afgemeld/citizen",
            "backchannel_logout_session_required": True,
        },
        {
            "client_id": known.name, "client_secret": secret, "redirect_uris": [f"{portal}/aangemeld"],
            "post_logout_redirect_uris": [f"{portal}/"], "backchannel_logout_uri": f"{portal}/afgemeld",
            "backchannel_logout_session_required": True,
        },
    ]  # fmt: skip
    people = json.loads((HERE / "people.json").read_text(encoding="utf-8"))
    port = int(issuer.rpartition(":")[2])
    asked = {"port": port, "people": people, "clients": clients, "look": f"{portal}/static/portal.css"}
    return {"DEMO_PROVIDER": json.dumps(asked)}


def web_server(portal: str) -> list[str]:
    """The portal keeps who is signed in in memory, so it is one process."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", portal.rpartition(":")[2],
        "--workers", "1", "--blocking-threads", "8", "--log-level", "error", "--factory",
        "examples.portal:from_environment",
    ]  # fmt: skip


def answers(address: str) -> bool:
    """Whether something is there that answers well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def refuse_a_taken_port(port: int) -> None:
    """End with one sentence when somebody else answers there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            names = "PORT, PORTAL_PORT or PROVIDER_PORT"
            raise SystemExit(f"Port {port} is in use. Choose others with {names}: make portal PORT=9000") from error


def say(text: str) -> None:
    """To who sits at this screen."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
