"""A draft: the answers of a wizard that is not sent yet."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class Draft(Base):
    """Kept on the server after every page, until `expires_on`, that day included.

    It already has the dossier number that the mandate will get, so that every door can find it. `mandate_id` is set by
    sending: whoever sends twice gets the same mandate. `person_id` is who answers the questions, `party_id` for whom;
    `visit_id` is the visit to the counter in which it was last worked on. `begun_channel` and `begun_visit_id` say
    through which door it was begun, so that the journal can tell when it is sent through another; older drafts do not.
    `handoff_id` is the hand-off from which it came, `begun_client_id` the application that made that one.
    `begun_call_id` is the call in which it was begun, `filled_call_id` the last in which something was answered, and
    `prepared_at` when a clerk on the phone had it ready for somebody else to finish.
    """

    __tablename__ = "draft"
    __table_args__ = (Index(None, "party_id"), Index(None, "person_id"), Index(None, "handoff_id", unique=True))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    wizard: Mapped[str] = mapped_column(String(20))
    dossier_number: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("party.id"))
    visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id"))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id", name="fk_draft_subject_id"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date]
    begun_channel: Mapped[str | None] = mapped_column(String(10))
    begun_visit_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("visit.id", name="fk_draft_begun_visit_id"))
    begun_call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("phone_call.id", name="fk_draft_begun_call_id"))
    filled_call_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("phone_call.id", name="fk_draft_filled_call_id")
    )
    handoff_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("handoff.id", name="fk_draft_handoff_id"))
    begun_client_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("api_client.id", name="fk_draft_begun_client_id")
    )
    prepared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mandate.id", name="fk_draft_mandate_id"))
