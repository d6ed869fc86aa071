"""When a second representative must sign, who that can be, and whether this one may.

Two people bind a party when its mandate type says so, or when the register says that who signs does so together with
somebody else (docs/decisions/2026-11-28-two-signatures.md).
"""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.mandates.signatures import PASSING_ON, TO_THE_SECOND, Second, may_be_signed_by_code
from app.core.permits.managing import Permit
from app.core.register.enterprises import find_enterprise
from app.core.register.functions import get_function, list_functions, signs_alone
from app.models.function import Function
from app.models.journal import Channel, Ground, JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.paper_sheet import PaperSheet
from app.models.party import Party
from app.models.signature import Signature, SigningWay
from app.models.visit import Capacity

# Who signs first has to be known: of a code, a call or a sheet nobody knows which representative is behind it.
KNOWN_FIRST = {
    Ground.LEGAL_REPRESENTATIVE, Ground.MANAGER_RIGHT, Ground.APPOINTER_RIGHT, Ground.CONSENTED_CUSTOMER,
}  # fmt: skip
# The letter went to the one who was named; only he answers with it.
BY_THE_LETTER = {Ground.LETTER_CODE, Ground.SIGNED_SHEET}


def can_need_second(types: Sequence[MandateType], *, names_two: bool) -> bool:
    """Whether a second signature can be needed at all; for whoever would otherwise ask all of `needs_second` in vain.

    `names_two` is whether the register says of anybody in the party that he signs together with somebody else.
    """
    return names_two or any(one.signatures == "2" for one in types)


def needs_second(session: Session, permit: Permit, party: Party, types: Sequence[MandateType], day: date) -> bool:
    """Whether a second representative of the party must sign what widens; Conflict when the first is not known.

    One person, with an enterprise number or without, never needs a second one. A manager stands for the party as the
    register binds it where the type says so, and alone where it does not.
    """
    asked = {one.signatures for one in types}
    by_register = "register" in asked and not signs_alone(session, party.enterprise_number, day)
    if permit.signs_alone and "2" not in asked and not by_register:
        return False
    # Asked last, because it reads the register, and most who come here sign alone.
    if _is_one_person(session, party):
        return False
    # Nor in the word of a sign-in: without a row of the register he could be named as his own second.
    if permit.ground not in KNOWN_FIRST or permit.by_word:
        raise Conflict("two_signatures_needed")
    return True


def is_bound_by_two(session: Session, party: Party, types: Sequence[MandateType], day: date) -> bool:
    """Whether two people must sign for the party, whoever of them signs first."""
    by_type = any(one.signatures == "2" for one in types)
    return (by_type or not signs_alone(session, party.enterprise_number, day)) and not _is_one_person(session, party)


def possible_seconds(
    session: Session, person_id: uuid.UUID | None, function_id: uuid.UUID | None, party: Party, day: date
) -> list[Function]:
    """The representatives of the party, one row each, that can sign after this first one; by name.

    A row without a sign-in that bears the name of the first is left out: it can be the same person.
    """
    first = get_function(session, function_id) if function_id else None
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    people: dict[str, Function] = {}
    for one in functions:
        if first is None or not _can_be_same(one, first):
            people.setdefault(one.subject or one.name, one)
    return list(people.values())


def choose_second(
    session: Session, actor: Actor, permit: Permit, party: Party, second: Second | None, day: date
) -> tuple[Function, SigningWay]:
    """Who signs second, and how; the first in the list gets a letter when nobody chose.

    Raises Conflict when the party has no second representative, Invalid for one that it does not have.
    """
    found = possible_seconds(session, actor.person_id, permit.function_id, party, day)
    if not found:
        raise Conflict("no_second_representative", party=party.name)
    if second is None:
        return found[0], SigningWay.LETTER
    chosen = next((one for one in found if one.id == second.function_id), None)
    if chosen is None:
        raise Invalid("second_missing", field="second")
    if second.way is SigningWay.COUNTER and actor.channel is not Channel.COUNTER:
        raise Invalid("second_missing", field="second")
    return chosen, second.way


def check_second(session: Session, actor: Actor, permit: Permit, mandate: Mandate, signature: Signature) -> None:
    """Refuse anybody but another legal representative of the same party than the one who signed first.

    A sign-in is tied to the register by its subject, a customer at a counter by the row the clerk chose; who answers
    with the letter must have the letter to the one who was named. A manager right is no second representative.
    """
    if permit.capacity != Capacity.LEGAL_REPRESENTATIVE:
        raise NotAllowed("second_must_represent")
    if permit.ground in BY_THE_LETTER and signature.act == PASSING_ON:
        raise NotAllowed("pass_on_not_by_letter")
    if permit.ground == Ground.LETTER_CODE and not may_be_signed_by_code(mandate, signature):
        raise NotAllowed("transfer_not_by_code")
    if permit.ground in BY_THE_LETTER:
        if not _has_the_letter(session, actor, signature):
            raise NotAllowed("code_does_not_fit")
        return
    check_other_signer(session, actor, permit, signature.first_person_id, signature.first_function_id)


def check_other_signer(
    session: Session, actor: Actor, permit: Permit, first_person_id: uuid.UUID | None,
    first_function_id: uuid.UUID | None,
) -> None:  # fmt: skip
    """Refuse a second signature of anybody but a known legal representative who cannot be the one who signed first."""
    if permit.capacity != Capacity.LEGAL_REPRESENTATIVE or permit.function_id is None:
        raise NotAllowed("second_must_represent")
    second = get_function(session, permit.function_id)
    first = get_function(session, first_function_id) if first_function_id else None
    if actor.person_id == first_person_id or (first is not None and _can_be_same(second, first)):
        raise NotAllowed("nobody_signs_twice")


def _is_one_person(session: Session, party: Party) -> bool:
    if party.person_id is not None:
        return True
    enterprise = find_enterprise(session, party.enterprise_number or "")
    return enterprise is not None and enterprise.is_natural_person


def _can_be_same(one: Function, first: Function) -> bool:
    if one.id == first.id:
        return True
    if one.subject and first.subject:
        return one.subject == first.subject
    return one.name == first.name


def _has_the_letter(session: Session, actor: Actor, signature: Signature) -> bool:
    sheet = session.get(PaperSheet, actor.sheet_id) if actor.sheet_id else None
    letter_id = sheet.letter_id if sheet else actor.letter_id
    letter = session.get(Letter, letter_id) if letter_id else None
    cause = session.get(JournalEntry, letter.cause_id) if letter and letter.kind.startswith(TO_THE_SECOND) else None
    return cause is not None and cause.data.get("signature") == str(signature.id)
