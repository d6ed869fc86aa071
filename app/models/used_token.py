"""Tokens of providers that may be used once only."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class UsedToken(Base):
    """The SHA-256 of a token's issuer and number. `until` is when it can be forgotten: the token is too old by then."""

    __tablename__ = "used_token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
