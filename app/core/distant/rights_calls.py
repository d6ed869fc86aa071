"""Rights inside an organisation by phone: only taken back. Who calls says the name; nobody reads him who works there.

Who was checked for a mandate, and says to decide for that party, takes rights and invitations back. Who has the letter
of an invitation answers that one and nothing else: the newcomer holds it too.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.distant.phone_calls import Caller, actor_of, begin_call, check_caller_by_code, clerk_on_the_phone
from app.core.errors import Conflict, NotFound
from app.core.letters.codes import mark_used, open_invitation
from app.core.people.parties import get_party
from app.core.people.rights import find_relation, find_relation_by_number, list_relations_in
from app.core.permits.managing import permit_managing
from app.core.permits.phone import open_call
from app.core.policy import Policy
from app.core.register.search_words import fold
from app.core.rights.accepting import refuse_relation
from app.core.rights.ending import dismiss_about, dismiss_rights, end_relation, foresee_ending
from app.core.rights.granting import RUNS, waits
from app.core.rights.held import Held, describe_rights
from app.core.rights.late_forms import can_withdraw
from app.core.rights.withdrawing import withdraw_invitation
from app.core.vault import Vault
from app.models.lifecycle import Status
from app.models.phone_call import CallerCheck, PhoneCall
from app.models.work_relation import WorkRelation


class RightsAct(StrEnum):
    """What a caller can ask about a right."""

    DISMISS = "dismiss"
    LEAVE = "leave"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Choice:
    """One thing that this caller can have done, about this colleague.

    `held` is the right that is taken back, `relation_id` the invitation, `alone` how many mandates of customers are
    left without anybody; their names are not for the phone.
    """

    act: RightsAct
    name: str
    person_id: uuid.UUID
    held: Held | None = None
    relation_id: uuid.UUID | None = None
    alone: int = 0

    @property
    def key(self) -> str:
        """What tells it from the others, as long as nothing changes."""
        return f"{self.act}:{self.held.rights[0] if self.held else self.relation_id or self.person_id}"


def check_caller_with_letter(
    session: Session, actor: Actor, dossier_number: str, code: str, enterprise_number: str | None, caller: Caller, *,
    vault: Vault, now: datetime,
) -> PhoneCall:  # fmt: skip
    """Begin a call with who has our letter, about a mandate or an invitation; counted and refused as at any door.

    Raises Conflict when the invitation was answered already.
    """
    three = (dossier_number, code, enterprise_number)
    if find_relation_by_number(session, dossier_number) is None:
        return check_caller_by_code(session, actor, *three, caller, vault=vault, now=now)
    source = f"phone:{clerk_on_the_phone(session, actor)}"
    letter = open_invitation(
        session, dossier_number, code, enterprise_number or "", source=source, vault=vault, now=now
    )
    relation, day = find_relation_by_number(session, letter.dossier_number), brussels_day(now)
    if relation is None or not waits(relation, day):
        status = relation.status_on(day) if relation else Status.STOPPED
        raise Conflict(f"appointment_{status}", answer_by=relation.lapses_after if relation else day)
    call = PhoneCall(check_kind=CallerCheck.LETTER_CODE, facts=[], letter_id=letter.id, relation_id=relation.id)
    return begin_call(session, actor, call, relation.party_id, caller, now)


def list_invitation_choices(session: Session, call: PhoneCall, *, now: datetime) -> list[Choice]:
    """What the caller with the letter of an invitation can have done: nothing once it was answered."""
    relation = find_relation(session, call.relation_id) if call.relation_id else None
    if relation is None or not waits(relation, brussels_day(now)):
        return []
    return [
        Choice(act, relation.person.name, relation.person_id, relation_id=relation.id)
        for act in (RightsAct.REFUSE, RightsAct.WITHDRAW)
    ]


def list_choices(session: Session, call: PhoneCall, name: str, *, now: datetime) -> list[Choice]:
    """What the caller can have done about the colleague whom he named: each right, all of them, what waits.

    Raises what the permit raises; NotFound when nobody is called so, Conflict when more than one is.
    """
    day, actor = brussels_day(now), actor_of(call)
    party = get_party(session, call.party_id)
    permit_managing(session, actor, party, day, widens=False, about=dismiss_about(party.id))
    so_called = [one for one in list_relations_in(session, party.id) if _is_called(one, name)]
    mine = [one for one in so_called if _is_open(session, one, day)]
    if not mine:
        raise NotFound("nobody_called_so")
    if len({one.person_id for one in mine}) > 1:
        raise Conflict("more_called_so")
    person = mine[0].person
    rights = [right for one in mine for right in one.rights if one.status_on(day) in RUNS and not right.is_over(day)]
    held = describe_rights(session, rights, day)
    choices = [
        Choice(RightsAct.DISMISS, person.name, person.id, one, alone=_alone(session, call, person.id, day, one.rights))
        for one in held
    ]
    if rights:
        alone = _alone(session, call, person.id, day, [right.id for right in rights])
        choices.append(Choice(RightsAct.LEAVE, person.name, person.id, alone=alone))
    invitations = [one for one in mine if can_withdraw(session, one, day)]
    return [
        *choices,
        *(Choice(RightsAct.WITHDRAW, person.name, person.id, relation_id=one.id) for one in invitations),
    ]


def do_choice(session: Session, actor: Actor, choice: Choice, *, policy: Policy, now: datetime) -> None:
    """Have it done; twice is harmless. Raises what the act raises."""
    call = open_call(session, actor)
    if choice.relation_id is not None:
        if choice.act is RightsAct.REFUSE:
            refuse_relation(session, actor, choice.relation_id, now=now)
        else:
            withdraw_invitation(session, actor, choice.relation_id, policy=policy, now=now)
    elif choice.held is not None:
        dismiss_rights(session, actor, choice.person_id, choice.held.rights, policy=policy, now=now)
    else:
        end_relation(session, actor, choice.person_id, policy=policy, now=now)
    if call.letter_id is not None:
        mark_used(session, call.letter_id, now=now)


def _is_called(relation: WorkRelation, name: str) -> bool:
    """Whether this is his whole name, in whatever order; capitals and accents do not count."""
    return sorted(fold(relation.person.name)) == sorted(fold(name))


def _is_open(session: Session, relation: WorkRelation, day: date) -> bool:
    return can_withdraw(session, relation, day) or (
        relation.status_on(day) in RUNS and any(not right.is_over(day) for right in relation.rights)
    )


def _alone(session: Session, call: PhoneCall, person_id: uuid.UUID, day: date, rights: Sequence[uuid.UUID]) -> int:
    return len(foresee_ending(session, call.party_id, person_id, day, rights).alone)
