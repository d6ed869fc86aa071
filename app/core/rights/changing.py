"""Changing what somebody may do: what is no longer wanted ends, what is new is given, the rest stays as it was.

Where a second must sign for a part of it, all of it waits for that signature.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.second_looks import check_look
from app.core.people.parties import get_party
from app.core.people.rights import list_relations_of
from app.core.permits.colleagues import check_not_above, check_right_domains
from app.core.permits.managing import Permit
from app.core.policy import Policy
from app.core.rights.appointing import (
    REPLACES,
    Foreseen,
    asks_second,
    check_colleague,
    lock_party,
    permit_appointing,
    record_right,
    refuse_own_gain,
    write_appointment,
    written,
)
from app.core.rights.ending import Ending, end_rights
from app.core.rights.granting import RUNS, find_running
from app.core.rights.sights import CHANGE, appoint_about, sight_of_appointment
from app.core.rights.wishes import PlannedRight, RightWish, plan_rights
from app.models.journal import JournalEntry
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class Change:
    """What a change did: `relation` has what is new, None when nothing is; nothing ends yet while that one waits."""

    relation: WorkRelation | None
    ending: Ending


@dataclass(frozen=True)
class ForeseenChange(Foreseen):
    """What a change would do: `left` of what is `missing` lets somebody do more, and `unwanted` ends."""

    missing: Sequence[PlannedRight] = ()
    unwanted: Sequence[uuid.UUID] = ()


def foresee_change(
    session: Session, actor: Actor, party_id: uuid.UUID, person_id: uuid.UUID, wishes: Sequence[RightWish], *,
    now: datetime,
) -> ForeseenChange:  # fmt: skip
    """What `change_rights` would do, without doing it; it raises the same, but for the last who manages."""
    party, day = get_party(session, party_id), brussels_day(now)
    about = appoint_about(party.id, person_id, wishes, changes=True)
    permit = permit_appointing(session, actor, party, day, about)
    check_colleague(session, party, person_id, day)
    planned = plan_rights(session, party, wishes, day)
    held = _held(session, party_id, person_id, day)
    missing = [one for one in planned if not any(one.equals(right, day) for right in held)]
    check_not_above(permit, [one.right_type for one in missing])
    wider = [one for one in missing if not any(one.is_within(right) for right in held)]
    ends = [right for right in held if not any(plan.equals(right, day) for plan in planned)]
    unwanted = [right.id for right in ends]
    check_right_domains(session, permit, [*missing, *ends])
    if not wider:
        return ForeseenChange(party, permit, wider, two=False, missing=missing, unwanted=unwanted)
    refuse_own_gain(actor, permit, person_id)
    two = asks_second(session, actor, permit, party, wider, day)
    beside = {"narrower": [one for one in missing if one not in wider], "ends": [PlannedRight.of(one) for one in ends]}
    sight = sight_of_appointment(session, CHANGE, about, party, person_id, wider, **beside)
    return ForeseenChange(party, permit, wider, two, sight, missing=missing, unwanted=unwanted)


def change_rights(
    session: Session, actor: Actor, party_id: uuid.UUID, person_id: uuid.UUID, wishes: Sequence[RightWish], *,
    policy: Policy, now: datetime,
) -> Change:  # fmt: skip
    """Let somebody who works in the party have these rights and no others.

    Given first and taken back after that, so that who stays the only manager is never nobody in between. Raises as
    `appoint_colleague` and `dismiss_rights`; then nothing has changed once the caller rolls back.
    """
    lock_party(session, party_id)
    seen = foresee_change(session, actor, party_id, person_id, wishes, now=now)
    party, permit, day = seen.party, seen.permit, brussels_day(now)
    relation = None
    if seen.sight is not None:
        actor = check_look(session, actor, seen.sight, policy=policy, now=now)
        # What somebody has holds on until the second signed, so what is less waits too.
        given, later = (seen.missing, seen.unwanted) if seen.two else (seen.left, [])
        relation = write_appointment(session, actor, permit, party, person_id, given, policy, now, replaces=later)
        if seen.two:
            return Change(relation, Ending(person_id, [], []))
    # What is only a part of what he has asks nobody's signature: it takes the place of what ends here.
    narrower = [one for one in seen.missing if one not in seen.left]
    running = find_running(session, person_id, party_id, day)
    if narrower and running is not None:
        running.rights.extend(written(session, narrower))
        session.flush()
        record_right(session, actor, permit, "right_narrowed", running, narrower, now)
        relation = relation or running
    return Change(relation, end_rights(session, actor, permit, party, person_id, seen.unwanted, now=now))


def list_replaced(session: Session, relation: WorkRelation) -> set[uuid.UUID]:
    """The rights that end once the second signed for this one; empty for what takes nobody's place."""
    signed_first = select(JournalEntry).where(
        JournalEntry.kind == "colleague_to_sign", JournalEntry.at == relation.started_at,
        JournalEntry.party_id == relation.party_id,
    )  # fmt: skip
    mine = [one.data for one in session.scalars(signed_first) if one.data.get("relation") == str(relation.id)]
    return {uuid.UUID(key) for data in mine for key in data.get(REPLACES, ())}


def list_ending(session: Session, relation: WorkRelation, day: date) -> list[UserRight]:
    """The rights that the colleague still has on `day`, and that end once the second signed for this one."""
    replaced = list_replaced(session, relation)
    return [one for one in _held(session, relation.party_id, relation.person_id, day) if one.id in replaced]


def end_replaced(session: Session, actor: Actor, permit: Permit, relation: WorkRelation, *, now: datetime) -> None:
    """End what this appointment takes the place of, for who just signed it second; raises as `end_rights`."""
    ended = [right.id for right in list_ending(session, relation, brussels_day(now))]
    if ended:
        end_rights(session, actor, permit, relation.party, relation.person_id, ended, now=now)


def _held(session: Session, party_id: uuid.UUID, person_id: uuid.UUID, day: date) -> list[UserRight]:
    relations = [one for one in list_relations_of(session, person_id, party_id) if one.status_on(day) in RUNS]
    return [right for one in relations for right in one.rights if not right.is_over(day)]
