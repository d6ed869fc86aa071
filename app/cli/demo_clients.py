"""The applications of the demo, with a secret that everybody may know: it opens invented data only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.core.actor import Actor
from app.core.clients.keeping_keys import add_secret
from app.core.clients.registering import ClientPlan, add_client
from app.core.clients.scopes import SCOPES
from app.core.vault import Vault
from app.db import Session


def load_clients(session: Session, clients: Sequence[dict[str, Any]], vault: Vault, *, now: datetime) -> None:
    """Add them; only ever called in a demo, where the core lets them have a secret."""
    for one in clients:
        plan = ClientPlan(
            one["key"], one["name"], one.get("entity"), tuple(one["domains"]), tuple(one.get("scopes", SCOPES)),
            tuple(one["return_addresses"]), tuple(one["audiences"]),
        )  # fmt: skip
        add_client(session, Actor.job(), plan, now=now)
        add_secret(session, Actor.job(), one["key"], vault, demo=True, secret=one["secret"], now=now)
