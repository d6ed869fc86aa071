"""Addresses to which we send people back after a hand-over: registered before, whole, and safe."""

from urllib.parse import urlsplit

from app.core.errors import Invalid

LONGEST_ADDRESS = 500
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def check_address(address: str) -> None:
    """Refuse what is no whole address of a page by https, or by http on the machine itself; raises Invalid."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    plain = address.isascii() and address.isprintable() and not set(address) & set(" \\\"<>^`{|}")
    if not safe or not host or not plain or parts.fragment or parts.username or len(address) > LONGEST_ADDRESS:
        raise Invalid("client_return_address", field="return_addresses", address=address[:100])
