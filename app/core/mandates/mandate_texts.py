"""Phrases about a mandate that letters and pages share, so that both say the same with the same days."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.core.people.persons import get_person
from app.models.api_client import ApiClient
from app.models.journal import Channel, JournalEntry
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import Entity
from app.models.staff import Office, Staff
from app.models.visit import Visit
from app.translations import say
from app.translations.formats import ON_ACCEPTANCE, ON_CONFIRMATION, day_text, period_text

# Entries of an act that two people signed, written when the second did.
COMPLETED = {
    "signed", "accepted", "confirmed", "resumed", "extension_proposed", "extension_accepted", "passed_on",
}  # fmt: skip


def may_of(mandate: Mandate, lines: Sequence[Line] | None = None) -> list[str]:
    """What the holder may do, in sentences with the holder's name."""
    types, passed_on = [line.mandate_type for line in lines or mandate.kept_lines], mandate.passer is not None
    return may_sentences(types, mandate.holder.name, passed_on=passed_on)


def may_not_of(mandate: Mandate, lines: Sequence[Line] | None = None) -> list[str]:
    """What the holder may not do, in sentences with the holder's name."""
    types, passed_on = [line.mandate_type for line in lines or mandate.kept_lines], mandate.passer is not None
    return may_not_sentences(types, mandate.holder.name, passed_on=passed_on)


def period_of(mandate: Mandate) -> str:
    """How long, to be put after "Het mandaat geldt"; a part that ends before the others is named.

    A mandate that starts as soon as it is accepted has no first day until then, nor has one that is accepted and still
    waits for a confirmation.
    """
    lines = mandate.kept_lines
    starts = [line.starts_on(mandate.agreed_on, mandate.giver_posted_on) or line.first_day for line in lines]
    first: date | None = min(starts)
    known_on = mandate.accepted_on or mandate.started_on
    if mandate.agreed_on is None and first is not None and first <= known_on:
        first = None
    begins_on = ON_ACCEPTANCE if mandate.accepted_on is None else ON_CONFIRMATION
    return lines_period(first, [(line.mandate_type.name, line.last_day) for line in lines], begins_on)


def lines_period(first: date | None, parts: Sequence[tuple[str, date | None]], begins_on: str = ON_ACCEPTANCE) -> str:
    """The period of several parts: the longest one, and then each part that ends earlier, by name."""
    longest = None if any(last is None for _, last in parts) else max(last for _, last in parts if last)
    text = period_text(first, longest, begins_on=begins_on)
    for name, last in parts:
        if last is not None and last != longest:
            text += ". " + say("mandate.part_ends_earlier", type=name, last_day=day_text(last))
    return text


def channel_text(session: Session, entry: JournalEntry) -> str:
    """How something happened: "online", "aan het loket in Gent, met hulp van medewerker 4711"."""
    if entry.channel == Channel.COUNTER and entry.actor_id is not None:
        staff = session.get_one(Staff, entry.actor_id)
        visit = session.get(Visit, entry.visit_id) if entry.visit_id else None
        office_id = visit.office_id if visit else staff.office_id
        if office_id is None:  # he does not serve there any more, and no visit says where it was
            return say("mandate.channel_counter_somewhere", number=staff.number)
        town = session.get_one(Office, office_id).town
        return say("mandate.channel_counter", town=town, number=staff.number)
    if entry.channel in (Channel.PHONE, Channel.PAPER) and entry.actor_id is not None:
        return say(f"mandate.channel_{entry.channel}", number=session.get_one(Staff, entry.actor_id).number)
    if entry.client_id is not None:
        return say("mandate.channel_api", application=session.get_one(ApiClient, entry.client_id).name)
    return say(f"mandate.channel_{entry.channel}")


def entity_behind(session: Session, entry: JournalEntry) -> str:
    """Whose application acted for itself: the name of its entity, or its own when it has none; else ""."""
    if entry.client_id is None or entry.person_id is not None:
        return ""
    client = session.get_one(ApiClient, entry.client_id)
    return session.get_one(Entity, client.entity_key).name if client.entity_key else client.name


def who_did(session: Session, entry: JournalEntry) -> str | None:
    """The name of the person who decided, and of who signed before; or of the entity whose application did.

    None when nobody did.
    """
    person_id = entry.person_id or entry.actor_id
    if person_id is None:
        return entity_behind(session, entry) or None
    name = get_person(session, person_id).name
    first = entry.data.get("first") if entry.kind in COMPLETED else None
    if first is None:
        return name
    return say("mandate.signed_together", second=name, first=get_person(session, uuid.UUID(first)).name)
