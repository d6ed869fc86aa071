"""The overview of a party on paper: every mandate that runs, asked for by the party. It is about no single mandate.

So it bears a number of its own, made like a dossier number and known to nothing else: who reads it, checks it or sends
it back names that one number, however many mandates stand in it. See docs/decisions/2026-11-28-overview-letters.md.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed
from app.core.journal import record
from app.core.letters.data import OVERVIEW
from app.core.letters.extension_letters import period_with
from app.core.letters.facts import reader_of
from app.core.letters.orders import order_letter_of_party
from app.core.letters.stop_doors import stop_doors
from app.core.mandates.dossier_numbers import new_dossier_number
from app.core.mandates.lookup import list_agreed
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.people.rights import list_rights_in
from app.core.permits.managing import permit_managing
from app.core.permits.sight import find_sight
from app.core.policy import Policy
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.right_type import RightType
from app.models.user_right import RightKind, UserRight

MOST_LISTED = 100  # twenty pages: more does not go into an envelope, and nobody reads it on paper
RUNNING = frozenset({Status.ACTIVE, Status.SCHEDULED, Status.SUSPENDED})
STATES = {Status.SCHEDULED: "scheduled", Status.SUSPENDED: "suspended"}


@dataclass(frozen=True)
class OverviewWish:
    """What a party would get: how many mandates run, and the overview that it asked for today, if it did."""

    party: Party
    count: int
    ordered: Letter | None

    @property
    def refusal(self) -> Conflict | None:
        """Why there is nothing to send; None when there is."""
        if not self.count:
            return Conflict("overview_empty", party=self.party.name)
        return Conflict("overview_too_long", count=self.count) if self.count > MOST_LISTED else None


def overview_about(party_id: uuid.UUID) -> str:
    """The overview as a customer at the counter consents to it."""
    return f"overview:{party_id}"


def view_overview_wish(session: Session, actor: Actor, *, now: datetime) -> OverviewWish:
    """What the actor's party would get; NotAllowed for who may only execute."""
    day = brussels_day(now)
    sight = find_sight(session, actor, day)
    if not sight.decides:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    count = len(_running(session, sight.party.id, day))
    return OverviewWish(sight.party, count, find_overview_of(session, sight.party.id, day))


def order_overview(session: Session, actor: Actor, party_id: uuid.UUID, *, policy: Policy, now: datetime) -> Letter:
    """Promise the overview of a party, to its address; asking twice on a day gives one letter.

    Raises NotAllowed unless the actor decides for the party, and for the code of a letter; Conflict when nothing runs
    or more than fits in a letter.
    """
    # Asked twice at once, the second waits here and then finds the first.
    session.get(Party, party_id, with_for_update={"key_share": True}, populate_existing=True)
    party, day = get_party(session, party_id), brussels_day(now)
    if actor.letter_id is not None:
        raise NotAllowed("overview_not_by_code")
    permit = permit_managing(session, actor, party, day, widens=False, about=overview_about(party.id))
    mandates = _running(session, party.id, day)
    wish = OverviewWish(party, len(mandates), find_overview_of(session, party.id, day))
    if wish.ordered is not None:
        return wish.ordered
    if wish.refusal is not None:
        raise wish.refusal
    number = new_dossier_number(session)
    entry = record(
        session, actor, "overview_asked", now=now, ground=permit.ground, capacity=permit.capacity, number=number
    )
    facts = {
        "recipient_name": reader_of(session, entry, party, day),
        "party_name": party.name,
        "party_number": party.enterprise_number,
        "mandates": [_listed(mandate, party.id, day) for mandate in mandates],
        "colleagues": _colleagues(session, party.id, day),
    } | stop_doors(line for mandate in mandates for line in mandate.lines if not line.is_over(day))
    return order_letter_of_party(session, entry, party, OVERVIEW, number, facts, policy=policy, now=now)


def find_overview(session: Session, number: str) -> Letter | None:
    """The printed overview with this number, or None."""
    query = select(Letter).where(Letter.dossier_number == number, Letter.kind == OVERVIEW)
    query = query.where(Letter.printed_at.is_not(None))
    return session.scalars(query.options(joinedload(Letter.party))).first()


def find_overview_of(session: Session, party_id: uuid.UUID, day: date) -> Letter | None:
    """The overview that this party asked for on `day`, or None."""
    query = select(Letter).where(Letter.party_id == party_id, Letter.kind == OVERVIEW, Letter.dated == day)
    return session.scalars(query.limit(1)).first()


def _running(session: Session, party_id: uuid.UUID, day: date) -> list[Mandate]:
    """What runs: what the party gives first, each by the name of the other party."""
    running = [one for one in list_agreed(session, party_id) if one.status_on(day) in RUNNING]
    return sorted(running, key=lambda one: (one.giver_id != party_id, *_order_in_list(one, party_id)))


def _order_in_list(mandate: Mandate, party_id: uuid.UUID) -> tuple[str, str]:
    return _across(mandate, party_id).name.casefold(), mandate.dossier_number


def _across(mandate: Mandate, party_id: uuid.UUID) -> Party:
    return mandate.holder if mandate.giver_id == party_id else mandate.giver


def _listed(mandate: Mandate, party_id: uuid.UUID, day: date) -> dict[str, Any]:
    other = _across(mandate, party_id)
    lines = [line for line in mandate.lines if not line.is_over(day)]
    return {
        "side": str(mandate.side_of(party_id)),
        "dossier_number": mandate.dossier_number,
        "other_name": other.name,
        "other_number": other.enterprise_number,
        "short": list(dict.fromkeys(line.mandate_type.short for line in lines)),
        "period": period_with(mandate, {}, day),
        "state": STATES.get(mandate.status_on(day)),
    }


def _colleagues(session: Session, party_id: uuid.UUID, day: date) -> list[dict[str, Any]]:
    """Everybody with a right, managers first; who executes some mandates is counted once."""
    rights: dict[tuple[str, uuid.UUID], list[UserRight]] = defaultdict(list)
    for right in list_rights_in(session, party_id, day):
        rights[right.kind, right.person_id].append(right)
    rows = [
        {"name": get_person(session, person_id).name, "right": kind} | _only(held) | _titled(held[0].right_type)
        for (kind, person_id), held in rights.items()
    ]
    return sorted(rows, key=lambda row: (row["right"] != RightKind.MANAGER, row["name"].casefold()))


def _titled(right_type: RightType) -> dict[str, Any]:
    """What a right of the catalogue is called in the letter; the two that every organisation has, it names itself."""
    if right_type.key in set(RightKind):
        return {}
    return {"title": right_type.name.lower(), "works": not right_type.decides}


def _only(rights: Sequence[UserRight]) -> dict[str, int | None]:
    """How many mandates, and how many mandate groups, somebody works with; None for all."""
    if any(right.mandate_id is None and right.mandate_group is None for right in rights):
        return {"only": None}
    groups = {right.mandate_group.group_key for right in rights if right.mandate_group is not None}
    mandates = {right.mandate_id for right in rights if right.mandate_id is not None}
    return {"only": len(mandates) or None} | ({"groups": len(groups)} if groups else {})
