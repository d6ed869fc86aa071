"""Accepting an invitation without a sign-in, and the sign-in that is tied to that colleague afterwards.

Who accepts at a counter is known by his document and by the letter to the organisation, who does so on paper by its
signed form. From then on he holds the
right, and uses it where a person is seen: at a counter. Online nobody knows him yet. He gives the code of the same
letter once he signed in, and then the rights are those of that sign-in; a name alone ties nothing
(docs/decisions/2026-11-29-beginning-without-a-sign-in.md).
"""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.second_looks import check_look
from app.core.errors import Conflict, NotAllowed
from app.core.people.persons import get_person
from app.core.people.rights import list_relations_of
from app.core.permits.managing import check_widening
from app.core.permits.newcomer import accept_about, is_called, permit_newcomer
from app.core.policy import Policy
from app.core.rights.accepting import (
    OWN,
    behind_invitation,
    can_tie,
    check_can_begin,
    open_invited,
    write_acceptance,
)
from app.core.rights.appointing import record_right
from app.core.rights.sights import ACCEPT, AppointmentSight
from app.core.rights.wishes import PlannedRight
from app.models.journal import Channel
from app.models.work_relation import WorkRelation


def accept_newcomer(
    session: Session, actor: Actor, relation_id: uuid.UUID, *, policy: Policy, now: datetime
) -> WorkRelation:
    """Accept an invitation for who stands at the counter with its letter, or sent its form back; twice is harmless.

    Raises NotAllowed for another letter, for who is not known or is called otherwise, for who sent the invitation, and
    for evidence that is too weak for one of the rights; Conflict without consent and when it no longer waits;
    LookNeeded until a colleague looked at what is important, or at what this clerk sent himself.
    """
    relation, day = open_invited(session, actor, relation_id), brussels_day(now)
    permit = permit_newcomer(session, actor, relation, day, accept_about(relation.id))
    if relation.accepted_on is not None and relation.person_id == actor.person_id:
        return relation
    check_can_begin(session, actor, relation, day)
    sent_here = actor.actor_id in behind_invitation(session, relation)
    if sent_here and actor.channel is Channel.PAPER:
        raise NotAllowed("invitation_sent_by_you")
    planned = [PlannedRight.of(one) for one in relation.rights]
    check_widening(permit, [one.right_type for one in planned])
    sight = AppointmentSight(
        ACCEPT, accept_about(relation.id), relation.party, relation.party, relation.person.name, None, planned,
        sent_here=sent_here,
    )  # fmt: skip
    actor = check_look(session, actor, sight, policy=policy, now=now)
    return write_acceptance(session, actor, permit, relation, now)


def tie_sign_in(session: Session, actor: Actor, relation_id: uuid.UUID, *, now: datetime) -> WorkRelation:
    """Let who signed in, with the code of the letter, be the colleague who accepted without a sign-in.

    Every right that he has in this organisation goes along. Twice is harmless. Raises NotAllowed without a sign-in, for
    another letter, for who is called otherwise, and for who sent the invitation; Conflict when there is nothing to tie.
    """
    relation, day = open_invited(session, actor, relation_id), brussels_day(now)
    if actor.person_id is None:
        raise NotAllowed("sign_in_first")
    if relation.person_id == actor.person_id:
        return relation
    if not can_tie(relation, day):
        raise Conflict(f"appointment_{relation.status_on(day)}", answer_by=relation.lapses_after)
    # The document had every first name, a sign-in has one: whichever is longer.
    mine, known = get_person(session, actor.person_id).name, relation.person.name
    if not (is_called(mine, known) or is_called(known, mine)):
        raise NotAllowed("sign_in_called_otherwise", colleague=known)
    if actor.person_id in behind_invitation(session, relation):
        raise NotAllowed("own_invitation")
    before = relation.person_id
    for one in list_relations_of(session, before, relation.party_id):
        one.person_id = actor.person_id
    session.flush()
    session.refresh(relation, ["person"])
    record_right(session, actor, OWN, "colleague_tied", relation, relation.rights, now, before=str(before))
    return relation
