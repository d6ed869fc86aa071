"""A work relation: a person at an organisation, with the rights that he has there. It lives as a mandate lives."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.lifecycle import Lifecycle, LineDays, Pause, Side
from app.models.party import Party
from app.models.person import Person
from app.models.user_right import UserRight


class AppointmentDays(Lifecycle):
    """The lifecycle where the organisation always starts and nothing can pause or wait for a second sign of life."""

    started_by = Side.GIVER
    giver_must_confirm = holder_must_confirm = False
    giver_confirmed_on = holder_confirmed_on = giver_posted_on = None
    suspensions: Sequence[Pause] = ()


class WorkRelation(AppointmentDays, Base):
    """The dated facts about one appointment; its lines are the rights.

    Somebody new is `invited` and accepts before any right holds; until then `person_id` is only a name that somebody
    typed, and accepting puts the person who signed in there. Who works there already is appointed at once. With
    `second_must_sign` a second representative of the party signs first: `appointed_by_id` is who signed,
    `first_function_id` the row of the register by which (empty for a manager), `second_person_id` who signed second.
    `email_address` is where somebody invited is written to; `mail_number` the number in that e-mail with which he
    begins, empty where a letter invites, and as soon as one does.
    """

    __tablename__ = "work_relation"
    __table_args__ = (
        CheckConstraint("accepted_on IS NULL OR refused_on IS NULL", name="one_answer"),
        CheckConstraint("accepted_on IS NULL OR withdrawn_on IS NULL", name="withdrawn_before_the_answer"),
        CheckConstraint("second_must_sign OR second_signed_on IS NULL", name="signed_when_asked"),
        CheckConstraint("second_person_id <> appointed_by_id", name="two_people"),
        Index(None, "person_id", "party_id"),
        Index(None, "party_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    dossier_number: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("party.id"))
    invited: Mapped[bool] = mapped_column(default=False, server_default=false())
    email_address: Mapped[str | None] = mapped_column(String(254))
    mail_number: Mapped[str | None] = mapped_column(String(12), unique=True)
    appointed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_on: Mapped[date]
    answer_by: Mapped[date]
    accepted_on: Mapped[date | None]
    refused_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    second_must_sign: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_signed_on: Mapped[date | None]
    first_function_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("function.id"))
    second_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    party: Mapped[Party] = relationship(foreign_keys=[party_id], lazy="raise_on_sql")
    rights: Mapped[list[UserRight]] = relationship(
        lazy="raise", back_populates="relation", order_by=(UserRight.kind, UserRight.first_day, UserRight.id)
    )

    @property
    def lines(self) -> Sequence[LineDays]:
        """The rights, as the lifecycle calls them."""
        return self.rights

    def rights_on(self, day: date) -> list[UserRight]:
        """The rights that hold on `day`, of the thousands that somebody can have."""
        return cast("list[UserRight]", self.lines_on(day))
