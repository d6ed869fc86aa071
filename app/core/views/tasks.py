"""What waits for somebody: mandates to answer, to confirm or to decide on, and answers that were kept."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Uuid, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.drafts import Draft, list_drafts
from app.core.errors import NotAllowed
from app.core.mandates.extension_plans import open_extension
from app.core.mandates.lookup import get_mandates, list_waiting_for, visible_to
from app.core.mandates.possible_acts import Act, acts_on
from app.core.mandates.signatures import waiting_signature
from app.core.permits.sight import find_sight
from app.core.prepared import Prepared, as_id
from app.core.representation.standing import stands
from app.models.extension import Extension
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.signature import Signature
from app.models.suspension import Suspension, SuspensionKind

MOST = 50


def _those(*conditions: ColumnElement[bool]) -> Prepared:
    """The mandates that may wait for a party, for a statement with its `party_id`, oldest first."""
    query = select(Mandate.id).where(*conditions).order_by(Mandate.started_at, Mandate.dossier_number).limit(MOST)
    return Prepared(lambda engine: query)


# Asked for every overview: put together once.
_PARTY = bindparam("party_id", type_=Uuid)
_GIVES, _HOLDS = Mandate.giver_id == _PARTY, Mandate.holder_id == _PARTY
_CONTESTED = _those(
    _GIVES,
    Mandate.id.in_(
        select(Suspension.mandate_id).where(Suspension.kind == SuspensionKind.CONTEST, Suspension.ended_on.is_(None))
    ),
)
_UNCONFIRMED = _those(
    or_(
        _GIVES & Mandate.giver_must_confirm & Mandate.giver_confirmed_on.is_(None),
        _HOLDS & Mandate.holder_must_confirm & Mandate.holder_confirmed_on.is_(None),
    ),
    Mandate.accepted_on.is_not(None),
)
_proposed = select(Extension.mandate_id).where(
    Extension.accepted_on.is_(None), Extension.refused_on.is_(None), Extension.withdrawn_on.is_(None),
    Extension.answer_by >= bindparam("day"),
)  # fmt: skip
_TO_EXTEND = _those(
    or_(
        _GIVES & Mandate.id.in_(_proposed.where(Extension.proposed_by == Side.HOLDER)),
        _HOLDS & Mandate.id.in_(_proposed.where(Extension.proposed_by == Side.GIVER)),
    )
)
_UNSIGNED = _those(
    visible_to(_PARTY),
    Mandate.id.in_(select(Signature.mandate_id).where(Signature.signed_on.is_(None), Signature.ended_on.is_(None))),
)
_ASKED = or_(_GIVES & (Mandate.started_by == Side.HOLDER), _HOLDS & (Mandate.started_by == Side.GIVER))
_SIGNED = exists().where(
    Signature.mandate_id == Mandate.id, Signature.signed_on.is_(None), Signature.ended_on.is_(None)
)


def _wait_for_answer(query: Select[Any]) -> Select[Any]:
    day = bindparam("day", type_=Date)
    return query.where(_ASKED, stands({Status.OFFERED, Status.REQUESTED}, day))


_HOW_MANY_ASKED = Prepared(
    lambda engine: _wait_for_answer(select(func.count()).select_from(Mandate).where(~_SIGNED))
)
_ASKED_AND_SIGNED = Prepared(lambda engine: _wait_for_answer(select(Mandate.id).where(_SIGNED)))


@dataclass(frozen=True)
class Task:
    """One mandate on which this party has to do `act` (accept stands for answering), at the latest on `by`, if any."""

    act: Act
    mandate: Mandate
    other: str
    by: date | None


@dataclass(frozen=True)
class Tasks:
    """Everything that waits; `drafts` leaves out those about a mandate that is named already."""

    mandates: Sequence[Task]
    drafts: Sequence[Draft]

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.mandates) + len(self.drafts)


def list_tasks(session: Session, actor: Actor, party_id: uuid.UUID, *, now: datetime) -> Tasks:
    """What waits for the actor at this party, what ends first on top."""
    day = brussels_day(now)
    answers = list_to_answer(session, party_id, day)
    tasks = [Task(Act.ACCEPT, one, _other(one, party_id), one.lapses_after) for one in answers]
    tasks += _contested(session, party_id, day) + _to_confirm(session, party_id, day)
    tasks += _to_extend(session, party_id, day)
    # What one of two did already waits for the other, and for nobody else.
    tasks = [one for one in tasks if waiting_signature(one.mandate, _side(one.mandate, party_id), day) is None]
    tasks += _to_sign(session, actor, party_id, day)
    named = {task.mandate.id for task in tasks}
    drafts = [one for one in list_drafts(session, actor, now=now) if one.subject_id not in named]
    return Tasks(tasks, drafts)


def list_to_answer(session: Session, party_id: uuid.UUID, day: date) -> list[Mandate]:
    """The mandates that wait for an answer of this party, and not for the second signature under one."""
    waiting = list_waiting_for(session, party_id, day)
    return [one for one in waiting if waiting_signature(one, _side(one, party_id), day) is None]


def count_to_answer(session: Session, actor: Actor, *, now: datetime) -> int:
    """How many mandates wait for an answer of the actor's party; 0 for who may not decide there."""
    day = brussels_day(now)
    try:
        sight = find_sight(session, actor, day)
    except NotAllowed:
        return 0
    return _count_answers(session, sight.party.id, day) if sight.decides else 0


def _count_answers(session: Session, party_id: uuid.UUID, day: date) -> int:
    """As many as `list_to_answer` finds. A bulk can lay down a thousand, and this is asked for the start page."""
    [(plain,)] = _HOW_MANY_ASKED.rows(session, {"party_id": party_id, "day": day})
    # Of these a signature may only wait for the other side, or for what can no longer be done.
    others = _found(session, _ASKED_AND_SIGNED, party_id=party_id, day=day)
    return int(plain) + sum(waiting_signature(one, _side(one, party_id), day) is None for one in others)


def _contested(session: Session, party_id: uuid.UUID, day: date) -> list[Task]:
    tasks = []
    for mandate in _found(session, _CONTESTED, party_id=party_id):
        if Act.RESUME in acts_on(mandate, Side.GIVER, day):
            by = min(one.decide_by for one in mandate.suspensions if one.decide_by and one.holds_on(day))
            tasks.append(Task(Act.RESUME, mandate, mandate.holder.name, by))
    return tasks


def _to_confirm(session: Session, party_id: uuid.UUID, day: date) -> list[Task]:
    return [
        Task(Act.CONFIRM, one, _other(one, party_id), None)
        for one in _found(session, _UNCONFIRMED, party_id=party_id)
        if Act.CONFIRM in acts_on(one, one.side_of(party_id) or Side.GIVER, day)
    ]


def _to_extend(session: Session, party_id: uuid.UUID, day: date) -> list[Task]:
    return [
        Task(Act.ACCEPT_EXTENSION, one, _other(one, party_id), extension.lapses_after)
        for one in _found(session, _TO_EXTEND, party_id=party_id, day=day)
        if (extension := open_extension(one, day)) is not None
    ]


def _to_sign(session: Session, actor: Actor, party_id: uuid.UUID, day: date) -> list[Task]:
    tasks = []
    for mandate in _found(session, _UNSIGNED, party_id=party_id):
        waiting = waiting_signature(mandate, _side(mandate, party_id), day)
        if waiting is not None and waiting.first_person_id != actor.person_id:
            tasks.append(Task(Act.SIGN, mandate, _other(mandate, party_id), waiting.sign_by))
    return tasks


def _side(mandate: Mandate, party_id: uuid.UUID) -> Side:
    return mandate.side_of(party_id) or Side.GIVER


def _found(session: Session, those: Prepared, **asked: object) -> Sequence[Mandate]:
    return get_mandates(session, [as_id(one) for (one,) in those.rows(session, asked)])


def _other(mandate: Mandate, party_id: uuid.UUID) -> str:
    return mandate.party_on(_side(mandate, party_id).other).name
