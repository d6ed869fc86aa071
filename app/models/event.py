"""Events: what happened to mandates, for applications that follow them in one order that never changes."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, ForeignKey, Index, Integer, String, Table, event
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.models.base import Base, UtcDateTime, new_id
from app.models.journal import EntryDomain
from app.models.mandate import Mandate

# What an application is told, by the kind of the journal entry: the end of the type of a CloudEvent. What two people
# of one side still have to sign between them is nobody else's business.
EVENT_TYPES = {
    "given": "mandate.given",
    "requested": "mandate.requested",
    "passed_on": "mandate.passed-on",
    "transfer_asked": "mandate.transfer-asked",
    "signed": "mandate.signed",
    "accepted": "mandate.accepted",
    "confirmed": "mandate.confirmed",
    "refused": "mandate.refused",
    "withdrawn": "mandate.withdrawn",
    "lapsed": "mandate.lapsed",
    "stopped": "mandate.stopped",
    "renounced": "mandate.renounced",
    "taken_back": "mandate.stopped",
    "transferred": "mandate.stopped",
    "source_stopped": "mandate.stopped",
    "undecided": "mandate.stopped",
    "expired": "mandate.expired",
    "contested": "mandate.suspended",
    "suspended": "mandate.suspended",
    "source_paused": "mandate.suspended",
    "resumed": "mandate.resumed",
    "unsuspended": "mandate.resumed",
    "source_resumed": "mandate.resumed",
    "extension_proposed": "mandate.extension-proposed",
    "extension_accepted": "mandate.extended",
    "extension_refused": "mandate.extension-refused",
    "extension_withdrawn": "mandate.extension-withdrawn",
    "extension_undecided": "mandate.extension-lapsed",
    "appointed": "mandate.executors-changed",
    "dismissed": "mandate.executors-changed",
    "executor_began": "mandate.executors-changed",
}
FEED = 1


def kind_of_event(kind: str, data: Mapping[str, Any]) -> str:
    """The kind of the event beside a journal entry of this kind, with this data.

    It is that of the entry, but for one: that nobody answered an extension is written down as undecided too, as of a
    contest, and stops nothing.
    """
    return "extension_undecided" if kind == "undecided" and "extension" in data else kind


class Event(Base):
    """One event of one mandate, beside the entry of the journal that tells of it.

    `position` is its place in the feed, given once the act is committed: numbers that are handed out before can be
    committed in another order, and who follows the feed would never see the slower one.
    """

    __tablename__ = "event"
    __table_args__ = (Index(None, "mandate_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    position: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), unique=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), unique=True)
    mandate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mandate.id"))
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    mandate: Mapped[Mandate] = relationship(lazy="raise")
    # Of its mandate; none when it touches all of it.
    touched: Mapped[list[EntryDomain]] = relationship(
        lazy="raise", viewonly=True, primaryjoin=lambda: Event.journal_id == foreign(EntryDomain.entry_id)
    )

    @property
    def type(self) -> str:
        """What an application is told that it is; two kinds of entries can be one to it."""
        return EVENT_TYPES[self.kind]


class EventFeed(Base):
    """The last position that was given, in the one row that whoever gives positions has to lock."""

    __tablename__ = "event_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_position: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), default=0)


def _begin(table: Table, connection: Connection, **_options: object) -> None:
    connection.execute(table.insert(), [{"id": FEED, "last_position": 0}])


event.listen(EventFeed.__table__, "after_create", _begin)
