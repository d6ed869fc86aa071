"""What the questions about asking are about: those of giving, seen from the holder."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.mandates.lookup import Side
from app.core.people.parties import PartyKind
from app.web.wizards.give.scene import GiveScene


@dataclass
class AskScene(GiveScene):
    """A scene in which somebody asks a mandate for the own party; the other enterprise will give it, or not."""

    started_by: ClassVar[Side] = Side.HOLDER
    own_step: ClassVar[str] = "holder"
    other_step: ClassVar[str] = "giver"

    @property
    def holder_name(self) -> str:
        """The own party would act for the other."""
        return self.own_name

    @property
    def giver_kind(self) -> str:
        """Only an enterprise can be found by its number, so only an enterprise can be asked."""
        return PartyKind.ENTERPRISE

    @property
    def starts_on_agreement(self) -> str:
        """How the earliest start is said."""
        return f"Zodra {self.other_name} akkoord is"

    @property
    def reason(self) -> str:
        """What the own party writes to the other."""
        return str(self.answer("reason", "text", ""))
