"""Taking back an appointment that waits or can still begin, for the organisation; who was invited hears of it."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict
from app.core.permits.colleagues import check_not_above, check_right_domains, permit_colleagues
from app.core.permits.managing import Permit, refuse_code
from app.core.policy import Policy
from app.core.rights.appointing import lock_relation, record_right
from app.core.rights.late_forms import can_withdraw
from app.core.rights.withdrawn_letters import tell_uninvited, tell_withdrawn, wait_for_worker
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.work_relation import WorkRelation


def withdraw_about(relation_id: uuid.UUID) -> str:
    """Taking an appointment that waits back, as a customer at the counter consents to it."""
    return f"withdraw_invitation:{relation_id}"


def withdraw_invitation(
    session: Session, actor: Actor, relation_id: uuid.UUID, *, policy: Policy, now: datetime
) -> WorkRelation:
    """Take back what nobody accepted yet, for the organisation; doing it twice is harmless.

    Also an invitation that lapsed, while a form that came in time can still begin it; Conflict for any other.
    Who was invited by e-mail hears it there. What a clerk took back for somebody is told by letter.
    """
    refuse_code(actor)
    relation, day = lock_relation(session, actor, relation_id), brussels_day(now)
    permit = permit_colleagues(session, actor, relation.party, day, widens=False, about=withdraw_about(relation.id))
    check_not_above(permit, [one.right_type for one in relation.rights])
    check_right_domains(session, permit, relation.rights)
    if relation.withdrawn_on is not None:
        return relation
    if not can_withdraw(session, relation, day):
        status = relation.status_on(day)
        code = "nothing_to_withdraw" if status is Status.LAPSED else f"appointment_{status}"
        raise Conflict(code, answer_by=relation.lapses_after)
    entry = write_withdrawal(session, actor, permit, relation, policy=policy, now=now)
    if not actor.comes_himself:
        tell_withdrawn(session, entry, relation, policy=policy, now=now)
    return relation


def write_withdrawal(
    session: Session, actor: Actor, permit: Permit, relation: WorkRelation, *, policy: Policy, now: datetime
) -> JournalEntry:
    """Take it back, for whoever checked that it waits and that this may be done."""
    wait_for_worker(session, relation)
    relation.withdrawn_on = brussels_day(now)
    entry = record_right(session, actor, permit, "colleague_withdrawn", relation, relation.rights, now)
    tell_uninvited(session, entry, relation, policy=policy, now=now)
    return entry
