"""Tokens of providers that may be used once only, and what ended there or here an hour ago at most."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, UtcDateTime


class UsedToken(Base):
    """The SHA-256 of a token's issuer and number, or of whose sessions ended. `until` is when it can be forgotten.

    Who knows somebody's number at the provider can see in it that he signed out in the past hour.
    """

    __tablename__ = "used_token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
