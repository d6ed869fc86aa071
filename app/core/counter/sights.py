"""What a colleague can be asked to look at: what every subject says of itself, and the mandate that is acted on.

A right inside an organisation says the same of itself in `rights/sights.py`.
"""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.counter import look_reasons
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.visit import Visit


@dataclass(frozen=True)
class Sight(ABC):
    """What a colleague looks at: the act, about what exactly (as in the consent), and from whom it goes to whom.

    Inside an organisation `giver` and `holder` are both that organisation.
    """

    act: str
    about: str
    giver: Party
    holder: Party

    @property
    def on_mandate(self) -> Mandate | None:
        """The mandate that exists already and is acted on."""
        return None

    @property
    def topic(self) -> str:
        """What tells it from other things between the same two parties: a new question takes the place of an old one
        about the same, and a refusal ends the same for the visit.
        """
        return ""

    @property
    @abstractmethod
    def risks(self) -> set[str]:
        """The risks of what is allowed by it: some of them ask the clerk to prove again who he is."""

    @abstractmethod
    def own_reasons(self, session: Session, visit: Visit, *, most: int, now: datetime) -> set[str]:
        """The reasons that lie in the subject; those of the customer and his proof are of every subject.

        `most` is how many mandates a holder gets at one counter in a week before somebody looks.
        """

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """What is kept for the page of the look, as plain data: how it was planned when it was asked."""

    @abstractmethod
    def mark(self) -> list[Any]:
        """What may not change without asking anew, beside the act, what it is about and the two parties."""


@dataclass(frozen=True)
class Part:
    """One mandate type of what is looked at, with its days as they are planned now."""

    mandate_type: MandateType
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class MandateSight(Sight):
    """An act on a mandate: `parts` are what the holder may do by it.

    `mandate` is the one that exists already; None for what is to start. `old_id` is the holder whom the giver leaves,
    `stops` the types that stop with that one at once, for good. `executors` are the people of the
    holder who are named for it.
    """

    parts: Sequence[Part]
    mandate: Mandate | None = None
    old_id: uuid.UUID | None = None
    stops: Sequence[str] = ()
    executors: Sequence[uuid.UUID] = ()

    @property
    def on_mandate(self) -> Mandate | None:
        """The mandate that exists already and is acted on."""
        return self.mandate

    @property
    def risks(self) -> set[str]:
        """Those of the types."""
        return {one.mandate_type.risk for one in self.parts}

    def own_reasons(self, session: Session, visit: Visit, *, most: int, now: datetime) -> set[str]:
        """What the types weigh, who the holder and whoever executes it are to the clerks, and how much he received."""
        types = [one.mandate_type for one in self.parts]
        return look_reasons.list_mandate_reasons(
            session, visit, self.holder, types, other_than=self.mandate, named=self.executors, most=most, now=now
        )

    def facts(self) -> dict[str, Any]:
        """The types with their days; from whom it moves, and what that one loses at once; and who is named for it."""
        parts = [[one.mandate_type.key, one.first_day.isoformat(), iso(one.last_day)] for one in self.parts]
        left = {"old": str(self.old_id), "stops": list(self.stops)} if self.old_id else {}
        return {"parts": parts} | left | ({"executors": self._named()} if self.executors else {})

    def mark(self) -> list[Any]:
        """The types, and who is named; what is to start is planned anew every day: its days stand in what the customer
        consented to.
        """
        days = [[one.first_day, one.last_day] for one in self.parts] if self.mandate else []
        return [[one.mandate_type.key for one in self.parts], days, *([self._named()] if self.executors else [])]

    def _named(self) -> list[str]:
        return [str(one) for one in self.executors]


def sight_of(
    mandate: Mandate, act: str, about: str, parts: Sequence[Any], last_day: date | None = None
) -> MandateSight:
    """What is looked at when somebody acts on a mandate that exists: these lines, no longer than `last_day`."""
    ends = [(one, min(filter(None, (one.last_day, last_day)), default=None)) for one in parts]
    shown = [Part(one.mandate_type, one.first_day, end) for one, end in ends]
    return MandateSight(act, about, mandate.giver, mandate.holder, shown, mandate)


def iso(day: date | None) -> str | None:
    """The day as it is kept; None for no day."""
    return day.isoformat() if day else None
