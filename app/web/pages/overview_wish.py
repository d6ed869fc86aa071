"""What somebody wishes to see in the overview, as it stands in the address, so that it can be kept and shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from app.core.views.overview_wish import ENDS_WITHIN, Group, Order, Side, Wish
from app.web.fields.text import LONGEST
from app.web.paging import SEARCH, posted_search, read_search, search_in_address

# What stands in the address, and what people read.
GROUPS = {
    Group.ALL: ("", "Alles"),
    Group.ACTIVE: ("actief", "Actief"),
    Group.WAITING: ("wacht", "Wacht op antwoord"),
    Group.SCHEDULED: ("gepland", "Gepland"),
    Group.SUSPENDED: ("geschorst", "Geschorst"),
    Group.ENDING: ("loopt-af", "Loopt af"),
    Group.OVER: ("voorbij", "Voorbij"),
}
SIDES = {
    None: ("", "Alles"),
    Side.GIVER: ("gever", "Wie mag iets voor mij doen?"),
    Side.HOLDER: ("nemer", "Voor wie mag ik iets doen?"),
}
ENDS = {None: ("", "Alles"), **{days: (str(days), f"Binnen {days} dagen") for days in ENDS_WITHIN}}
ORDERS = {
    Order.NEWEST: ("", "Nieuwste eerst"),
    Order.ENDS_FIRST: ("einde", "Wat eerst stopt"),
    Order.NAME: ("naam", "Op naam"),
}


@dataclass(frozen=True)
class Choice:
    """One choice in a list: its value in the address, its words, and whether it is chosen now."""

    value: str
    label: str
    chosen: bool


def read_wish() -> Wish:
    """The wish in the address of this request; what nobody can wish is left out."""
    return Wish(
        group=_chosen(GROUPS, "status", Group.ALL),
        side=_chosen(SIDES, "kant", None),
        domain=request.args.get("domein", "")[:LONGEST] or None,
        ends_within=_chosen(ENDS, "einde", None),
        text=read_search(),
        order=_chosen(ORDERS, "volgorde", Order.NEWEST),
    )


def address_of(wish: Wish, **other: str) -> dict[str, str]:
    """The parts of an address that say this wish, some of them otherwise; what says nothing is left out."""
    parts = {
        "status": GROUPS[wish.group][0],
        SEARCH: search_in_address(wish.text),
        "kant": SIDES[wish.side][0],
        "domein": wish.domain or "",
        "einde": ENDS[wish.ends_within][0],
        "volgorde": ORDERS[wish.order][0],
    }
    return {key: value for key, value in (parts | other).items() if value}


def posted_address() -> dict[str, str]:
    """The parts of the address for what a clerk posted: what he typed stands there as a mark."""
    posted = {name: request.form.get(name, "")[:LONGEST] for name in ("status", "kant", "domein", "einde", "volgorde")}
    return {key: value for key, value in {**posted, SEARCH: posted_search()}.items() if value}


def choices_of(wish: Wish, domains: Mapping[str, str]) -> dict[str, list[Choice]]:
    """What can be chosen in each list of the form, by the name that the list has in the address."""
    offered = {"": "Alles", **domains}
    return {
        "kant": [Choice(name, label, key is wish.side) for key, (name, label) in SIDES.items()],
        "domein": [Choice(key, label, key == (wish.domain or "")) for key, label in offered.items()],
        "einde": [Choice(name, label, key == wish.ends_within) for key, (name, label) in ENDS.items()],
        "volgorde": [Choice(name, label, key is wish.order) for key, (name, label) in ORDERS.items()],
    }


def said(wish: Wish, domains: Mapping[str, str]) -> str:
    """The wish in words, for paper; empty when it asks for everything."""
    parts = [GROUPS[wish.group][1]] if wish.group is not Group.ALL else []
    parts += [f"“{wish.text}”"] if wish.text else []
    parts += [SIDES[wish.side][1]] if wish.side else []
    parts += [domains.get(wish.domain, wish.domain)] if wish.domain else []
    parts += [f"stopt {ENDS[wish.ends_within][1].lower()}"] if wish.ends_within else []
    return ", ".join(parts)


def _chosen(names: Mapping[Any, tuple[str, str]], argument: str, otherwise: Any) -> Any:  # noqa: ANN401
    typed = request.args.get(argument, "")
    return next((key for key, (name, _) in names.items() if name == typed), otherwise)
