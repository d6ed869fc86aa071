"""All mandates of a party as light rows: enough to choose, count, sort and list them, however many there are.

Where a mandate stands follows from its days by the one lifecycle that everything uses, so it is not asked of the
database a second time in other words. Three questions bring the rows, whatever their number.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import Session

from app.core.mandates.lookup import visible_to
from app.core.permits.sight import Sight
from app.core.register.search_words import fold
from app.core.representation.rows import CheckedMandate, CheckedPause, add_sources
from app.models.lifecycle import DAY, LineDays, Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import Domain, MandateType, Part
from app.models.party import Party
from app.models.suspension import Suspension


@dataclass
class ListedLine(LineDays):
    """A part of a mandate, with what a list says of its type."""

    first_day: date
    last_day: date | None
    stop_day: date | None
    cooling_off_days: int
    source_line_id: uuid.UUID | None
    type_key: str
    type_name: str
    domain_key: str
    domain_name: str

    @property
    def part(self) -> Part:
        """What a right asks of it."""
        return Part(self.type_key, self.domain_key)


@dataclass(frozen=True)
class Partner:
    """The other party of a mandate."""

    id: uuid.UUID
    name: str
    enterprise_number: str | None

    @property
    def number(self) -> str:
        """The enterprise number; empty for a person."""
        return self.enterprise_number or ""

    @cached_property
    def words(self) -> str:
        """The name without capitals, accents and signs, to search in and to sort by."""
        return " ".join(fold(self.name))


@dataclass
class ListedMandate(CheckedMandate):
    """One mandate in a list, seen from the party on `side`."""

    dossier_number: str = field(kw_only=True)
    started_at: datetime = field(kw_only=True)
    side: Side = field(kw_only=True)
    partner: Partner = field(kw_only=True)
    lines: list[ListedLine] = field(default_factory=list)  # type: ignore[assignment]

    @property
    def domains(self) -> dict[str, str]:
        """The names of the domains by key, each once."""
        return {line.domain_key: line.domain_name for line in self.lines}

    @property
    def over_on(self) -> date | None:
        """The first day on which nothing of it holds any more, as far as its days tell; None when no end is known."""
        ends = [line.over_from for line in self.lines]
        return None if None in ends else max(end for end in ends if end)

    @property
    def last_day(self) -> date | None:
        """The last day on which anything of it holds; None when no end is known."""
        return self.over_on - DAY if self.over_on else None

    def next_last_day(self, day: date) -> date | None:
        """The first last day that comes, of any part that is not over on `day`; None when no end is known."""
        ends = [line.over_from for line in self.lines if not line.is_over(day)]
        return min((end - DAY for end in ends if end), default=None)

    def part_ends_on(self, day: date) -> date | None:
        """As `next_last_day`, when something of the mandate runs on after it; None when nothing does."""
        next_one = self.next_last_day(day)
        return None if next_one == self.last_day else next_one


_mandate, _line, _pause = (model.__table__.c for model in (Mandate, Line, Suspension))
_LIFE = [_mandate[one.name] for one in fields(CheckedMandate) if one.name not in {"lines", "suspensions"}]


def list_rows(session: Session, sight: Sight) -> list[ListedMandate]:
    """Every mandate that may be seen, the newest first."""
    chosen = _chosen(sight)
    found = {one.id: one for one in _mandates(session, sight.party.id, chosen)}
    for mandate_id, *values in session.execute(_lines().where(chosen)):
        found[mandate_id].lines.append(ListedLine(*values))  # type: ignore[arg-type]
    pauses = select(_pause.mandate_id, _pause.first_day, _pause.decide_by, _pause.ended_on)
    pauses = pauses.join(Mandate.__table__, _mandate.id == _pause.mandate_id).order_by(_pause.first_day)
    for mandate_id, *values in session.execute(pauses.where(chosen)):
        found[mandate_id].suspensions.append(CheckedPause(*values))
    add_sources(session, [line for one in found.values() for line in one.lines])
    return list(found.values())


def _mandates(session: Session, party_id: uuid.UUID, chosen: ColumnElement[bool]) -> Sequence[ListedMandate]:
    partner_id = case((_mandate.giver_id == party_id, _mandate.holder_id), else_=_mandate.giver_id)
    more = (_mandate.dossier_number, _mandate.started_at, _mandate.giver_id, Party.id, Party.name)
    query = select(*_LIFE, *more, Party.enterprise_number).join(Party, Party.id == partner_id)
    partners: dict[uuid.UUID, Partner] = {}
    listed = []
    for row in session.execute(query.where(chosen).order_by(_mandate.started_at.desc(), _mandate.dossier_number)):
        values = tuple(row)
        number, started_at, giver_id, *other = values[len(_LIFE) :]
        partner = partners.setdefault(other[0], Partner(*other))
        side = Side.GIVER if giver_id == party_id else Side.HOLDER
        more_values = {"dossier_number": number, "started_at": started_at, "side": side, "partner": partner}
        listed.append(ListedMandate(*values[: len(_LIFE)], **more_values))
    return listed


def _lines() -> Select[tuple[object, ...]]:
    days = (_line.mandate_id, _line.first_day, _line.last_day, _line.stop_day, _line.cooling_off_days,
            _line.source_line_id)  # fmt: skip
    query = select(*days, MandateType.key, MandateType.name, Domain.key, Domain.name)
    query = query.join(Mandate.__table__, _mandate.id == days[0])
    query = query.join(MandateType, MandateType.key == _line.type_key)
    query = query.join(Domain, Domain.key == MandateType.domain_key).where(_line.refused_on.is_(None))
    return query.order_by(MandateType.position)


def _chosen(sight: Sight) -> ColumnElement[bool]:
    return visible_to(sight.party.id) & sight.allows()
