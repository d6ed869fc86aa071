"""When the old holder stops: as soon as the new one accepts, on a later day, or at once."""

from app.web.fields import ChoiceField, DayField, option
from app.web.wizards.day_choice import ON_A_DAY
from app.web.wizards.give.forms import period
from app.web.wizards.give.forms.period import ON_ACCEPTANCE
from app.web.wizards.transfer.scene import TransferScene

NOW = "now"
NOT_CHOSEN = "U hebt nog niet gekozen. Kies wanneer de vorige boekhouder stopt."
NO_WAY_BACK = "Weigert {0}, of komt er geen antwoord? Dan komt {1} niet terug."


class WhenForm(period.StartForm):
    """The first day of the new holder, said as the day on which the old one stops; or he stops today."""

    when = ChoiceField("Wanneer stopt de vorige boekhouder?", missing=NOT_CHOSEN)
    day = DayField("Eerste dag van de nieuwe boekhouder", missing=None, description="Bijvoorbeeld 1 1 2027.")

    def prepare(self, scene: TransferScene) -> None:  # type: ignore[override]
        """The names of both in the choices."""
        super().prepare(scene)
        self.when.choices = [
            option(ON_ACCEPTANCE, f"Zodra {scene.other_name} aanvaardt: zo is er altijd iemand"),
            option(ON_A_DAY, "Op een dag die ik kies, als de nieuwe boekhouder dan aanvaard heeft"),
            option(NOW, "Nu meteen: dan is er even niemand", hint=NO_WAY_BACK.format(scene.other_name, scene.old_name)),
        ]
