"""Reminders that were sent: the database holds that nobody gets the same one twice."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base

KINDS = (
    "('expiring_60', 'expiring_30', 'expiring_7', 'lapsing', 'yearly', "
    "'extension', 'signing_giver', 'signing_holder')"
)


class Reminder(Base):
    """One reminder of one mandate. `due_on` is the day it had to be sent, `about_day` the day that it is about.

    `about_day` is the last day of the mandate, the last day to answer or to sign, or the anniversary. `entry_id` is the
    journal entry, with the letters behind it.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("due_on <= about_day", name="before_the_day"),
    )

    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(15), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    about_day: Mapped[date]
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
