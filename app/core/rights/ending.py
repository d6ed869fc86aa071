"""Ending: a right that is taken back, and somebody who leaves. It holds at once, and says what then nobody carries out.

An organisation always keeps somebody who can manage it (`check_somebody_manages`).
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.mandates.lookup import list_agreed
from app.core.people.parties import get_party
from app.core.people.rights import executed_by, list_relations_in, list_relations_of
from app.core.permits.colleagues import check_not_above, check_right_domains, domains_of, permit_colleagues
from app.core.permits.managing import Permit, refuse_code
from app.core.permits.paper import check_on_list
from app.core.policy import Policy
from app.core.register.functions import list_functions
from app.core.rights.appointing import echo_on_mandates, lock_party, record_right
from app.core.rights.ended_letters import tell_ended
from app.core.rights.granting import RUNS
from app.core.rights.late_forms import can_withdraw
from app.core.rights.withdrawing import write_withdrawal
from app.models.journal import Channel, Ground, JournalEntry
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.party import Party, PartyKind
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation

RUNNING = {Status.ACTIVE, Status.SCHEDULED, Status.SUSPENDED}


@dataclass(frozen=True)
class Ending:
    """What ends for whom, and the mandates of customers for which nobody is appointed any more because of it."""

    person_id: uuid.UUID
    rights: Sequence[UserRight]
    alone: Sequence[Mandate]


def dismiss_about(party_id: uuid.UUID) -> str:
    """Taking rights back as a customer at the counter consents to it."""
    return f"dismiss:{party_id}"


def foresee_ending(
    session: Session,
    party_id: uuid.UUID,
    person_id: uuid.UUID,
    day: date,
    right_ids: Collection[uuid.UUID] | None = None,
) -> Ending:
    """What would end for this person: these rights, or all of them; rights that are over already are left out.

    Raises NotFound for a right that is not of this person in this party.
    """
    relations = [one for one in list_relations_of(session, person_id, party_id) if one.status_on(day) in RUNS]
    mine = {right.id: right for one in relations for right in one.rights}
    known = {right.id for one in list_relations_of(session, person_id, party_id) for right in one.rights}
    if right_ids is not None and not set(right_ids) <= known:
        raise NotFound("right_unknown_here")
    ended = [one for key, one in mine.items() if (right_ids is None or key in right_ids) and not one.is_over(day)]
    return Ending(person_id, ended, _left_alone(session, party_id, ended, day))


def dismiss_rights(
    session: Session, actor: Actor, person_id: uuid.UUID, right_ids: Collection[uuid.UUID], *, policy: Policy,
    now: datetime,
) -> Ending:  # fmt: skip
    """Take rights of one person back; they hold no longer from today on. Doing it twice is harmless.

    Where a clerk did it for somebody, letters tell the organisation and the colleague.

    Raises NotAllowed unless the actor decides for the party or gives up rights of his own, NotFound for a right of
    somebody else, Conflict when nobody could manage the party any more.
    """
    permit, party, _ = _permitted(session, actor, person_id, now)
    if actor.channel is Channel.PAPER:
        check_on_list(session, actor, right_ids, ticked=True)
    ending = foresee_ending(session, party.id, person_id, brussels_day(now), right_ids)
    entries = _stop(session, actor, permit, party, ending, "right_dismissed", now)
    _tell(session, actor, ending, ending.rights, entries, policy, now)
    return ending


def end_rights(
    session: Session, actor: Actor, permit: Permit, party: Party, person_id: uuid.UUID,
    right_ids: Collection[uuid.UUID], *, now: datetime,
) -> Ending:  # fmt: skip
    """The same for whoever was permitted already, because it belongs to a change; raises NotFound and Conflict."""
    ending = foresee_ending(session, party.id, person_id, brussels_day(now), right_ids)
    _stop(session, actor, permit, party, ending, "right_dismissed", now)
    return ending


def end_relation(session: Session, actor: Actor, person_id: uuid.UUID, *, policy: Policy, now: datetime) -> Ending:
    """Somebody leaves: every right of this person in the party ends today; what was not agreed yet is taken back.

    Raises as `dismiss_rights`; NotFound for who has nothing there.
    """
    permit, party, day = _permitted(session, actor, person_id, now)
    if actor.channel is Channel.PAPER:
        raise NotAllowed("not_on_paper")
    relations = list_relations_of(session, person_id, party.id)
    if not relations:
        raise NotFound("colleague_not_here")
    ending = foresee_ending(session, party.id, person_id, day)
    entries, rights = _stop(session, actor, permit, party, ending, "colleague_left", now), [*ending.rights]
    for relation in relations:
        if can_withdraw(session, relation, day):
            check_not_above(permit, [one.right_type for one in relation.rights])
            check_right_domains(session, permit, relation.rights)
            entries.append(write_withdrawal(session, actor, permit, relation, policy=policy, now=now))
            rights += relation.rights
    _tell(session, actor, ending, rights, entries, policy, now)
    return ending


def check_somebody_manages(session: Session, party: Party, ended: Iterable[UserRight], day: date) -> None:
    """Refuse to end the last right to manage an organisation that no legal representative can sign in for.

    What stays counts when it holds today and ends no earlier than what goes: the day on which nobody would be left must
    not come sooner.
    """
    going = {one.id: one for one in ended if one.manages}
    if not going or party.kind is PartyKind.PERSON:
        return
    relations = list_relations_in(session, party.id)
    stays = [one for each in relations for one in each.rights_on(day) if one.manages and one.id not in going]
    longest = max(going.values(), key=_end)
    if any(_end(one) >= _end(longest) for one in stays):
        return
    if any(one.subject for one in list_functions(session, party.enterprise_number or "", day)):
        return
    raise Conflict("manager_ends_sooner" if stays else "last_manager", colleague=longest.relation.person.name)


def _end(right: UserRight) -> date:
    return right.over_from or date.max


def _permitted(
    session: Session, actor: Actor, person_id: uuid.UUID, now: datetime
) -> tuple[Permit, Party, date]:
    refuse_code(actor)
    if actor.party_id is None:
        raise NotFound("colleague_not_here")
    party, day = lock_party(session, actor.party_id), brussels_day(now)
    if actor.comes_himself and actor.person_id == person_id:
        return Permit(Ground.OWN_NAME, domains=domains_of(actor)), party, day
    return permit_colleagues(session, actor, party, day, widens=False, about=dismiss_about(party.id)), party, day


def _stop(
    session: Session, actor: Actor, permit: Permit, party: Party, ending: Ending, kind: str, now: datetime
) -> list[JournalEntry]:
    """End these rights; the entries are in the order in which their relations come among the rights."""
    day = brussels_day(now)
    check_not_above(permit, [one.right_type for one in ending.rights])
    check_right_domains(session, permit, ending.rights)
    check_somebody_manages(session, party, ending.rights, day)
    relations: dict[uuid.UUID, WorkRelation] = {}
    for right in ending.rights:
        right.stop_day = day
        relations[right.relation.id] = right.relation
    session.flush()
    entries = []
    for relation in relations.values():
        mine = [right for right in ending.rights if right.relation is relation]
        entry = record_right(session, actor, permit, kind, relation, mine, now)
        echo_on_mandates(session, entry, "dismissed", relation, mine, now)
        entries.append(entry)
    return entries


def _tell(
    session: Session, actor: Actor, ending: Ending, rights: Sequence[UserRight], entries: Sequence[JournalEntry],
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Write to both of what a clerk ended for whoever decides; at home he reads it on his screen."""
    if actor.comes_himself or not entries:
        return
    day, party_id = brussels_day(now), rights[0].relation.party_id
    mine = [one for one in list_relations_of(session, ending.person_id, party_id) if one.status_on(day) in RUNS]
    whole = all(one.is_over(day) for relation in mine for one in relation.rights)
    tell_ended(session, entries[0], rights, whole=whole, alone=len(ending.alone), policy=policy, now=now)


def _left_alone(session: Session, party_id: uuid.UUID, ended: Sequence[UserRight], day: date) -> list[Mandate]:
    """The running mandates of customers of which these rights alone are for the whole, or for a part."""
    if not any(one.works for one in ended):
        return []
    held = [right for one in list_relations_in(session, party_id) for right in one.rights_on(day)]
    keys = {one.id for one in ended}
    goes = executed_by(one for one in held if one.id in keys)
    stays = executed_by(one for one in held if one.id not in keys)
    mine = [one for one in list_agreed(session, get_party(session, party_id).id) if one.holder_id == party_id]
    running = [one for one in mine if one.status_on(day) in RUNNING]
    return [
        one for one in running if any(goes(one.id, part) and not stays(one.id, part) for part in one.parts_left(day))
    ]
