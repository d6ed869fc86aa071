"""From when and how long."""

from datetime import date

from wtforms.validators import ValidationError

from app.translations.formats import day_text
from app.web.fields import ChoiceField, DayField, option
from app.web.wizards.day_choice import NO_DAY, ON_A_DAY, DayChoiceForm
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.wording import PERIODS, UNTIL_A_DAY
from app.web.wizards.step_form import StepForm

NO_START = "U hebt nog niet gekozen. Kies vanaf wanneer dit mag."
ON_ACCEPTANCE = "accepted"


class StartForm(DayChoiceForm):
    """As soon as the holder accepts, or from a later day."""

    asked = "when"

    when = ChoiceField("Vanaf wanneer mag dit?", missing=NO_START)
    day = DayField("Eerste dag", missing=None, description="Bijvoorbeeld 1 10 2026.")

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The name of the other side in the first choice."""
        self.today = scene.today
        self.when.choices = [
            option(ON_ACCEPTANCE, scene.starts_on_agreement),
            option(ON_A_DAY, "Vanaf een latere dag"),
        ]

class PeriodForm(StepForm):
    """How long: an explicit choice, never a silent default."""

    period = ChoiceField(
        "Hoelang mag dit?",
        missing="U hebt nog niet gekozen. Kies hoelang dit mag.",
        description="U kunt altijd vroeger stoppen. Wij schrijven u 60, 30 en 7 dagen voor het einde.",
    )

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The periods that at least one of the chosen types allows."""
        longest = scene.longest_months
        self.period.choices = [
            option(value, label) for value, label in PERIODS.items() if _fits(value, longest)
        ]


def _fits(period: str, longest: int | None) -> bool:
    # A period that no chosen type allows is not offered: nobody has to choose it to hear that it cannot be.
    if longest is None or period == UNTIL_A_DAY:
        return True
    return period.isdigit() and int(period) <= longest


class EndDateForm(StepForm):
    """The last day, which still counts."""

    day = DayField("Wat is de laatste dag?", missing=NO_DAY, description="Die dag telt nog mee.")

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """Between which days it can be."""
        self.first_day: date = scene.first_day
        self.latest: date | None = scene.latest_last_day
        self.named = scene.longest_type_name
        if self.latest:
            self.day.description = f"Die dag telt nog mee. Kies een dag ten laatste op {day_text(self.latest)}."

    def validate_day(self, field: DayField) -> None:
        """Not before the first day, and not longer than the types allow."""
        if field.data is None:
            return
        if field.data < self.first_day:
            first = day_text(self.first_day)
            raise ValidationError(f"De laatste dag ligt voor de eerste dag. Kies een dag na {first}.")
        if self.latest and field.data > self.latest:
            latest = day_text(self.latest)
            raise ValidationError(f"Zo lang mag {self.named} niet duren. Kies een dag ten laatste op {latest}.")
