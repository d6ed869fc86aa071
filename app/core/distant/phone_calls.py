"""The phone: a clerk checks who is on the line, by the code of a letter or by two facts, and does what he asks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.carrying_out import carry_out, is_done
from app.core.acts.extending import propose_extension
from app.core.acts.passing_on import take_back_mandate
from app.core.acts.preparing import keep_unready
from app.core.acts.stopping import STOPPING
from app.core.counter.visits import get_staff
from app.core.distant.phone_facts import SaidFacts, are_right
from app.core.errors import Conflict, NotAllowed
from app.core.journal import record
from app.core.letters.codes import count_wrong_try, mark_used, open_with_code, refuse_floods, tries_left
from app.core.letters.sheet_boxes import parts_to_ask
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.lookup import find_mandate_by_number, get_mandate
from app.core.mandates.possible_acts import Act
from app.core.people.parties import get_party
from app.core.people.persons import add_person
from app.core.permits.phone import acts_by_phone, list_to_take_back, open_call, parts_by_phone
from app.core.permits.visit import refuse_own_affairs
from app.core.policy import Policy
from app.core.vault import Vault
from app.models.journal import Channel, Ground
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.phone_call import CallerCheck, PhoneCall
from app.models.visit import Capacity

LONGEST_CALL = timedelta(hours=1)


@dataclass(frozen=True)
class Caller:
    """Who says to be on the line, and what for the party: as the reader of a letter says it."""

    first_name: str
    last_name: str
    capacity: Capacity


@dataclass(frozen=True)
class Asked:
    """What the caller said beside the act: why, how many months longer, or what stops and from which day.

    Without `type_keys` all of it stops, without a `stop_day` today. `chain_id` is what he takes back that he passed on.
    """

    reason: str | None = None
    months: int | None = None
    type_keys: tuple[str, ...] | None = None
    stop_day: date | None = None
    chain_id: uuid.UUID | None = None


NOTHING_MORE = Asked()


@dataclass(frozen=True)
class CallView:
    """The mandate about which somebody calls, his side and what he may do by phone.

    `parts_longer` are the types of the parts that his letter says end; none: extending is about all of it.
    `to_take_back` is what he passed on and can stop by phone.
    """

    call: PhoneCall
    mandate: Mandate
    side: Side
    today: date
    acts: Sequence[Act]
    parts_longer: tuple[str, ...]
    to_take_back: Sequence[Mandate]

    @property
    def parts(self) -> Sequence[Line]:
        """What the caller can stop by phone."""
        return parts_by_phone(self.mandate, self.today)

    @property
    def other_parts(self) -> Sequence[Line]:
        """What still runs and cannot be stopped by phone."""
        return [one for one in self.mandate.lines if not one.is_over(self.today) and one not in self.parts]

    @property
    def own(self) -> str:
        """The name of the party for which somebody calls."""
        return self.mandate.party_on(self.side).name

    @property
    def other(self) -> str:
        """The name of the other party."""
        return self.mandate.party_on(self.side.other).name


def check_caller_by_code(
    session: Session,
    actor: Actor,
    dossier_number: str,
    code: str,
    enterprise_number: str | None,
    caller: Caller,
    *,
    vault: Vault,
    now: datetime,
) -> PhoneCall:
    """Begin a call with who has our letter: the caller says the code, the clerk types it.

    `enterprise_number` is None for a caller who says to have none: that finds only a person.
    Tries count as at the door of letters, with the clerk as their source. Raises what `open_with_code` raises; the
    caller of this function commits even after WrongTry.
    """
    clerk_id = clerk_on_the_phone(session, actor)
    source = f"phone:{clerk_id}"
    opened = open_with_code(session, dossier_number, code, enterprise_number, source=source, vault=vault, now=now)
    call = PhoneCall(check_kind=CallerCheck.LETTER_CODE, facts=[], letter_id=opened.letter.id)
    call.mandate_id = opened.mandate.id
    return begin_call(session, actor, call, opened.mandate.party_on(opened.side).id, caller, now, opened.mandate)


def check_caller_by_facts(
    session: Session,
    actor: Actor,
    dossier_number: str,
    enterprise_number: str | None,
    said: SaidFacts,
    caller: Caller,
    *,
    vault: Vault,
    now: datetime,
) -> PhoneCall:
    """Begin a call with who knows two facts that are not in the register; `enterprise_number` as for a code.

    A wrong try counts against the dossier number as typed, existing or not, with the same words, and voids no code.
    After five of them facts are no longer enough that day. Raises WrongTry, NotAllowed.
    """
    source = vault.hash_source(f"phone:{clerk_on_the_phone(session, actor)}")
    refuse_floods(session, source, now, at=dossier_number)
    if not tries_left(session, dossier_number, now):
        raise NotAllowed("facts_no_longer_enough")
    mandate = find_mandate_by_number(session, dossier_number)
    side = _side_of(mandate, enterprise_number) if mandate else None
    day = brussels_day(now)
    if mandate is None or side is None or not are_right(session, mandate, side, said, day):
        raise count_wrong_try(session, dossier_number, source, now, code="facts_wrong", field="other_party")
    if not acts_by_phone(mandate, side, day):
        raise Conflict(f"not_open_{mandate.status_on(day)}", answer_by=mandate.lapses_after)
    call = PhoneCall(check_kind=CallerCheck.TWO_FACTS, facts=[fact.value for fact in said.asked])
    call.mandate_id = mandate.id
    return begin_call(session, actor, call, mandate.party_on(side).id, caller, now, mandate)


def find_open_call(session: Session, clerk_id: uuid.UUID, *, now: datetime) -> PhoneCall | None:
    """The call in which this clerk is; None between calls, and when nobody ended one for an hour."""
    query = select(PhoneCall).where(PhoneCall.clerk_id == clerk_id, PhoneCall.ended_at.is_(None))
    query = query.where(PhoneCall.started_at > now - LONGEST_CALL, PhoneCall.check_kind != CallerCheck.CALL_BACK)
    return session.scalars(query.order_by(PhoneCall.started_at.desc()).limit(1)).first()


def actor_of(call: PhoneCall) -> Actor:
    """The clerk, acting for whoever is on the line."""
    return Actor.on_the_phone(call.clerk_id, call.id, person_id=call.person_id, party_id=call.party_id)


def view_call(session: Session, call: PhoneCall, *, now: datetime) -> CallView:
    """What the caller may do now, by phone."""
    day = brussels_day(now)
    mandate = _mandate_of(session, call)
    side = mandate.side_of(call.party_id) or Side.GIVER
    longer = _parts_longer(session, call, mandate, now)
    to_take_back = list_to_take_back(session, mandate, day) if side is Side.HOLDER else ()
    return CallView(call, mandate, side, day, acts_by_phone(mandate, side, day), longer, to_take_back)


def act_by_phone(
    session: Session,
    actor: Actor,
    act: Act,
    *,
    asked: Asked = NOTHING_MORE,
    policy: Policy,
    now: datetime,
) -> Mandate:
    """Do what the caller asks; doing it twice changes nothing. Raises what the act raises."""
    call = open_call(session, actor)
    mandate = _mandate_of(session, call, lock=True)
    side = mandate.side_of(call.party_id)
    longer = _parts_longer(session, call, mandate, now) if act is Act.EXTEND else ()
    if act is not Act.TAKE_BACK and side is not None and is_done(mandate, side, act, brussels_day(now), longer):
        return mandate
    if act is Act.TAKE_BACK and asked.chain_id is not None:
        done = take_back_mandate(session, actor, asked.chain_id, policy=policy, now=now)
    elif act is Act.EXTEND:
        wish = ExtensionWish(mandate.id, longer, months=asked.months)
        done = propose_extension(session, actor, wish, policy=policy, now=now)
    elif act in STOPPING:
        parts = {"type_keys": asked.type_keys, "stop_day": asked.stop_day}
        done = STOPPING[act](session, actor, mandate.id, policy=policy, now=now, **parts)
    else:
        done = carry_out(session, actor, act, mandate.id, policy=policy, now=now, reason=asked.reason)
    if call.letter_id is not None:
        mark_used(session, call.letter_id, now=now)
    return done


def end_call(session: Session, actor: Actor, *, now: datetime) -> None:
    """Hang up: from now on nothing can be done for this caller; what was not ready is kept under its number."""
    _end(session, open_call(session, actor), now)


def end_forgotten_calls(session: Session, *, now: datetime) -> None:
    """Hang up where nobody did for an hour, so that what was begun does not stay with a call that is over."""
    query = select(PhoneCall).where(PhoneCall.ended_at.is_(None), PhoneCall.started_at <= now - LONGEST_CALL)
    for call in session.scalars(query.where(PhoneCall.check_kind != CallerCheck.CALL_BACK)):
        _end(session, call, now)


def _end(session: Session, call: PhoneCall, now: datetime) -> None:
    keep_unready(session, call)
    call.ended_at = now
    session.flush()


def clerk_on_the_phone(session: Session, actor: Actor) -> uuid.UUID:
    """Who of the staff is on the phone; NotAllowed for anybody else."""
    if actor.channel is not Channel.PHONE or actor.actor_id is None:
        raise NotAllowed("clerks_only")
    return get_staff(session, actor.actor_id).person_id


def _side_of(mandate: Mandate, enterprise_number: str | None) -> Side | None:
    # Of two persons nobody can tell which one calls.
    sides = [side for side in Side if mandate.party_on(side).enterprise_number == enterprise_number]
    return sides[0] if len(sides) == 1 else None


def _mandate_of(session: Session, call: PhoneCall, *, lock: bool = False) -> Mandate:
    if call.mandate_id is None:
        raise NotAllowed("caller_not_checked")
    return get_mandate(session, call.mandate_id, lock=lock)


def _parts_longer(session: Session, call: PhoneCall, mandate: Mandate, now: datetime) -> tuple[str, ...]:
    """What a caller with a letter asks to run longer: the parts that it says end; none is all."""
    if call.letter_id is None:
        return ()
    return parts_to_ask(session, session.get_one(Letter, call.letter_id), mandate, brussels_day(now))


def begin_call(
    session: Session, actor: Actor, call: PhoneCall, party_id: uuid.UUID, caller: Caller, now: datetime,
    mandate: Mandate | None = None,
) -> PhoneCall:  # fmt: skip
    """Begin a call with a caller who was checked for this party; NotAllowed for the clerk's own affairs."""
    end_forgotten_calls(session, now=now)
    refuse_own_affairs(session, actor, None, get_party(session, party_id), brussels_day(now))
    person = add_person(session, caller.first_name, caller.last_name)
    call.clerk_id, call.party_id = clerk_on_the_phone(session, actor), party_id
    call.person_id, call.capacity, call.started_at = person.id, caller.capacity, now
    session.add(call)
    session.flush()
    how = {"check": str(call.check_kind), "facts": call.facts}
    record(
        session, actor_of(call), "caller_checked", now=now, ground=Ground.STAFF_DUTY, capacity=call.capacity,
        mandate=mandate, **how,
    )  # fmt: skip
    return call


__all__ = [
    "Asked",
    "CallView",
    "Caller",
    "act_by_phone",
    "actor_of",
    "begin_call",
    "check_caller_by_code",
    "check_caller_by_facts",
    "clerk_on_the_phone",
    "end_call",
    "end_forgotten_calls",
    "find_open_call",
    "view_call",
]
