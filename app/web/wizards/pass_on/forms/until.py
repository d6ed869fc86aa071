"""Until when: as long as the own mandate, or shorter."""

from typing import Any

from wtforms.validators import ValidationError

from app.core.errors import Invalid
from app.web.fields import ChoiceField, DayField, option
from app.web.wizards.give.forms.period import NO_DAY, PAST
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.pass_on.wording import as_long_as_own
from app.web.wizards.step_form import StepForm

AS_LONG_AS_OWN = "source"
ON_A_DAY = "day"


class UntilForm(StepForm):
    """The last day, which still counts; never later than that of the own mandate."""

    until = ChoiceField("Tot wanneer mag dit?", missing="U hebt nog niet gekozen. Kies tot wanneer dit mag.")
    day = DayField("Laatste dag", missing=None, description="Die dag telt nog mee. Bijvoorbeeld 1 6 2027.")

    def prepare(self, scene: PassOnScene) -> None:  # type: ignore[override]
        """The own last day in the first choice."""
        self.today, self.latest = scene.today, scene.latest_last_day
        self.until.choices = [
            option(AS_LONG_AS_OWN, as_long_as_own(scene)),
            option(ON_A_DAY, "Korter: tot en met een dag die ik kies"),
        ]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """The day only matters when a day is chosen."""
        if self.until.data != ON_A_DAY:
            self.day.process_errors = []
        return super().validate(extra_validators)

    def validate_day(self, field: DayField) -> None:
        """A day that exists, is not over, and is within the own mandate."""
        if self.until.data != ON_A_DAY:
            return
        if field.data is None:
            raise ValidationError(NO_DAY)
        if field.data < self.today:
            raise ValidationError(PAST)
        if self.latest and field.data > self.latest:
            raise ValidationError(Invalid("longer_than_source", field="day", last_day=self.latest).sentence)

    def answer(self) -> dict[str, Any]:
        """The last day, or None for "as long as the own mandate"."""
        chosen = self.day.data if self.until.data == ON_A_DAY else None
        return {"until": self.until.data, "day": chosen.isoformat() if chosen else None}
