"""One party and everything that runs with it: what may it do for you, what not, until when, and the other way round."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.core.mandates.lookup import list_between
from app.core.mandates.status_texts import StatusText, status_text
from app.core.people.names import predicate
from app.core.people.parties import get_party
from app.core.permits.sight import Sight, find_sight
from app.core.views.moves import can_move
from app.models.lifecycle import DAY, Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.party import Party


@dataclass(frozen=True)
class Until:
    """The parts of one mandate that end together: the names of their types, the last day, the dossier.

    `last_day` is None when they run until somebody stops them.
    """

    what: Sequence[str]
    last_day: date | None
    dossier_number: str
    mandate_id: uuid.UUID


@dataclass(frozen=True)
class Standing:
    """A mandate that is open but allows nothing today, and why."""

    dossier_number: str
    mandate_id: uuid.UUID
    status: StatusText


@dataclass(frozen=True)
class Direction:
    """What `holder` may do for `giver` today: all running mandates as one.

    `may` and `may_not` come after the holder's name. What one mandate allows, no other forbids.
    """

    giver: str
    holder: str
    may: Sequence[str]
    may_not: Sequence[str]
    until: Sequence[Until]
    others: Sequence[Standing]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.until and not self.others


@dataclass(frozen=True)
class PartnerView:
    """Both directions between the reader's party and `partner`; `can_move` is whether another could take over."""

    own: str
    partner: str
    partner_number: str | None
    day: date
    given: Direction
    held: Direction
    can_move: bool


def view_partner(session: Session, actor: Actor, partner_id: uuid.UUID, *, now: datetime) -> PartnerView:
    """Everything between the actor's party and another.

    NotFound for a party with which there is no mandate that the actor may see: nobody learns who else is here.
    """
    day = brussels_day(now)
    sight = find_sight(session, actor, day)
    own = sight.party
    given, held = _seen(session, sight, own.id, partner_id), _seen(session, sight, partner_id, own.id)
    if not given and not held:
        raise NotFound("mandate_unknown")
    partner = get_party(session, partner_id)
    return PartnerView(
        own.name,
        partner.name,
        partner.enterprise_number,
        day,
        _direction(own, partner, given, Side.GIVER, day),
        _direction(partner, own, held, Side.HOLDER, day),
        sight.decides and any(can_move(one, Side.GIVER, day) for one in given),
    )


def _seen(session: Session, sight: Sight, giver_id: uuid.UUID, holder_id: uuid.UUID) -> list[Mandate]:
    found = [one for one in list_between(session, giver_id, holder_id) if sight.shows(one.id)]
    return [one for one in found if not one.is_hidden_from(one.side_of(sight.party.id) or Side.GIVER)]


def _direction(giver: Party, holder: Party, mandates: Sequence[Mandate], side: Side, day: date) -> Direction:
    running = [(one, line) for one in mandates for line in one.lines if one.line_holds_on(line, day)]
    running.sort(key=lambda pair: pair[1].mandate_type.position)
    types = list({line.type_key: line.mandate_type for _, line in running}.values())
    passed_on = bool(running) and all(one.passer is not None for one, _ in running)
    at_work = {one.id for one, _ in running}
    return Direction(
        giver.name,
        holder.name,
        [predicate(holder.name, sentence) for sentence in may_sentences(types, holder.name, passed_on=passed_on)],
        [predicate(holder.name, one) for one in may_not_sentences(types, holder.name, passed_on=passed_on)],
        _until(running),
        [
            Standing(one.dossier_number, one.id, status_text(one, side, day))
            for one in mandates
            if one.id not in at_work and not one.status_on(day).is_final
        ],
    )


def _until(running: Sequence[tuple[Mandate, Line]]) -> list[Until]:
    parts: dict[tuple[uuid.UUID, date | None], Until] = {}
    for one, line in running:
        last_day = _last_day(line)
        found = parts.get((one.id, last_day))
        names = [*(found.what if found else []), line.mandate_type.name]
        parts[one.id, last_day] = Until(names, last_day, one.dossier_number, one.id)
    return list(parts.values())


def _last_day(line: Line) -> date | None:
    return line.over_from - DAY if line.over_from else None
