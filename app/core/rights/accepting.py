"""Answering an appointment: the second signature, and the newcomer's yes or no; `withdrawing.py` takes it back.

Who was invited signs in and gives what the letter to the organisation says, or the number in the e-mail to the address
that the organisation gave; so the person behind the sign-in is tied to the work relation by something that only the
organisation hands out, and never by a name. Who has no sign-in accepts in `newcomers.py`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.calendar import ANSWER_DAYS
from app.core.counter.second_looks import check_look
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.people.parties import has_stopped
from app.core.people.persons import get_person
from app.core.permits.colleagues import check_right_domains, domains_of, refuse_without_user
from app.core.permits.managing import Permit, check_widening, permit_managing, refuse_code
from app.core.permits.newcomer import permit_newcomer
from app.core.permits.signing import check_other_signer
from app.core.policy import Policy
from app.core.rights.appointing import check_colleague, echo_on_mandates, lock_relation, record_right, refuse_clerk
from app.core.rights.changing import end_replaced, list_ending
from app.core.rights.granting import RUNS
from app.core.rights.held import Held, describe_rights, may_of
from app.core.rights.invitation_letters import order_invitation
from app.core.rights.late_forms import check_answerable
from app.core.rights.opened import check_opened, find_opened
from app.core.rights.sights import SIGN, AppointmentSight
from app.core.rights.wishes import PlannedRight
from app.models.journal import Channel, Ground, JournalEntry
from app.models.lifecycle import Status
from app.models.staff import Staff
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class Invitation:
    """What somebody who was invited reads: by whom, to what, until when; `waits` is false once it was answered.

    `decides` says that one of the rights is to manage, `can_tie` that he accepted without a sign-in and has none yet.
    """

    relation_id: uuid.UUID
    party: str
    name: str
    invited_by: str
    rights: Sequence[str]
    granted: Sequence[Held]
    sentences: Sequence[str]
    answer_by: date
    waits: bool
    can_tie: bool
    decides: bool


def read_invitation(session: Session, actor: Actor, *, now: datetime) -> Invitation:
    """The invitation of the letter or e-mail that the actor opened; NotAllowed when that no longer opens it."""
    relation = find_opened(session, actor)
    day = brussels_day(now)
    types = {right.kind: right.right_type for right in relation.rights}
    by = relation.appointed_by_id
    return Invitation(
        relation_id=relation.id,
        party=relation.party.name,
        name=relation.person.name,
        invited_by=get_person(session, by).name if by else relation.party.name,
        rights=[one.name for one in types.values()],
        granted=describe_rights(session, relation.rights, day),
        sentences=may_of(relation.rights, relation.person.name),
        answer_by=relation.lapses_after,
        waits=relation.status_on(day) is Status.OFFERED,
        can_tie=can_tie(relation, day),
        decides=any(right.right_type.manages for right in relation.rights),
    )


def sign_about(relation_id: uuid.UUID) -> str:
    """Signing second as a customer at the counter consents to it."""
    return f"{SIGN}:{relation_id}"


def refuse_about(relation_id: uuid.UUID) -> str:
    """Refusing an invitation, as a caller is permitted it and a customer at the counter consents to it."""
    return f"refuse_invitation:{relation_id}"


def sign_appointment(
    session: Session, actor: Actor, relation_id: uuid.UUID, *, policy: Policy, now: datetime
) -> WorkRelation:
    """Sign second for an appointment that needs it; who works there already has the rights from now on.

    Signing twice is harmless. Raises NotAllowed unless the actor is another legal representative than who signed first;
    Conflict when it no longer waits, and when who works there already lost his last right meanwhile.
    """
    refuse_code(actor)
    refuse_without_user(actor)
    relation, day = lock_relation(session, actor, relation_id), brussels_day(now)
    permit = permit_managing(session, actor, relation.party, day, widens=True, about=sign_about(relation.id))
    check_right_domains(session, permit, relation.rights)
    if relation.second_signed_on is not None:
        return relation
    if relation.status_on(day) is not Status.TO_SIGN:
        raise _no_signature(relation, day)
    check_other_signer(session, actor, permit, relation.appointed_by_id, relation.first_function_id)
    if has_stopped(session, relation.party):
        raise Conflict("appoint_party_stopped", party=relation.party.name)
    if not relation.invited:
        _check_still_there(session, relation, day)
    actor = _check_signing(session, actor, permit, relation, policy, now)
    relation.second_signed_on, relation.second_person_id = day, actor.person_id
    relation.accepted_on = None if relation.invited else day
    entry = record_right(session, actor, permit, "colleague_signed", relation, relation.rights, now)
    if relation.invited:
        # From now on he has as long to answer as anybody: the letter leaves only now.
        relation.answer_by = day + timedelta(days=ANSWER_DAYS)
        order_invitation(session, entry, relation, policy=policy, now=now)
    else:
        echo_on_mandates(session, entry, "appointed", relation, relation.rights, now)
        end_replaced(session, actor, permit, relation, now=now)
    return relation


def _check_signing(
    session: Session, actor: Actor, permit: Permit, relation: WorkRelation, policy: Policy, now: datetime
) -> Actor:
    """The actor with the colleague of the clerk who looked; what the first could give, the second must be able to."""
    planned = [PlannedRight.of(one) for one in relation.rights]
    check_widening(permit, [one.right_type for one in planned])
    refuse_clerk(actor, relation.person_id)
    person = None if relation.invited else relation.person_id
    sight = AppointmentSight(
        SIGN, sign_about(relation.id), relation.party, relation.party, relation.person.name, person, planned,
        ends=[PlannedRight.of(one) for one in list_ending(session, relation, brussels_day(now))],
    )  # fmt: skip
    return check_look(session, actor, sight, policy=policy, now=now)


def _no_signature(relation: WorkRelation, day: date) -> Conflict:
    """Why nobody signs second any more, for who would: to be appointed again is not for himself to ask."""
    lapsed = relation.status_on(day) is Status.LAPSED
    code = "appointment_unsigned" if lapsed else f"appointment_{relation.status_on(day)}"
    return Conflict(code, answer_by=relation.lapses_after, colleague=relation.person.name)


def _check_still_there(session: Session, relation: WorkRelation, day: date) -> None:
    """Refuse for who left since he was appointed: he would be back without his yes."""
    try:
        check_colleague(session, relation.party, relation.person_id, day)
    except Invalid as stranger:
        raise Conflict("appointment_colleague_gone", colleague=relation.person.name) from stranger


def accept_relation(session: Session, actor: Actor, relation_id: uuid.UUID, *, now: datetime) -> WorkRelation:
    """Accept an invitation, for who signed in and gave the code of its letter; from then on he is that colleague.

    Accepting twice is harmless. Raises NotAllowed for another letter, without a sign-in, and for who sent the
    invitation himself; Conflict when it no longer waits.
    """
    relation, day = open_invited(session, actor, relation_id), brussels_day(now)
    permit = _permit_invited(session, actor, relation)
    if relation.accepted_on is not None and relation.person_id == actor.person_id:
        return relation
    check_can_begin(session, actor, relation, day)
    if actor.person_id in behind_invitation(session, relation):
        raise NotAllowed("own_invitation")
    return write_acceptance(session, actor, permit, relation, now)


def check_can_begin(session: Session, actor: Actor, relation: WorkRelation, day: date) -> None:
    """Conflict when the invitation no longer waits for the newcomer, and when the organisation stopped."""
    check_answerable(session, actor, relation, day, accepts=True)
    if has_stopped(session, relation.party):
        raise Conflict("appoint_party_stopped", party=relation.party.name)


def write_acceptance(
    session: Session, actor: Actor, permit: Permit, relation: WorkRelation, now: datetime
) -> WorkRelation:
    """Let the person of the actor be the colleague from now on, for whoever checked that he may."""
    relation.accepted_on, relation.person_id = brussels_day(now), actor.person_id  # type: ignore[assignment]
    session.flush()
    session.refresh(relation, ["person"])
    entry = record_right(session, actor, permit, "colleague_accepted", relation, relation.rights, now)
    echo_on_mandates(session, entry, "executor_began", relation, relation.rights, now)
    return relation


def refuse_relation(session: Session, actor: Actor, relation_id: uuid.UUID, *, now: datetime) -> WorkRelation:
    """Refuse an invitation, for who gave the code of its letter, through whichever door; twice is harmless."""
    relation, permit = _refused(session, actor, relation_id, now)
    day = brussels_day(now)
    if relation.refused_on is not None:
        return relation
    check_answerable(session, actor, relation, day)
    relation.refused_on = day
    record_right(session, actor, permit, "colleague_refused", relation, relation.rights, now)
    return relation


def _refused(session: Session, actor: Actor, relation_id: uuid.UUID, now: datetime) -> tuple[WorkRelation, Permit]:
    """The relation that is refused, and on what ground."""
    if actor.channel is Channel.PHONE:
        relation, about = lock_relation(session, actor, relation_id), refuse_about(relation_id)
        return relation, permit_managing(
            session, actor, relation.party, brussels_day(now), widens=False, about=about
        )
    relation, day = open_invited(session, actor, relation_id), brussels_day(now)
    if actor.channel in {Channel.COUNTER, Channel.PAPER}:
        return relation, permit_newcomer(session, actor, relation, day, refuse_about(relation_id))
    return relation, _permit_invited(session, actor, relation)


OWN = Permit(Ground.OWN_NAME)
SENT = ("colleague_invited", "colleague_to_sign", "colleague_signed")  # in the journal: who let an invitation leave


def open_invited(session: Session, actor: Actor, relation_id: uuid.UUID) -> WorkRelation:
    """The relation of which the actor has the letter or e-mail, read after everybody else who changes rights there.

    A form hangs on its letter and bears no code: `permit_newcomer` asks whose it is.
    """
    relation = lock_relation(session, actor, relation_id)
    if actor.channel is not Channel.PAPER:
        check_opened(session, actor, relation)
    return relation


def _permit_invited(session: Session, actor: Actor, relation: WorkRelation) -> Permit:
    """The permit of who was invited, here or in an application that has the domains; refused without a sign-in."""
    if not actor.comes_himself:
        raise NotAllowed("may_not_decide", party=relation.party.name)
    if actor.person_id is None:
        raise NotAllowed("sign_in_first")
    permit = replace(OWN, domains=domains_of(actor))
    check_right_domains(session, permit, relation.rights)
    return permit


def can_tie(relation: WorkRelation, day: date) -> bool:
    """Whether the newcomer accepted without a sign-in, and nothing is tied to these rights yet."""
    return relation.invited and relation.status_on(day) in RUNS and relation.person.subject is None


def behind_invitation(session: Session, relation: WorkRelation) -> set[uuid.UUID]:
    """Who let this invitation leave: who appointed and signed second, the clerk who sent it, and who looked along."""
    return {relation.appointed_by_id, relation.second_person_id} - {None} | _clerks_of(session, relation)  # type: ignore[return-value]


def _clerks_of(session: Session, relation: WorkRelation) -> set[uuid.UUID]:
    here = (JournalEntry.channel == Channel.COUNTER) & (JournalEntry.at >= relation.started_at)
    query = select(JournalEntry).where(here, JournalEntry.party_id == relation.party_id, JournalEntry.kind.in_(SENT))
    mine = [one for one in session.scalars(query) if one.data.get("relation") == str(relation.id)]
    looked = {one.data.get("second_clerk") for one in mine} - {None}
    lookers = session.scalars(select(Staff.person_id).where(Staff.number.in_(looked))) if looked else ()
    return {one.actor_id for one in mine if one.actor_id} | set(lookers)
