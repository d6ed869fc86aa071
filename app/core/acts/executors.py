"""Who is named to execute a mandate when it is accepted: whether they can be, and the rights that they get by it."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.journal import list_entries, record
from app.core.letters.signing_letters import signed_executors
from app.core.people.persons import get_person
from app.core.people.rights import colleagues_among, list_rights_in
from app.core.permits.managing import Permit, is_legal_representative
from app.core.rights.appointing import lock_party
from app.core.rights.granting import grant_right
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.signature import Signature
from app.models.user_right import RightKind

APPOINTED = "appointed"  # in the journal of the mandate: who accepted it named this person
NAMED = "executors"  # in what the journal says of accepting: everybody who was named, each by his id as text


def check_executors(
    session: Session, actor: Actor, mandate: Mandate, executors: Collection[uuid.UUID], day: date, *,
    first: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """Refuse with Invalid who cannot be named: only the holder names them, and only people of its own house.

    Whoever accepts may name himself, and so may `first`, who signed before him, as long as he represents the holder.
    """
    if not executors:
        return
    if mandate.started_by == Side.HOLDER:
        raise Invalid("executors_are_the_holders", field="executors")
    # Whoever takes rights back meanwhile waits, or has done so: always the mandate first and then the party.
    holder = lock_party(session, mandate.holder_id)
    known = colleagues_among(session, holder.id, executors, day) | {actor.person_id}
    if is_legal_representative(session, first, holder, day):
        # Who signed first may have left since then, and then gets nothing any more.
        known.add(first)
    if not set(executors) <= known:
        raise Invalid("executor_unknown", field="executors")


def appoint_executors(
    session: Session, actor: Actor, permit: Permit, mandate: Mandate, executors: Sequence[uuid.UUID], *, now: datetime
) -> None:
    """Give whoever is named the right to carry it out, once each; for whoever called `check_executors`."""
    day = brussels_day(now)
    already = _carrying(session, mandate, day) if executors else set()
    because = {"ground": permit.ground, "capacity": permit.capacity}
    for person_id in dict.fromkeys(executors):
        if person_id in already:
            continue
        grant_right(session, person_id, mandate.holder_id, RightKind.EXECUTOR, first_day=day, mandate_id=mandate.id)
        record(session, actor, APPOINTED, now=now, mandate=mandate, appointed=str(person_id), **because)


def list_left_out(session: Session, mandate: Mandate, executors: Collection[uuid.UUID], day: date) -> list[uuid.UUID]:
    """Which of these whoever accepted it did not name, and cannot carry it out anyway; for a mandate that runs."""
    return _left_out(session, mandate, executors, _named(session, mandate), day) if executors else []


def list_not_signed_for(
    session: Session, mandate: Mandate, signature: Signature, executors: Collection[uuid.UUID], day: date
) -> list[uuid.UUID]:
    """The same of who signed first, while the second still has to sign for exactly those whom he named."""
    named = {str(one) for one in signed_executors(signature)}
    return _left_out(session, mandate, executors, named, day) if executors else []


def _left_out(
    session: Session, mandate: Mandate, executors: Collection[uuid.UUID], named: Collection[str], day: date
) -> list[uuid.UUID]:
    carrying = _carrying(session, mandate, day)
    return [one for one in dict.fromkeys(executors) if str(one) not in named and one not in carrying]


def check_same_executors(session: Session, mandate: Mandate, executors: Collection[uuid.UUID], day: date) -> None:
    """Conflict when somebody accepted it already, and without one of these: it must be done as he is told."""
    left_out = list_left_out(session, mandate, executors, day)
    if left_out:
        raise Conflict("accepted_without_executor", colleague=get_person(session, left_out[0]).name)


def _named(session: Session, mandate: Mandate) -> set[str]:
    """Whom the acceptance named, each by his id as text, whatever right he had or lost since.

    An older acceptance does not say so itself: they are known by the appointments beside it, which repeat no other.
    """
    entries = list_entries(session, mandate.id)
    accepted = [one for one in entries if one.kind == "accepted"][-1:]
    said = {name for one in accepted for name in one.data.get(NAMED, ())}
    beside = [one for one in entries if one.kind == APPOINTED and "told_by" not in one.data]
    return said or {one.data["appointed"] for one in beside if one.at in {entry.at for entry in accepted}}


def _carrying(session: Session, mandate: Mandate, day: date) -> set[uuid.UUID]:
    """Who may do all of this mandate anyway until it ends; not who may only look where there is more to do."""
    lines = mandate.kept_lines
    doing = any(line.mandate_type.access_level == AccessLevel.MANAGE for line in lines)
    level = AccessLevel.MANAGE if doing else AccessLevel.VIEW
    end = max(line.over_from or date.max for line in lines)
    rights = list_rights_in(session, mandate.holder_id, day)
    parts = {line.mandate_type.part for line in lines}
    able = [
        right for right in rights if right.reaches(level) and all(right.executes(mandate.id, one) for one in parts)
    ]
    return {right.person_id for right in able if (right.over_from or date.max) >= end}
