"""From a signature that is asked, or that does not come, to the facts of its letters."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.letters.extension_letters import period_with
from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.core.mandates.chains import last_day_of
from app.core.mandates.extension_plans import newest_extension
from app.core.mandates.mandate_texts import lines_period, may_not_of, may_of, period_of, who_did
from app.core.mandates.signatures import PASSING_ON, may_be_signed_by_code
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.signature import Signature

Facts = dict[str, Any]


def to_sign(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    """One representative signed; the letter greets the one who is asked."""
    signature = signature_of(entry, mandate)
    later = later_ends(mandate, signature)
    lines = signed_lines(mandate, signature)
    by_code = may_be_signed_by_code(mandate, signature) and all(line.mandate_type.code_allowed for line in lines)
    names = signed_executor_names(session, signature)
    named = {"executors": names} if names else {}
    return _passed(mandate, signature) | _stopped(session, signature) | named | {
        "recipient_name": signature.second.name,
        "may": signed_may(mandate, signature),
        "may_not": signed_may_not(mandate, signature),
        "period": signed_period(mandate, signature, day),
        "signed_act": signature.act,
        "acted_by": get_person(session, signature.first_person_id).name,
        "acted_on": signature.asked_on.isoformat(),
        "sign_by": signature.sign_by.isoformat(),
        "until": max(later.values()).isoformat() if later else None,
        "high_risk": not by_code,
    }


def not_signed(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    """It stays as it was, because the second signature did not come."""
    signature = signature_of(entry, mandate)
    refused = entry.kind != "unsigned"
    return _passed(mandate, signature) | _stopped(session, signature) | {
        "signed_act": signature.act,
        "outcome": "refused" if refused else "lapsed",
        "first_signed_by": get_person(session, signature.first_person_id).name,
        "acted_by": who_did(session, entry) if refused else None,
        "acted_on": (day if refused else signature.sign_by).isoformat(),
    }


def signature_of(entry: JournalEntry, mandate: Mandate) -> Signature:
    """The signature that this entry is about."""
    return next(one for one in mandate.signatures if str(one.id) == entry.data["signature"])


def _passed(mandate: Mandate, signature: Signature) -> Facts:
    """The parties as they will be, of what is passed on: the third holds it then, and this holder is who passed it."""
    third = signature.third
    if third is None:
        return {}
    return {"holder_name": third.name, "holder_number": third.enterprise_number, "passed_by": mandate.holder.name}


def _stopped(session: Session, signature: Signature) -> Facts:
    """The holder who was stopped at once when the first signed, and does not come back without the second."""
    old = signature.facts.get("stopped_with")
    return {"stopped_with": get_party(session, uuid.UUID(old)).name} if old else {}


def signed_holder(mandate: Mandate, signature: Signature) -> Party:
    """Who may act when it is signed: the holder, or the third to whom he passes it on."""
    return signature.third or mandate.holder


def signed_executors(signature: Signature) -> list[uuid.UUID]:
    """Whom the first named to execute it, when a holder accepts."""
    return [uuid.UUID(one) for one in signature.facts.get("executors", ())]


def signed_executor_names(session: Session, signature: Signature) -> list[str]:
    """Their names, in the order of the alphabet."""
    return sorted(get_person(session, one).name for one in signed_executors(signature))


def signed_may(mandate: Mandate, signature: Signature) -> list[str]:
    """What that holder may do then, in sentences with his name."""
    lines = signed_lines(mandate, signature)
    if signature.third is None:
        return may_of(mandate, lines)
    return may_sentences([line.mandate_type for line in lines], signature.third.name, passed_on=True)


def signed_may_not(mandate: Mandate, signature: Signature) -> list[str]:
    """What he may not do then, in sentences with his name."""
    lines = signed_lines(mandate, signature)
    if signature.third is None:
        return may_not_of(mandate, lines)
    return may_not_sentences([line.mandate_type for line in lines], signature.third.name, passed_on=True)


def signed_lines(mandate: Mandate, signature: Signature) -> list[Line]:
    """The parts that are signed: those that get a later end, are given of what was asked, or passed on; else all."""
    later, less = later_ends(mandate, signature), signature.facts.get("less") or {}
    keys = less.get("types") or signature.facts.get("types") or [line.type_key for line in mandate.kept_lines]
    return [line for line in mandate.kept_lines if (line.id in later if later else line.type_key in keys)]


def signed_period(mandate: Mandate, signature: Signature, day: date) -> str:
    """How long, to be put after "Het mandaat geldt"; with the ends as they will be."""
    later = later_ends(mandate, signature)
    if later:
        return period_with(mandate, later, day)
    less = signature.facts if signature.act == PASSING_ON else signature.facts.get("less")
    if not less:
        return period_of(mandate)
    last_day, lines = _day(less["last_day"]), signed_lines(mandate, signature)
    ends = [last_day_of(line) if signature.act == PASSING_ON else line.last_day for line in lines]
    parts = [(line.mandate_type.name, min(filter(None, (end, last_day)), default=None))
             for line, end in zip(lines, ends, strict=True)]  # fmt: skip
    first = max(min(line.first_day for line in lines), _day(less.get("first_day")) or date.min)
    return lines_period(first if first > day else None, parts)


def later_ends(mandate: Mandate, signature: Signature) -> dict[uuid.UUID, date]:
    """The later ends, by line, when an extension is what is signed; else nothing."""
    if signature.act == "extend":
        return {uuid.UUID(key): date.fromisoformat(end) for key, end in signature.facts["ends"].items()}
    extension = newest_extension(mandate) if signature.act == "accept_extension" else None
    return {one.line_id: one.last_day for one in extension.lines} if extension else {}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
