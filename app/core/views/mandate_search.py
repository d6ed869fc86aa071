"""Which mandates an application asks for, a page at a time, with how many there are."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, literal, select, true
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.mandates.lookup import get_listed, visible_to
from app.core.people.parties import find_party_of_enterprise
from app.core.permits.reach import Reach, find_reach
from app.core.representation.standing import stands
from app.core.touching import touches_one_of
from app.core.views.mandate_facts import MandateFacts, facts_of
from app.core.views.timeline import INSIDE, LETTER_EVENTS, NOT_FOR_PARTIES
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType


@dataclass(frozen=True)
class MandateFilter:
    """What is asked; empty means whatever. `giver` and `holder` are enterprise numbers."""

    giver: str | None = None
    holder: str | None = None
    statuses: Collection[Status] = ()
    type_key: str | None = None
    domain_key: str | None = None
    changed_since: datetime | None = None


@dataclass(frozen=True)
class FoundMandates:
    """One page, and how many fit in all."""

    page: Sequence[MandateFacts]
    total: int


def search_mandates(
    session: Session, actor: Actor, asked: MandateFilter, *, first: int, size: int, now: datetime
) -> FoundMandates:  # fmt: skip
    """The mandates that fit, the newest first: `size` of them, from number `first` on (0 is the first).

    Invalid when an application that calls for itself names neither giver nor holder: what happens in a whole domain is
    told by the events, not by lists.
    """
    day = brussels_day(now)
    reach = find_reach(session, actor, day)
    if reach.sight is None and not (asked.giver or asked.holder):
        raise Invalid("giver_or_holder_missing", field="giver")
    chosen = _chosen(session, reach, asked)
    if asked.statuses:
        chosen = chosen & stands(asked.statuses, literal(day))
    total, ids = _page(session, chosen, first, size)
    found = {one.id: one for one in get_listed(session, ids)}
    return FoundMandates([facts_of(found[one], reach, day) for one in ids], total)


def _page(session: Session, chosen: ColumnElement[bool], first: int, size: int) -> tuple[int, list[uuid.UUID]]:
    """How many there are, counted while the page is found; a second time only for a page behind the last one.

    An empty first page says by itself that there are none.
    """
    columns = (Mandate.id, Mandate.started_at, Mandate.dossier_number)
    # The database puts the few columns aside, and counts and sorts those: counting by a window takes a third longer.
    found = select(*columns).where(chosen).cte("found").prefix_with("MATERIALIZED")
    total = select(func.count()).select_from(found).scalar_subquery()
    query = select(found.c.id, total).order_by(found.c.started_at.desc(), found.c.dossier_number)
    rows = session.execute(query.offset(first).limit(size)).all()
    if rows:
        return rows[0][1], [row[0] for row in rows]
    if first == 0:
        return 0, []
    return session.scalar(select(func.count()).select_from(Mandate).where(chosen)) or 0, []


def _chosen(session: Session, reach: Reach, asked: MandateFilter) -> ColumnElement[bool]:
    conditions = [_of_domains(session, reach.domains), _may_know(reach)]
    for number, column in ((asked.giver, Mandate.giver_id), (asked.holder, Mandate.holder_id)):
        if number is not None:
            party = find_party_of_enterprise(session, number)
            conditions.append(column == (party.id if party else uuid.UUID(int=0)))
    if asked.type_key is not None:
        mine = MandateType.domain_key.in_(reach.domains)
        conditions.append(_with_line(and_(Line.type_key == asked.type_key, mine)))
    if asked.domain_key is not None:
        # A domain that is not its own holds nothing for it, whatever else the mandate has.
        own = {asked.domain_key} & reach.domains
        conditions.append(_with_line(MandateType.domain_key.in_(own)))
    if asked.changed_since is not None:
        conditions.append(_changed_since(asked.changed_since, reach.domains))
    return and_(*conditions)


def _of_domains(session: Session, domains: Collection[str]) -> ColumnElement[bool]:
    """Those with a line of these domains: by the keys of the types, which are few, so no line looks its type up."""
    types = session.execute(select(MandateType.key, MandateType.domain_key)).all()
    keys = [key for key, domain in types if domain in domains]
    if len(keys) == len(types):
        return true()  # every mandate has a line
    return select(Line.id).where(Line.mandate_id == Mandate.id, Line.type_key.in_(keys)).exists()


def _may_know(reach: Reach) -> ColumnElement[bool]:
    if reach.sight is None:
        return ~Mandate.second_must_sign | Mandate.second_signed_on.is_not(None)
    return visible_to(reach.sight.party.id) & reach.sight.allows()


def _with_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    lines = select(Line.id).join(MandateType, MandateType.key == Line.type_key)
    return lines.where(Line.mandate_id == Mandate.id, condition).exists()


def _changed_since(moment: datetime, domains: Collection[str]) -> ColumnElement[bool]:
    untold = NOT_FOR_PARTIES | LETTER_EVENTS | INSIDE
    entries = select(JournalEntry.id).where(JournalEntry.mandate_id == Mandate.id, JournalEntry.at >= moment)
    return entries.where(JournalEntry.kind.not_in(untold), touches_one_of(domains, JournalEntry.id)).exists()
