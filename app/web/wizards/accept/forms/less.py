"""Less than was asked: which parts, and until when. The door of the letter code asks the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.core.errors import Conflict, Invalid
from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.core.mandates.lookup import Line, Mandate
from app.core.mandates.narrower import Narrower, plan_narrower
from app.translations.formats import day_text
from app.web.fields import ChoiceField, ChoicesField, DayField, option
from app.web.wizards.accept.scene import AcceptScene
from app.web.wizards.accept.wording import asked_lines
from app.web.wizards.step_form import StepForm

AS_ASKED, EARLIER = "asked", "day"
NO_PARTS = "U hebt nog niets aangekruist. Kruis minstens 1 ding aan, of ga terug en weiger."
TAKES_ALL = "U neemt zo alles over. Haal een kruisje weg, of ga terug en aanvaard het mandaat."
NO_CHOICE = "U hebt nog niet gekozen. Kies tot wanneer dit mag."
NO_DAY = "De datum ontbreekt nog. Vul dag, maand en jaar in met cijfers."


class PartsForm(StepForm):
    """The parts that are given; every part that was asked is ticked beforehand."""

    types = ChoicesField(missing=NO_PARTS, description="Haal het kruisje weg bij wat u niet geeft.")
    takes_over = False

    def prepare(self, scene: AcceptScene) -> None:  # type: ignore[override]
        """What was asked, with what it allows and what it does not."""
        self.takes_over = not scene.gives
        if self.takes_over:
            self.types.description = "Haal het kruisje weg bij wat u niet overneemt."
        self.offer(asked_lines(scene), scene.holder_name)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """Who gives may still choose an earlier end; who takes over everything accepts."""
        if not super().validate(extra_validators):
            return False
        if self.takes_over and len(self.types.data) == len(self.types.choices):
            self.types.errors = [TAKES_ALL]
            return False
        return True

    def offer(self, lines: Sequence[Line], holder: str) -> None:
        """These parts to choose from."""
        self.types.choices = [_part(line, holder) for line in lines]
        if not self.posted and not self.types.data:
            self.types.data = [line.type_key for line in lines]


class UntilForm(StepForm):
    """As long as was asked, or up to an earlier day."""

    until = ChoiceField("Tot wanneer mag dit?", missing=NO_CHOICE)
    day = DayField("Laatste dag", missing=None, description="Die dag telt nog mee.")

    def prepare(self, scene: AcceptScene) -> None:  # type: ignore[override]
        """Until when it was asked."""
        self.offer(scene.mandate, tuple(scene.answer("parts", "types", ())), scene.today)

    def offer(self, mandate: Mandate, type_keys: tuple[str, ...], today: date) -> None:
        """Until when those parts (none: all of them) were asked."""
        self.mandate, self.type_keys, self.today = mandate, type_keys, today
        lines = [line for line in mandate.lines if not line.is_over(today)]
        ends = [line.last_day for line in lines if not type_keys or line.type_key in type_keys]
        asked = "tot ik het stopzet" if None in ends else f"tot en met {day_text(max(ends))}"
        earlier = option(EARLIER, "Tot en met een vroegere dag")
        self.until.choices = [option(AS_ASKED, f"Zoals gevraagd: {asked}"), earlier]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """The day only matters when a day is chosen; whether it is less is for the core to say."""
        if self.until.data != EARLIER:
            self.day.process_errors = []
        if not super().validate(extra_validators):
            return False
        if self.until.data == EARLIER and self.day.data is None:
            self.day.errors = [NO_DAY]
            return False
        try:
            plan_narrower(self.mandate, Narrower(self.type_keys, self.last_day), self.today)
        except (Conflict, Invalid) as refusal:
            (self.day if self.last_day else self.until).errors = [refusal.sentence]
            return False
        return True

    @property
    def last_day(self) -> date | None:
        """The last day, or None for as long as was asked."""
        return self.day.data if self.until.data == EARLIER else None

    def answer(self) -> dict[str, Any]:
        """The last day, as it is kept."""
        return {"until": self.until.data, "day": self.last_day.isoformat() if self.last_day else None}


def _part(line: Line, holder: str) -> Any:  # noqa: ANN401 - a choice of WTForms
    one = line.mandate_type
    may, may_not = may_sentences([one], holder), may_not_sentences([one], holder)
    return option(line.type_key, one.name, may=may, may_not=may_not)
