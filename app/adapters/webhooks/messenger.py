"""Posting to an address that somebody else chose: no detours, no machine of our own, and never for long."""

import ipaddress
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import urlsplit

import requests

from app.adapters.webhooks.signing import sign
from app.config import Settings
from app.core.events.cloud import CONTENT_TYPE, cloud_event
from app.core.events.delivering import Outcome, Telling

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 10
# For all of it, names looked up included: less than the lease of a worker.
SECONDS_IN_ALL = 15
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # leads to the IPv4 address in its last four bytes (RFC 6052)


class Messenger:
    """Posts events; `source` is where this service is found. A demo may tell the machine on which it runs."""

    def __init__(self, source: str, *, to_ourselves: bool) -> None:
        self.source, self.to_ourselves = source, to_ourselves

    def tell(self, telling: Telling, at: datetime) -> Outcome:
        """Post it, and say what was answered. What is answered beside the status is not even read."""
        body = json.dumps(cloud_event(telling.event, self.source), separators=(",", ":")).encode()
        headers = {"Content-Type": CONTENT_TYPE, "User-Agent": "Mandaatloket"}
        headers |= sign(str(telling.id), at, body, telling.secrets)
        # Who sends a sign now and then keeps a connection for ever; its thread is left alone with it.
        posting = ThreadPoolExecutor(1, thread_name_prefix="telling")
        try:
            return posting.submit(self._post, telling.address, body, headers).result(SECONDS_IN_ALL)
        except TimeoutError:
            return Outcome(error="too_slow")
        finally:
            posting.shutdown(wait=False)

    def _post(self, address: str, body: bytes, headers: dict[str, str]) -> Outcome:
        try:
            if not self.to_ourselves and _is_within(address):
                return Outcome(error="address_within")
            with requests.Session() as session:
                # What runs here is not reached through a proxy.
                session.trust_env = not self.to_ourselves
                wait = (SECONDS_TO_CONNECT, SECONDS_TO_ANSWER)
                answer = session.post(
                    address, data=body, headers=headers, timeout=wait, allow_redirects=False, stream=True
                )
                answer.close()
        except (requests.RequestException, OSError, ValueError) as error:
            return Outcome(error=type(error).__name__)
        return Outcome(status=answer.status_code)


def make_messenger(settings: Settings) -> Messenger:
    """Who tells applications, as the settings say."""
    return Messenger(settings.sign_in.public_url or "urn:mandaatloket", to_ourselves=settings.demo)


def _is_within(address: str) -> bool:
    """Whether the name leads to a machine that is not on the public network, today."""
    parts = urlsplit(address)
    found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    return any(not _is_outside(ipaddress.ip_address(one[4][0])) for one in found)


def _is_outside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is one machine of the public network, also where an address of the old kind stands in a new one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.sixtofour
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) if address in NAT64 else inner
        if address.is_site_local or (inner is not None and not _is_outside(inner)):
            return False
    return address.is_global and not address.is_multicast
