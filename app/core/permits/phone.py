"""What a clerk may do on the phone, with a caller who was checked or with a giver who was called back."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.mandates.chains import list_chains
from app.core.mandates.lookup import get_mandate
from app.core.mandates.possible_acts import Act, acts_on
from app.core.permits.subjects import TAKE_BACK, subject_of
from app.core.permits.visit import refuse_own_affairs
from app.core.register.functions import get_function, signs_alone
from app.models.journal import Ground
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.phone_call import CallerCheck, PhoneCall
from app.models.visit import Capacity

# Acts as `permit_managing` names them. The rest of what can be done is done with a visit, a letter or a sign-in.
ALWAYS = {"refuse", "withdraw", "contest", "refuse_extension", "withdraw_extension", "refuse_signature"}
# These are about the party as a whole, whichever mandate it was checked for. They only send it a letter.
PREPARE = "prepare"
# What stands ready, or was kept when a call ended, is from then on a gift like any other that was begun.
KEPT_AS = "give"
OF_THE_PARTY = {"overview", PREPARE}
IF_TYPES_ALLOW = {"extend", "accept_extension"}
# A stop may be of some parts: it looks itself whether their types allow the phone.
IF_PARTS_ALLOW = {"stopped", "renounced", TAKE_BACK}
# About rights inside the organisation, and what is asked of the call.
REFUSE = "refuse_invitation"
ON_RIGHTS = {"dismiss", "withdraw_invitation", REFUSE}
AFTER_CALLING_BACK = {"resume", "stop_contested"}
BY_PHONE = frozenset(
    {Act.REFUSE, Act.WITHDRAW, Act.CONTEST, Act.REFUSE_EXTENSION, Act.WITHDRAW_EXTENSION, Act.REFUSE_SIGNATURE}
)
BY_PHONE_IF_TYPES_ALLOW = frozenset({Act.EXTEND, Act.ACCEPT_EXTENSION})
STOPS = frozenset({Act.STOP, Act.RENOUNCE})
DECIDING = {Capacity.LEGAL_REPRESENTATIVE, Capacity.OWNER, Capacity.MANAGER}
# How who is on the line can be known well enough to see what his party kept.
CHECKED = {CallerCheck.LETTER_CODE, CallerCheck.TWO_FACTS}


def permit_caller(
    session: Session, actor: Actor, party: Party, day: date, about: str, *, widens: bool
) -> dict[str, Any]:
    """The permit (as keyword values) of a clerk for whoever is on the line; else a refusal.

    Refuses what the phone never does, what a type keeps from it, and a decision about a contest unless the clerk called
    the giver back.
    """
    act, mandate_id = subject_of(session, about)
    if act in ON_RIGHTS:
        return _permit_on_rights(session, actor, party, day, act, mandate_id)
    if act not in ALWAYS | OF_THE_PARTY | IF_TYPES_ALLOW | IF_PARTS_ALLOW | AFTER_CALLING_BACK:
        raise NotAllowed("not_by_phone")
    call = open_call(session, actor)
    if call.check_kind == CallerCheck.NONE:
        return _permit_unchecked(session, actor, call, party, day, act)
    if call.party_id != party.id or (act not in OF_THE_PARTY and call.mandate_id != mandate_id):
        raise NotAllowed("caller_not_checked_for_this")
    if call.relation_id is not None:
        # The newcomer has the letter of the invitation too.
        raise NotAllowed("caller_not_checked_for_this")
    refuse_own_affairs(session, actor, call.person_id, party, day)
    called_back = call.check_kind == CallerCheck.CALL_BACK
    if called_back != (act in AFTER_CALLING_BACK):
        raise NotAllowed("only_decide_after_calling_back" if called_back else "call_back_first")
    if act in AFTER_CALLING_BACK and call.number is None:
        # Begun before the numbers of the register were known: nobody can tell which one was called.
        raise NotAllowed("call_back_first")
    if act in IF_TYPES_ALLOW and not types_allow(get_mandate(session, call.mandate_id), day):
        raise NotAllowed("types_not_by_phone")
    if widens and call.capacity not in DECIDING:
        raise NotAllowed("reader_may_not_decide", party=party.name)
    return {
        "ground": Ground.VERIFIED_CALLER,
        "capacity": call.capacity,
        "signs_alone": _signs_alone(session, call, party, day),
        "by_phone": act in IF_PARTS_ALLOW,
    }


def _permit_on_rights(
    session: Session, actor: Actor, party: Party, day: date, act: str, named: uuid.UUID | None
) -> dict[str, Any]:
    """Rights inside the organisation only become less by phone.

    With the letter of an invitation that one alone is answered: refused by anybody who has it, withdrawn by who says to
    decide. Who was checked for a mandate, and says to decide, takes rights and invitations back.
    """
    call = open_call(session, actor)
    if call.check_kind not in CHECKED:
        raise NotAllowed("caller_not_checked")
    by_letter = call.relation_id is not None
    if call.party_id != party.id or (by_letter and call.relation_id != named) or (act == REFUSE and not by_letter):
        raise NotAllowed("caller_not_checked_for_this")
    refuse_own_affairs(session, actor, call.person_id, party, day)
    if act != REFUSE and call.capacity not in DECIDING:
        raise NotAllowed("caller_does_not_decide", party=party.name)
    return {"ground": Ground.VERIFIED_CALLER, "capacity": call.capacity}


def open_call(session: Session, actor: Actor) -> PhoneCall:
    """The call that the clerk is in, with the caller who was checked; NotAllowed when it is over or somebody else's."""
    call = session.get(PhoneCall, actor.call_id) if actor.call_id else None
    if call is None or call.clerk_id != actor.actor_id or call.ended_at is not None:
        raise NotAllowed("caller_not_checked")
    if call.person_id != actor.person_id:
        raise NotAllowed("caller_not_checked")
    return call


def is_unchecked(session: Session, actor: Actor) -> bool:
    """Whether nobody knows who is on the line: then nothing shows of what a party has."""
    return actor.call_id is not None and open_call(session, actor).check_kind == CallerCheck.NONE


def was_begun_unchecked(session: Session, begun_call_id: uuid.UUID | None) -> bool:
    """Whether a draft was begun in a call in which nobody knew who was on the line."""
    call = session.get(PhoneCall, begun_call_id) if begun_call_id else None
    return call is not None and call.check_kind == CallerCheck.NONE


def may_know_kept(call: PhoneCall, party_id: uuid.UUID | None) -> bool:
    """Whether the caller may hear what this party kept: he was checked for it, and says to decide for it."""
    # Who was invited has the letter of the invitation too: it opens nothing that the party keeps.
    known = call.check_kind in CHECKED and call.relation_id is None
    return known and call.party_id == party_id and call.capacity in DECIDING


def acts_by_phone(mandate: Mandate, side: Side, day: date) -> list[Act]:
    """The acts open to a caller of this side: extending where every type allows the phone, stopping where one does."""
    open_now = acts_on(mandate, side, day)
    if Act.STOP_CONTESTED in open_now:
        # Who may decide about a contest may also simply stop; the rest of that decision asks us to call back.
        open_now.append(Act.STOP)
    by_phone = BY_PHONE | (BY_PHONE_IF_TYPES_ALLOW if types_allow(mandate, day) else frozenset())
    by_phone |= STOPS if parts_by_phone(mandate, day) else frozenset()
    return [act for act in open_now if act in by_phone]


def parts_by_phone(mandate: Mandate, day: date) -> list[Line]:
    """The parts that the mandate still has and that a caller can stop."""
    return [line for line in mandate.lines if not line.is_over(day) and stops_by_phone(line.mandate_type)]


def stops_by_phone(kind: MandateType) -> bool:
    """Whether a caller can stop this type. What a letter promises about the phone asks the same."""
    return kind.phone_allowed


def list_to_take_back(session: Session, mandate: Mandate, day: date) -> list[Mandate]:
    """What the holder of this mandate passed on and can stop by phone: every type in it allows that."""
    chains = [one for one in list_chains(session, mandate) if not one.status_on(day).is_final]
    return [one for one in chains if types_allow(one, day)]


def types_allow(mandate: Mandate, day: date) -> bool:
    """Whether every type that the mandate still has lets a caller extend it."""
    return len(parts_by_phone(mandate, day)) == sum(not line.is_over(day) for line in mandate.lines)


def _permit_unchecked(
    session: Session, actor: Actor, call: PhoneCall, party: Party, day: date, act: str
) -> dict[str, Any]:
    """Who was not checked only has a gift prepared, which sends the party a letter."""
    if act != PREPARE:
        raise NotAllowed("caller_not_checked")
    if call.party_id != party.id:
        raise NotAllowed("caller_not_checked_for_this")
    refuse_own_affairs(session, actor, call.person_id, party, day)
    return {"ground": Ground.UNCHECKED_CALLER, "capacity": call.capacity}


def _signs_alone(session: Session, call: PhoneCall, party: Party, day: date) -> bool:
    """Whether who decides signs alone; of a caller nobody knows which representative he is, so one must exist."""
    if call.function_id is not None:
        return get_function(session, call.function_id).signs == "alone"
    return signs_alone(session, party.enterprise_number, day)
