"""Ports for programs that a test starts, and that begin to listen long after the port was chosen."""

import random
import socket
from contextlib import closing, suppress

# Below those that Linux hands out to whoever asks for any: a server of another test would get it meanwhile.
FIRST, LAST = 20_000, 32_000


def free_port() -> int:
    """A port of this machine at which nothing listens now."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many of them."""
    return [port for port in random.sample(range(FIRST, LAST), 20 * count) if _is_free(port)][:count]


def _is_free(port: int) -> bool:
    with suppress(OSError), closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", port))
        return True
    return False
