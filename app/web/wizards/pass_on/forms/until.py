"""Until when: as long as the own mandate, or shorter."""

from datetime import date

from wtforms.validators import ValidationError

from app.core.errors import Invalid
from app.web.fields import ChoiceField, DayField, option
from app.web.wizards.day_choice import ON_A_DAY, DayChoiceForm
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.pass_on.wording import as_long_as_own

AS_LONG_AS_OWN = "source"


class UntilForm(DayChoiceForm):
    """The last day, which still counts; never later than that of the own mandate."""

    asked = "until"

    until = ChoiceField("Tot wanneer mag dit?", missing="U hebt nog niet gekozen. Kies tot wanneer dit mag.")
    day = DayField("Laatste dag", missing=None, description="Die dag telt nog mee. Bijvoorbeeld 1 6 2027.")

    def prepare(self, scene: PassOnScene) -> None:  # type: ignore[override]
        """The own last day in the first choice."""
        self.today, self.latest = scene.today, scene.latest_last_day
        self.until.choices = [
            option(AS_LONG_AS_OWN, as_long_as_own(scene)),
            option(ON_A_DAY, "Korter: tot en met een dag die ik kies"),
        ]

    def check_day(self, day: date) -> None:
        """Within the own mandate."""
        if self.latest and day > self.latest:
            raise ValidationError(Invalid("longer_than_source", field="day", last_day=self.latest).sentence)
