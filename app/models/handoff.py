"""Hand-offs: what another application knew when it sent its user here, until the draft that came of it is gone."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.api_client import ApiClient
from app.models.base import Base, UtcDateTime, new_id

LONGEST_STATE = 500
LONGEST_RETURN = 500


class Handoff(Base):
    """One link, of which only the keyed hash is kept. It opens until `expires_at`; what came of it is its draft.

    `started_by` is the side that starts, empty when the application leaves that open; `giver` and `holder` are
    enterprise numbers. `covers` holds `types` or `group`, `ends` one of `months`, `last_day`, `until_stopped`; both may
    hold nothing. `state` is what the application wants back as it is. `person_id` is for whom the link is: the user for
    whom the application asked it, or else who opened it first. `ended_at` is when he threw the draft away.
    """

    __tablename__ = "handoff"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("api_client.id"))
    started_by: Mapped[str | None] = mapped_column(String(10))
    giver: Mapped[str | None] = mapped_column(String(10))
    holder: Mapped[str | None] = mapped_column(String(10))
    covers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    first_day: Mapped[date | None]
    ends: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    return_address: Mapped[str] = mapped_column(String(LONGEST_RETURN))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str | None] = mapped_column(String(LONGEST_STATE))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    client: Mapped[ApiClient] = relationship(lazy="joined", innerjoin=True)
