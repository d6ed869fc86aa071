"""Appointing: an organisation lets somebody do something inside it. Who works there already can do it at once."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.second_looks import check_look
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record, record_echo
from app.core.mandates.lookup import get_mandates
from app.core.people.email_addresses import parse_email
from app.core.people.parties import get_party, has_stopped
from app.core.people.persons import add_person
from app.core.people.rights import find_relation, list_relations_of, read_relations_anew
from app.core.permits.colleagues import check_not_above, check_right_domains, permit_colleagues
from app.core.permits.managing import Permit, check_widening, is_legal_representative, refuse_code
from app.core.permits.signing import needs_second, possible_seconds
from app.core.policy import Policy
from app.core.rights.granting import RUNS, find_running, new_relation, new_right
from app.core.rights.invitation_letters import address_for, order_invitation
from app.core.rights.invited_before import find_invited_before
from app.core.rights.second_letters import ask_second_by_letter
from app.core.rights.sights import APPOINT, AppointmentSight, appoint_about, sight_of_appointment
from app.core.rights.wishes import Newcomer, PlannedRight, RightWish, plan_rights
from app.models.journal import Channel, Ground, JournalEntry
from app.models.party import Party, PartyKind
from app.models.user_right import UserRight
from app.models.visit import Capacity
from app.models.work_relation import WorkRelation

# Who may let himself do more: whom the law lets decide for the whole of it anyway.
BY_LAW = {Capacity.LEGAL_REPRESENTATIVE, Capacity.OWNER}

# In the journal of an appointment that waits for a signature: the rights of which it takes the place.
REPLACES = "replaces"


@dataclass(frozen=True)
class Foreseen:
    """What an appointment would do: `left` is what the colleague does not have yet, `two` that a second must sign.

    `sight` is what a colleague of the clerk looks at; None when nothing is left. `earlier` is the invitation of a
    newcomer to the same that waits already: it is all that there will be.
    """

    party: Party
    permit: Permit
    left: Sequence[PlannedRight]
    two: bool
    sight: AppointmentSight | None = None
    earlier: WorkRelation | None = None


def foresee_appointment(
    session: Session, actor: Actor, party_id: uuid.UUID, who: uuid.UUID | Newcomer, wishes: Sequence[RightWish], *,
    policy: Policy, now: datetime,
) -> Foreseen:  # fmt: skip
    """What `appoint_colleague` would do, without doing it; it raises the same."""
    party, day = get_party(session, party_id), brussels_day(now)
    about = appoint_about(party.id, who, wishes)
    permit = permit_appointing(session, actor, party, day, about)
    left = plan_rights(session, party, wishes, day)
    check_not_above(permit, [one.right_type for one in left])
    check_right_domains(session, permit, left)
    earlier = None
    if isinstance(who, Newcomer):
        _check_address(actor, who)
        earlier = find_invited_before(session, party, who, left, policy, day)
    else:
        check_colleague(session, party, who, day)
        held = [right for one in _running(session, who, party.id, day) for right in one.rights]
        left = [one for one in left if not any(one.is_within(right) for right in held)]
        if left:
            refuse_own_gain(actor, permit, who)
    two = asks_second(session, actor, permit, party, left, day)
    sight = sight_of_appointment(session, APPOINT, about, party, who, left) if left else None
    return Foreseen(party, permit, left, two, sight, earlier)


def appoint_colleague(
    session: Session, actor: Actor, party_id: uuid.UUID, who: uuid.UUID | Newcomer, wishes: Sequence[RightWish], *,
    policy: Policy, now: datetime,
) -> WorkRelation:  # fmt: skip
    """Let somebody have these rights in the party: at once who works there already, after accepting who is new.

    What he has already is left out; when nothing is left, or the same newcomer was invited to the same before, what
    stands is returned. Where two people must sign for one of the rights, everything waits for the second. Raises
    NotAllowed unless the actor decides for the party, for a clerk who would be appointed himself, and for who would
    give himself what he lacks without the law letting him; Invalid for a stranger and what `plan_rights` raises;
    Conflict when the party stopped, and for who was invited to the same another way; at a counter LookNeeded until a
    colleague looked at what is important.
    """
    lock_party(session, party_id)
    foreseen = foresee_appointment(session, actor, party_id, who, wishes, policy=policy, now=now)
    party, permit, day = foreseen.party, foreseen.permit, brussels_day(now)
    if foreseen.sight is None:
        return _running(session, who, party.id, day)[0]
    if foreseen.earlier is not None:
        return foreseen.earlier
    actor = check_look(session, actor, foreseen.sight, policy=policy, now=now)
    if isinstance(who, Newcomer):
        return _invite(session, actor, permit, party, who, foreseen.left, policy, now)
    return write_appointment(session, actor, permit, party, who, foreseen.left, policy, now)


def permit_appointing(session: Session, actor: Actor, party: Party, day: date, about: str) -> Permit:
    """The permit to let somebody do more in the party; refused for who may not, and for a party without colleagues."""
    refuse_code(actor)
    permit = permit_colleagues(session, actor, party, day, widens=True, about=about)
    if party.kind is PartyKind.PERSON:
        raise Conflict("person_has_no_colleagues")
    if has_stopped(session, party):
        raise Conflict("appoint_party_stopped", party=party.name)
    return permit


def _running(session: Session, person_id: uuid.UUID, party_id: uuid.UUID, day: date) -> list[WorkRelation]:
    return [one for one in list_relations_of(session, person_id, party_id) if one.status_on(day) in RUNS]


def lock_party(session: Session, party_id: uuid.UUID) -> Party:
    """The party, with everybody else who changes its rights waiting: two managers must not end each other's right.

    What a page read of its rights before the lock may be old by then, so it is read anew.
    """
    session.get(Party, party_id, with_for_update={"key_share": True}, populate_existing=True)
    read_relations_anew(session, party_id)
    return get_party(session, party_id)


def lock_relation(session: Session, actor: Actor, relation_id: uuid.UUID) -> WorkRelation:
    """The relation of the actor's party, read after everybody else who changes rights there is done."""
    if actor.party_id is None:
        raise NotFound("appointment_unknown")
    lock_party(session, actor.party_id)
    relation = find_relation(session, relation_id)
    if relation is None or relation.party_id != actor.party_id:
        raise NotFound("appointment_unknown")
    session.refresh(relation, ["accepted_on", "refused_on", "withdrawn_on", "second_signed_on", "mail_number"])
    return relation


def check_colleague(session: Session, party: Party, person_id: uuid.UUID, day: date) -> None:
    """Refuse who has no right in the party now and does not represent it: he has to be invited and accept."""
    relations = list_relations_of(session, person_id, party.id)
    known = any(one.status_on(day) in RUNS for one in relations)
    if not known and not is_legal_representative(session, person_id, party, day):
        raise Invalid("colleague_unknown", field="who")


def refuse_clerk(actor: Actor, person_id: uuid.UUID) -> None:
    """Refuse the clerk who would be appointed himself by what he does for a customer."""
    if actor.channel is Channel.COUNTER and person_id == actor.actor_id:
        raise NotAllowed("clerk_own_affairs")


def refuse_own_gain(actor: Actor, permit: Permit, person_id: uuid.UUID) -> None:
    """Refuse who would let himself do more, unless the law lets him decide for the whole party; a clerk always."""
    refuse_clerk(actor, person_id)
    if person_id == actor.person_id and permit.capacity not in BY_LAW and permit.ground is not Ground.OWN_NAME:
        raise NotAllowed("own_right")


def _invite(
    session: Session, actor: Actor, permit: Permit, party: Party, who: Newcomer, planned: Sequence[PlannedRight],
    policy: Policy, now: datetime,
) -> WorkRelation:  # fmt: skip
    address = address_for(who, [one.right_type for one in planned], policy=policy)
    person = add_person(session, who.first_name, who.last_name)
    invited = {"newcomer": True, "address": address}
    return write_appointment(session, actor, permit, party, person.id, planned, policy, now, **invited)


def _check_address(actor: Actor, who: Newcomer) -> None:
    """Refuse an address that is none, and every one at a counter: a clerk sends nothing to where he typed himself."""
    if not who.email_address:
        return
    parse_email(who.email_address, field="email_address")
    if not actor.comes_himself:
        raise Invalid("invited_by_letter_here", field="email_address")


def write_appointment(
    session: Session, actor: Actor, permit: Permit, party: Party, person_id: uuid.UUID,
    planned: Sequence[PlannedRight], policy: Policy, now: datetime, *, newcomer: bool = False,
    address: str | None = None, replaces: Sequence[uuid.UUID] = (),
) -> WorkRelation:  # fmt: skip
    """Write the rights down, for whoever checked everything but the second signature; returns their relation.

    `replaces` are the rights that end once the second signed; the journal keeps them until then.
    """
    day = brussels_day(now)
    two = asks_second(session, actor, permit, party, planned, day)
    rights = written(session, planned)
    relation = None if two or newcomer else find_running(session, person_id, party.id, day)
    if relation is None:
        relation = new_relation(session, person_id, party.id, rights, day=day)
        relation.started_at, relation.second_must_sign, relation.invited = now, two, newcomer
        relation.appointed_by_id, relation.first_function_id = actor.person_id, permit.function_id
        relation.email_address = address
        relation.accepted_on = None if two or newcomer else day
    else:
        relation.rights.extend(rights)
    session.flush()
    kind = "colleague_to_sign" if two else "colleague_invited" if newcomer else "colleague_appointed"
    later = {REPLACES: [str(key) for key in replaces]} if two and replaces else {}
    entry = record_right(session, actor, permit, kind, relation, planned, now, **later)
    frame: dict[str, Any] = {"policy": policy, "now": now}
    if two:
        seconds = possible_seconds(session, actor.person_id, permit.function_id, party, day)
        ask_second_by_letter(session, entry, relation, seconds, replaces=bool(replaces), **frame)
    elif newcomer:
        order_invitation(session, entry, relation, **frame)
    else:
        echo_on_mandates(session, entry, "appointed", relation, planned, now)
    return relation


def written(session: Session, planned: Sequence[PlannedRight]) -> list[UserRight]:
    """The rows of what is planned, in no relation yet."""
    return [
        new_right(
            session, one.right_type.key, one.first_day, one.last_day, mandate_id=one.mandate_id, level=one.level,
            mandate_group=one.mandate_group,
            group_version_id=one.group_version_id,
        )
        for one in planned
    ]  # fmt: skip


def asks_second(
    session: Session, actor: Actor, permit: Permit, party: Party, planned: Sequence[PlannedRight], day: date
) -> bool:
    """Whether a second representative must sign for one of these; Conflict when there is none."""
    types = [one.right_type for one in planned]
    check_widening(permit, types)
    asking = [one for one in types if one.signatures != "1"]
    if not asking or not needs_second(session, permit, party, asking, day):
        return False
    if not possible_seconds(session, actor.person_id, permit.function_id, party, day):
        raise Conflict("no_second_representative", party=party.name)
    return True


def record_right(
    session: Session, actor: Actor, permit: Permit, kind: str, relation: WorkRelation, rights: Sequence[object],
    now: datetime, **more: object,
) -> JournalEntry:  # fmt: skip
    """Write in the journal of the party what happened to somebody's rights; the person is named by his number."""
    keys = sorted({getattr(one, "kind", None) or one.right_type.key for one in rights})  # type: ignore[attr-defined]
    return record(
        session, actor, kind, now=now, ground=permit.ground, capacity=permit.capacity, party_id=relation.party_id,
        relation=str(relation.id), appointed=str(relation.person_id), rights=keys, **more,
    )  # fmt: skip


def echo_on_mandates(
    session: Session, entry: JournalEntry, kind: str, relation: WorkRelation,
    rights: Sequence[PlannedRight | UserRight], now: datetime,
) -> None:  # fmt: skip
    """Say on the page of each mandate that a right names who was appointed for it, or no longer is."""
    named: dict[uuid.UUID, set[str | None]] = defaultdict(set)
    for one in rights:
        if one.mandate_id is not None:
            named[one.mandate_id].add(one.right_type.domain_key)
    about: dict[str, Any] = {"appointed": str(relation.person_id), "told_by": entry.id}
    for mandate in get_mandates(session, named) if named else ():
        # A right in one domain touches that one only.
        touches = None if None in named[mandate.id] else {one for one in named[mandate.id] if one}
        record_echo(session, entry, kind, mandate, now=now, touches=touches, **about)
