"""From where staff may work, asked at every request: a laptop that leaves the counter takes nothing along."""

import logging
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from flask import Flask, render_template, request

from app.core.errors import NotAllowed
from app.core.people.signed_in import Desk, SignedIn
from app.web.databases import settings
from app.web.sessions import browser_session

log = logging.getLogger(__name__)

OPEN_ANYWHERE = {"sign_in.sign_out", "sign_in.signed_out", "sign_out_provider.leave", "sign_out_provider.go"}


def install_staff_access(app: Flask) -> None:
    """Refuse staff from outside the networks that the settings name, before anything is shown."""
    app.before_request(_refuse_elsewhere)


def check_network(who: SignedIn) -> None:
    """Refuse a member of staff who signs in from elsewhere."""
    if who.desk and not _is_inside(who.desk):
        log.warning("access refused", extra={"kind": "wrong_network"})
        raise NotAllowed("wrong_network")


def _refuse_elsewhere() -> tuple[str, int] | None:
    who = browser_session().who
    if who is None or not who.desk or request.endpoint in OPEN_ANYWHERE or _is_inside(who.desk):
        return None
    log.warning("access refused", extra={"kind": "wrong_network"})
    return render_template("pages/sign_in/wrong_network.html"), 403


def _is_inside(desk: Desk) -> bool:
    """Whether this request comes from a network of the settings, and from one of the clerk's own counter."""
    of_counter = [ip_network(text) for text in desk.networks]
    return all(_is_from(networks) for networks in (settings().sign_in.access.networks, of_counter) if networks)


def _is_from(networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in networks)
