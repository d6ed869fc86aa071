"""Which mandates an application asks for, a page at a time, with how many there are."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Invalid
from app.core.mandates.lookup import get_mandates, visible_to
from app.core.people.parties import find_party_of_enterprise
from app.core.permits.reach import Reach, find_reach
from app.core.representation.holding import LINE, SOURCE, SOURCE_LINE, lines_hold
from app.core.representation.rows import CheckedMandate, CheckedPause, add_sources
from app.core.views.mandate_facts import MandateFacts, facts_of
from app.core.views.overview_rows import ListedLine
from app.core.views.timeline import INSIDE, LETTER_EVENTS, NOT_FOR_PARTIES
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.suspension import Suspension

_mandate = Mandate.__table__.c
_LIFE = [_mandate[one.name] for one in fields(CheckedMandate) if one.name not in {"lines", "suspensions"}]
_NEWEST = (Mandate.started_at.desc(), Mandate.dossier_number)


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
        chosen = chosen & _standing(session, chosen, asked.statuses, day)
    total, ids = _page(session, chosen, first, size)
    found = {one.id: one for one in get_mandates(session, ids)}
    return FoundMandates([facts_of(found[one], reach, day) for one in ids], total)


def _page(session: Session, chosen: ColumnElement[bool], first: int, size: int) -> tuple[int, list[uuid.UUID]]:
    """How many there are, counted while the page is found; a second time only for a page behind the last one."""
    query = select(Mandate.id, func.count().over()).where(chosen).order_by(*_NEWEST)
    rows = session.execute(query.offset(first).limit(size)).all()
    if rows:
        return rows[0][1], [row[0] for row in rows]
    return session.scalar(select(func.count()).select_from(Mandate).where(chosen)) or 0, []


def _standing(
    session: Session, chosen: ColumnElement[bool], statuses: Collection[Status], day: date
) -> ColumnElement[bool]:
    """Those that stand so on the day.

    Most mandates run, and which ones do the database knows (`holding`). Where the others stand is for the one lifecycle
    to say.
    """
    source = LINE.outerjoin(SOURCE_LINE, SOURCE_LINE.c.id == LINE.c.source_line_id)
    source = source.outerjoin(SOURCE, SOURCE.c.id == SOURCE_LINE.c.mandate_id)
    lines = select(LINE.c.id).select_from(source).where(LINE.c.mandate_id == Mandate.id, lines_hold(literal(day)))
    active = lines.correlate(Mandate).exists()
    if set(statuses) == {Status.ACTIVE}:
        return active
    others = [one.id for one in _lives(session, chosen & ~active) if one.status_on(day) in statuses]
    found = Mandate.id.in_(others)
    return found | active if Status.ACTIVE in statuses else found


def _chosen(session: Session, reach: Reach, asked: MandateFilter) -> ColumnElement[bool]:
    conditions = [_with_line(MandateType.domain_key.in_(reach.domains)), _may_know(reach)]
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
        conditions.append(_changed_since(asked.changed_since))
    return and_(*conditions)


def _may_know(reach: Reach) -> ColumnElement[bool]:
    if reach.sight is None:
        return ~Mandate.second_must_sign | Mandate.second_signed_on.is_not(None)
    return visible_to(reach.sight.party.id) & reach.sight.allows()


def _with_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    lines = select(Line.id).join(MandateType, MandateType.key == Line.type_key)
    return lines.where(Line.mandate_id == Mandate.id, condition).exists()


def _changed_since(moment: datetime) -> ColumnElement[bool]:
    untold = NOT_FOR_PARTIES | LETTER_EVENTS | INSIDE
    entries = select(JournalEntry.id).where(JournalEntry.mandate_id == Mandate.id, JournalEntry.at >= moment)
    return entries.where(JournalEntry.kind.not_in(untold)).exists()


def _lives(session: Session, chosen: ColumnElement[bool]) -> list[CheckedMandate]:
    """The days of every mandate that fits, light: where one stands is derived by the one lifecycle, not in SQL."""
    query = select(*_LIFE).where(chosen).order_by(*_NEWEST)
    found = {row[0]: CheckedMandate(*row) for row in session.execute(query)}
    within = select(Mandate.id).where(chosen)
    days = (Line.first_day, Line.last_day, Line.stop_day, Line.cooling_off_days, Line.source_line_id)
    kept = Line.mandate_id.in_(within) & Line.refused_on.is_(None)
    for mandate_id, *values in session.execute(select(Line.mandate_id, *days).where(kept)):
        found[mandate_id].lines.append(ListedLine(*values, "", "", ""))  # type: ignore[arg-type]
    pauses = select(Suspension.mandate_id, Suspension.first_day, Suspension.decide_by, Suspension.ended_on)
    for mandate_id, *values in session.execute(pauses.where(Suspension.mandate_id.in_(within))):
        found[mandate_id].suspensions.append(CheckedPause(*values))
    add_sources(session, [line for one in found.values() for line in one.lines])
    return list(found.values())
