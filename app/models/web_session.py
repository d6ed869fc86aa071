"""A session of a browser, kept on our side so that we can end it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime, new_id


class WebSession(Base):
    """The browser holds a random token; here stands only its SHA-256, so a stolen copy opens nothing.

    `data` is what the pages remember, as text that only the web understands. `person_id` is set once signed in.
    `provider` says at whom somebody signed in, `provider_session` is the SHA-256 of the session there: both empty for a
    password of our own. With them the provider can end this session.
    `proven_at` is when somebody last proved who he is with all that his account has; some acts want that to be recent.
    `locked_at` is set while the screen at a counter is hidden: until the password is given again it opens nothing.
    """

    __tablename__ = "web_session"
    __table_args__ = (Index(None, "last_seen_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    data: Mapped[str] = mapped_column(Text)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    provider: Mapped[str | None] = mapped_column(String(10))
    provider_session: Mapped[str | None] = mapped_column(String(64), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
