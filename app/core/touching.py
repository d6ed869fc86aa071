"""Which domains an entry of the journal touches: an entity hears of what happens in its own, and not of the rest.

Most entries touch all of their mandate, and nothing is kept of those. An entry about some parts, or written when some
parts were over, keeps the domains of what it is about.
"""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.models.journal import EntryDomain, JournalEntry
from app.models.line import Line
from app.models.mandate_type import MandateType

# What the last days of parts did: those are over by then, and it is of them that it tells.
OF_LAST_DAYS = {"expired", "lapsed"}


def keep_domains(
    session: Session, entry: JournalEntry, day: date, touches: Collection[str] | None, *, is_event: bool
) -> None:
    """Keep which domains of its mandate the entry touches, where that is not all of them.

    Those are `touches`, or else those of the types that the entry names, or else, of an event, those of the parts that
    were neither stopped nor refused before `day`, nor over otherwise.
    """
    if entry.mandate_id is None or not (is_event or touches or "types" in entry.data):
        return
    parts = _parts(session, entry.mandate_id, entry.kind, day)
    domains, named = {domain for _, domain, _ in parts}, {*entry.data.get("types", ()), *entry.data.get("left_out", ())}
    if touches is None and "types" in entry.data:
        touches = {domain for key, domain, _ in parts if key in named}
    elif touches is None and is_event:
        touches = {domain for key, domain, runs in parts if runs or key in named}
    own = domains & set(touches or ())
    if own and own != domains:
        session.add_all(EntryDomain(entry_id=entry.id, domain_key=one) for one in sorted(own))
        session.flush()


def touches_one_of(domains: Collection[str], entry_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether this entry touches one of these domains, of a mandate that has parts in one of them."""
    kept = select(EntryDomain.domain_key).where(EntryDomain.entry_id == entry_id)
    return or_(~kept.exists(), kept.where(EntryDomain.domain_key.in_(sorted(domains))).exists())


def _parts(session: Session, mandate_id: uuid.UUID, kind: str, day: date) -> list[tuple[str, str, bool]]:
    """Each part as its type, its domain, and whether something that is about all of the mandate is about it too."""
    source = aliased(Line)
    runs = and_(Line.refused_on.is_(None), *(_runs(one, day, kind in OF_LAST_DAYS) for one in (Line, source)))
    query = select(Line.type_key, MandateType.domain_key, runs).join(MandateType, MandateType.key == Line.type_key)
    query = query.outerjoin(source, source.id == Line.source_line_id).where(Line.mandate_id == mandate_id)
    return [(key, domain, bool(told)) for key, domain, told in session.execute(query)]


def _runs(line: type[Line], day: date, last_days: bool) -> ColumnElement[bool]:
    # A line that was not passed on has no source, whose days are empty then.
    stops = [line.stop_day.is_(None), line.stop_day > day]
    if last_days:
        return or_(*stops, line.stop_day > line.last_day)
    return and_(or_(*stops), or_(line.last_day.is_(None), line.last_day >= day))
