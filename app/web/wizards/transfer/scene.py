"""What the questions about changing holders are about: those of giving, and the holder whom the giver leaves."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.core.mandates import moves
from app.core.mandates.catalogue import MandateType
from app.core.mandates.moves import Movable
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import Party, get_party
from app.translations.formats import day_text
from app.web.wizards.give.scene import GiveScene


@dataclass
class TransferScene(GiveScene):
    """A scene in which a giver moves what one holder does to another, who will decide."""

    @cached_property
    def holders(self) -> Sequence[Party]:
        """Everybody from whom this giver can move something."""
        return moves.list_holders(self.session, self.draft.party_id, self.today)

    @cached_property
    def old(self) -> Party:
        """The holder whom the giver leaves; only after he was chosen."""
        return get_party(self.session, uuid.UUID(self.answer("old", "party")))

    @property
    def old_name(self) -> str:
        """The name of that holder."""
        return str(self.old.name)

    @cached_property
    def movable(self) -> Movable:
        """What can go over, and what cannot."""
        return moves.survey_move(self.session, self.own, self.old.id, self.today)

    def running_with(self, holder: Party) -> Sequence[moves.Line]:
        """What a holder does now that can go over to another."""
        return moves.survey_move(self.session, self.own, holder.id, self.today).lines

    @property
    def offered_types(self) -> Sequence[MandateType]:  # type: ignore[override]
        """The types that can go over."""
        return [line.mandate_type for line in self.movable.lines] if "old" in self.answers else []

    @property
    def group_type_keys(self) -> Sequence[str]:
        """All of them are ticked beforehand."""
        return tuple(one.key for one in self.offered_types)

    def last_day_of(self, mandate_type: MandateType) -> date | None:
        """The last day that was agreed for this type; None when it runs until somebody stops it."""
        return next(line.last_day for line in self.movable.lines if line.type_key == mandate_type.key)

    @property
    def first_day_text(self) -> str:
        """The day on which the change was asked."""
        return day_text(self.asked_first_day) if self.asked_first_day else ""

    @property
    def stops_now(self) -> bool:
        """Whether the old holder stops at once, whatever the new one answers."""
        return bool(self.answer("start", "when") == "now")

    @property
    def wish(self) -> MandateWish:
        """What was answered, as the core takes it; only when every question before the check is answered."""
        return MandateWish(
            starter_id=self.draft.party_id,
            other_number=self.answer(self.other_step, "number"),
            type_keys=tuple(self.answer("types", "types", ())),
            first_day=self.asked_first_day,
            notice=self.notice,
            taken_from=self.old.id,
            stops_now=self.stops_now,
        )
