"""Who may act for a party, and on what ground. The screen hides what is not allowed; this refuses it.

The rules are those of docs/architecture.md, "Who may do what". A permit says on which ground somebody acts, so that
the journal can keep it.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Invalid, NotAllowed
from app.core.mandates.catalogue import find_types
from app.core.people.rights import is_manager
from app.core.people.said import is_said
from app.core.permits.application import permit_application
from app.core.permits.paper import permit_sheet
from app.core.permits.phone import permit_caller, stops_by_phone
from app.core.permits.visit import permit_customer
from app.core.register.functions import HeldFunction, find_functions_in, list_functions
from app.models.journal import Channel, Ground
from app.models.letter import Letter, LetterCode
from app.models.mandate_type import MandateType, Risk
from app.models.party import Party
from app.models.visit import Capacity

DECIDING_CAPACITIES = {Capacity.LEGAL_REPRESENTATIVE, Capacity.OWNER, Capacity.MANAGER}


@dataclass(frozen=True)
class Permit:
    """On what ground somebody may act, and how far: `highest_risk` is the riskiest type he may widen, None for none.

    `signs_alone` is false when the register says that the person signs together with somebody else; `function_id` is
    the row of the register by which he represents the party, None when he does not or when nobody can know which.
    `by_word` says that he represents it in the word of his sign-in, and no row of the register is his.
    `by_code` and `by_phone` say that the types have a word in it. `decides` is false for who may appoint colleagues and
    no more. `domains` are those in which an application may do anything, None for who comes by a door of ours.
    """

    ground: Ground
    capacity: str | None = None
    signs_alone: bool = True
    highest_risk: Risk | None = Risk.HIGH
    by_code: bool = False
    by_phone: bool = False
    by_word: bool = False
    function_id: uuid.UUID | None = None
    decides: bool = True
    domains: frozenset[str] | None = None


def permit_managing(session: Session, actor: Actor, party: Party, day: date, *, widens: bool, about: str) -> Permit:
    """The permit to give, accept, stop, ... for `party` on `day`.

    `widens` tells acts that let somebody do more from acts that only narrow; `about` names the act to which a customer
    at the counter must have consented. Raises NotAllowed when the actor may not decide for the party.
    """
    if actor.party_id != party.id:
        raise NotAllowed("not_your_party", party=party.name)
    if actor.letter_id is not None:
        return _permit_reader(session, actor, party, day, widens)
    if actor.channel is Channel.COUNTER:
        return Permit(**permit_customer(session, actor, party, day, about))
    if actor.channel is Channel.PHONE:
        return Permit(**permit_caller(session, actor, party, day, about, widens=widens))
    if actor.channel is Channel.PAPER:
        return Permit(**permit_sheet(session, actor, party, day, about, widens=widens))
    if not actor.comes_himself or (actor.channel is Channel.API) != (actor.client_id is not None):
        raise NotAllowed("may_not_decide", party=party.name)
    if actor.channel is Channel.API:
        return _permit_in_application(session, actor, party, day)
    return permit_person(session, actor.person_id, party, day)


def refuse_code(actor: Actor) -> None:
    """Refuse the code of a letter for what needs a sign-in or a visit."""
    if actor.letter_id is not None:
        raise NotAllowed("resolve_needs_sign_in")


def refuse_application(actor: Actor) -> None:
    """Refuse an application for what somebody does with us, at home or at a counter."""
    if actor.channel is Channel.API:
        raise NotAllowed("not_by_application")


def check_domains(permit: Permit, types: Sequence[MandateType]) -> None:
    """Refuse an application what touches a type outside its domains; of rights without one see `colleagues`."""
    if permit.domains is not None and any(one.domain_key not in (None, *permit.domains) for one in types):
        raise NotAllowed("outside_domains")


def check_named(session: Session, permit: Permit, keys: Iterable[str]) -> None:
    """Refuse an application that names a type outside its domains, before anything is looked up.

    Otherwise a refusal for another reason would tell it what there is and what there is not.
    """
    if permit.domains is not None:
        check_domains(permit, find_types(session, keys))


def check_widening(permit: Permit, types: Sequence[MandateType]) -> None:
    """Refuse what needs better evidence of identity, more than a code, or another domain."""
    check_domains(permit, types)
    if permit.highest_risk is None or any(Risk(one.risk).rank > permit.highest_risk.rank for one in types):
        raise NotAllowed("identity_too_weak")
    if permit.by_code and not all(one.code_allowed for one in types):
        raise NotAllowed("code_not_enough")


def check_parts(permit: Permit, types: Sequence[MandateType]) -> None:
    """Refuse to stop parts whose type does not allow that on the phone, or that an application has no domain for."""
    check_domains(permit, types)
    if permit.by_phone and not all(map(stops_by_phone, types)):
        raise NotAllowed("types_not_by_phone")


def permit_person(session: Session, person_id: uuid.UUID | None, party: Party, day: date) -> Permit:
    """The permit of someone who signed in; a legal representative before a manager, because he may do the most."""
    if person_id is not None and party.person_id == person_id:
        return Permit(Ground.OWN_NAME)
    functions = functions_of_person(session, person_id, party.enterprise_number, day)
    if functions:
        alone = any(function.signs == "alone" for function in functions)
        return Permit(
            Ground.LEGAL_REPRESENTATIVE, Capacity.LEGAL_REPRESENTATIVE, signs_alone=alone, function_id=functions[0].id
        )
    if said_for(session, person_id, party.enterprise_number, day):
        # Nobody knows which row is his, so he signs alone only where everybody does.
        others = list_functions(session, str(party.enterprise_number), day)
        alone = all(function.signs == "alone" for function in others)
        return Permit(
            Ground.LEGAL_REPRESENTATIVE, Capacity.LEGAL_REPRESENTATIVE, signs_alone=alone, by_word=True
        )
    if person_id is not None and is_manager(session, person_id, party.id, day):
        return Permit(Ground.MANAGER_RIGHT, Capacity.MANAGER)
    raise NotAllowed("may_not_decide", party=party.name)


def functions_of_person(
    session: Session, person_id: uuid.UUID | None, number: str | None, day: date
) -> list[HeldFunction]:
    """The functions in this enterprise that are tied to the person's sign-in; never a match on a name."""
    return find_functions_in(session, person_id, number, day) if person_id and number else []


def said_for(session: Session, person_id: uuid.UUID | None, number: str | None, day: date) -> bool:
    """Whether the sign-in says that the person represents this enterprise, without a row of the register for it."""
    return bool(person_id and number) and is_said(session, person_id, number, day)  # type: ignore[arg-type]


def is_legal_representative(session: Session, person_id: uuid.UUID | None, party: Party, day: date) -> bool:
    """Whether the register or the sign-in names this person, by the subject, for this party; or he is the party."""
    if person_id is not None and party.person_id == person_id:
        return True
    number = party.enterprise_number
    return bool(functions_of_person(session, person_id, number, day)) or said_for(session, person_id, number, day)


def _permit_in_application(session: Session, actor: Actor, party: Party, day: date) -> Permit:
    if actor.person_id is None:
        return Permit(**permit_application(session, actor, party, day), domains=actor.domains)
    return replace(permit_person(session, actor.person_id, party, day), domains=actor.domains)


def _permit_reader(session: Session, actor: Actor, party: Party, day: date, widens: bool) -> Permit:
    letter = session.get(Letter, actor.letter_id)
    code = session.get(LetterCode, actor.letter_id)
    if letter is None or code is None or letter.party_id != party.id:
        raise NotAllowed("code_does_not_fit")
    if code.voided_at is not None:
        raise NotAllowed("code_void")
    if actor.person_id is None:
        raise Invalid("name_missing", field="first_name")
    # What a reader says of himself is kept as one of our codes: the journal takes no free text.
    capacity = Capacity(actor.declared_capacity) if actor.declared_capacity in set(Capacity) else Capacity.NONE
    if widens and capacity not in DECIDING_CAPACITIES:
        raise NotAllowed("reader_may_not_decide", party=party.name)
    # Nobody knows which representative reads, so one who signs alone must exist.
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    alone = not functions or any(function.signs == "alone" for function in functions)
    return Permit(Ground.LETTER_CODE, capacity, signs_alone=alone, by_code=True)
