"""A question of which one choice asks for a day, as "up to a day that I choose"."""

from datetime import date
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from app.web.fields import DayField
from app.web.wizards.step_form import StepForm

PAST = "Deze dag is al voorbij. Kies vandaag of een latere dag."
NO_DAY = "De datum ontbreekt nog. Vul dag, maand en jaar in met cijfers."
ON_A_DAY = "day"


class DayChoiceForm(StepForm):
    """The day counts, and can be wrong, only when that choice was taken. A form names its field of choices in `asked`.

    `today` is set by `prepare`.
    """

    asked: ClassVar[str]
    today: date
    day: DayField

    @property
    def takes_a_day(self) -> bool:
        """Whether a day was chosen."""
        return bool(self[self.asked].data == ON_A_DAY)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """What stands in the boxes of a day that was not chosen is no mistake."""
        if not self.takes_a_day:
            self.day.process_errors = []
        return super().validate(extra_validators)

    def validate_day(self, field: DayField) -> None:
        """A day that exists and is not over, and what `check_day` asks."""
        if not self.takes_a_day:
            return
        if field.data is None:
            raise ValidationError(NO_DAY)
        if field.data < self.today:
            raise ValidationError(PAST)
        self.check_day(field.data)

    def check_day(self, day: date) -> None:
        """What else the day must be; raises ValidationError."""

    def answer(self) -> dict[str, Any]:
        """The choice, and the day or None."""
        chosen = self.day.data if self.takes_a_day else None
        return {self.asked: self[self.asked].data, "day": chosen.isoformat() if chosen else None}
