"""The journal: what happened, who did it, for whom, through which channel and on what ground. Append-only."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.append_only import make_append_only
from app.models.base import Base, UtcDateTime

PERSONLESS = (
    "('lapsed', 'expired', 'undecided', 'suspended', 'unsuspended', 'letter_printed', 'alarm', 'reminded', "
    "'mail_sent', 'mail_refused', 'mail_given_up', 'transferred', 'stays', 'unsigned', "
    "'onward', 'source_stopped', 'source_paused', 'source_resumed', 'list_grown', 'thrown_away', 'blanked', 'gone', "
    "'client_added', 'client_changed', 'client_revoked', 'client_key_added', 'client_key_revoked', "
    "'round_asked', 'round_reminded')"
)

# An entry whose term is over says no more than that; the other two are the entries that tell of it.
GONE, BLANKED, THROWN_AWAY = "gone", "blanked", "thrown_away"


class Channel(StrEnum):
    """How an act came in."""

    SELF = "self"
    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"
    API = "api"
    JOB = "job"


class Ground(StrEnum):
    """Why the actor was allowed to act."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    MANAGER_RIGHT = "manager_right"
    APPOINTER_RIGHT = "appointer_right"
    OWN_NAME = "own_name"
    CONSENTED_CUSTOMER = "consented_customer"
    LETTER_CODE = "letter_code"
    NAMED_DOSSIER = "named_dossier"
    VERIFIED_CALLER = "verified_caller"
    UNCHECKED_CALLER = "unchecked_caller"
    SIGNED_SHEET = "signed_sheet"
    API_CLIENT = "api_client"
    STAFF_DUTY = "staff_duty"
    RULE = "rule"


# What the database lets somebody make of an entry, and only where `journal_gone` keeps its place in the chain.
BLANKING = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = 'gone' AND NEW.person_id IS NULL AND NEW.actor_id IS NULL "
    "AND NEW.party_id IS NULL AND NEW.visit_id IS NULL AND NEW.letter_id IS NULL "
    "AND NEW.client_id IS NULL AND NEW.capacity IS NULL "
    "AND CAST(NEW.data AS TEXT) = '{}' AND EXISTS (SELECT 1 FROM journal_gone WHERE journal_gone.id = OLD.id)"
)


class JournalEntry(Base):
    """One fact. Names are not copied here: they stand with the person and the party, where they can be erased.

    `actor_id` is the person who pressed the button, `person_id` the person who decided (the customer, when a clerk
    pressed it), `party_id` the party decided for, `client_id` the application in which it was done, if not ours. `data`
    holds days, type keys and codes, never names. After its term an entry is blanked (`core/journal_blanking.py`): that
    is the one change that the database allows.
    """

    __tablename__ = "journal"
    __table_args__ = (
        CheckConstraint("channel IN ('self', 'counter', 'phone', 'paper', 'api', 'job')", name="channel"),
        CheckConstraint(
            f"person_id IS NOT NULL OR actor_id IS NOT NULL OR client_id IS NOT NULL OR kind IN {PERSONLESS}",
            name="somebody_acts",
        ),
        CheckConstraint("channel <> 'counter' OR actor_id IS NOT NULL", name="a_counter_has_a_clerk"),
        CheckConstraint("ground <> 'consented_customer' OR visit_id IS NOT NULL", name="consent_has_a_visit"),
        CheckConstraint("ground <> 'letter_code' OR letter_id IS NOT NULL", name="a_code_has_a_letter"),
        CheckConstraint("(channel = 'api') = (client_id IS NOT NULL)", name="an_application_calls"),
        CheckConstraint(
            "ground <> 'api_client' OR (client_id IS NOT NULL AND person_id IS NULL)", name="an_application_for_itself"
        ),
        Index(None, "mandate_id", "id"),
        Index(None, "kind", "at"),
        # What somebody did is read by himself, and looked up before he is forgotten.
        Index(None, "person_id"),
        Index(None, "actor_id"),
        Index(None, "party_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(30))
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id"))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("party.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"))
    letter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("letter.id"))
    client_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("api_client.id"))
    channel: Mapped[str] = mapped_column(String(10))
    capacity: Mapped[str | None] = mapped_column(String(30))
    ground: Mapped[str] = mapped_column(String(30))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class EntryDomain(Base):
    """A domain of its mandate that an entry touches. An entry without any touches all of it."""

    __tablename__ = "entry_domain"

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), primary_key=True)
    domain_key: Mapped[str] = mapped_column(ForeignKey("domain.key"), primary_key=True)


make_append_only(JournalEntry.__table__, "id", "the journal is append-only", but_for=BLANKING)
