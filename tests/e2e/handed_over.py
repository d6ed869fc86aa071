"""Links of the demo's portal. What it is sent back to is a page of the town: nobody may talk to anywhere else."""

from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.caller import Caller
from app.core.handoffs.making import HandoffWish, make_handoff
from app.models.api_client import ApiClient
from tests.e2e.town import Town

BACK = "/hulp"
BAKERY, PEETERS, TYPE = "0199000151", "0199000250", "hinder.manage"
KNOWN: dict[str, Any] = {"giver": BAKERY, "started_by": "giver", "ends": {"months": 12}, "state": "x7"}


def link_of(town: Town, **known: Any) -> str:
    """The address of a new link, for giving; what the portal knows can be said otherwise."""
    app, back = town.app, town.url + BACK
    with app.extensions["database"].writing.begin() as session:
        portal = session.scalars(select(ApiClient).where(ApiClient.key == "ondernemersloket")).one()
        portal.return_addresses = [*{*portal.return_addresses, back}]
        caller = Caller(portal.id, None, frozenset(portal.domains), frozenset(), None, None, "one")
        link = make_handoff(
            session, Actor.through_api(caller), HandoffWish(back, **(KNOWN | known)), app.extensions["vault"],
            policy=app.extensions["policy"], now=app.extensions["clock"](),
        )  # fmt: skip
    return f"/overgang/{link.token}"
