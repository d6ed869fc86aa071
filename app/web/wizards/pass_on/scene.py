"""What the questions about passing on are about: those of giving, and the mandate of which a part is passed on."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.core.mandates import chains
from app.core.mandates.catalogue import MandateType
from app.core.mandates.chains import Line, Passable, last_day_of
from app.core.mandates.lookup import Mandate, Side, get_mandate
from app.core.mandates.signatures import waiting_signature
from app.core.mandates.wishes import MandateWish
from app.web.wizards.give.scene import GiveScene


@dataclass
class PassOnScene(GiveScene):
    """A scene in which the holder of a mandate lets a third do a part of it, in the name of the giver."""

    @cached_property
    def sources(self) -> Sequence[tuple[Mandate, Sequence[Line]]]:
        """Every mandate of which this party can pass something on, with what that is.

        Not where something waits for a second signature: that goes first.
        """
        found = chains.list_passable(self.session, self.draft.party_id, self.today)
        return [(one, lines) for one, lines in found if waiting_signature(one, Side.HOLDER, self.today) is None]

    @cached_property
    def source(self) -> Mandate:
        """The chosen mandate; only after it was chosen."""
        return get_mandate(self.session, uuid.UUID(self.answer("source", "mandate")))

    @property
    def giver_name(self) -> str:
        """In whose name the third would act."""
        return str(self.source.giver.name)

    @cached_property
    def passable(self) -> Passable:
        """What of it can be passed on, and what was already."""
        return chains.survey_passing(self.session, self.source, self.today)

    @property
    def offered_types(self) -> Sequence[MandateType]:  # type: ignore[override]
        """The types that can be passed on."""
        return [line.mandate_type for line in self.passable.lines] if "source" in self.answers else []

    @property
    def latest_last_day(self) -> date | None:
        """The last day of the own mandate, over the chosen parts; None when it runs until somebody stops it."""
        keys = self.answer("types", "types", ())
        ends = [last_day_of(line) for line in self.passable.lines if line.type_key in keys]
        return max(end for end in ends if end) if ends and None not in ends else None

    @property
    def wish(self) -> MandateWish:  # type: ignore[override]
        """What was answered, as the core takes it; only when every question before the check is answered."""
        day = self.answer("until", "day")
        return MandateWish(
            starter_id=self.draft.party_id,
            other_number=self.answer(self.other_step, "number"),
            type_keys=tuple(self.answer("types", "types", ())),
            last_day=date.fromisoformat(day) if day else None,
            source_id=self.source.id,
        )
