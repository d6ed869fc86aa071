"""Which holder the giver leaves."""

from wtforms.fields.choices import SelectChoice

from app.core.people.parties import Party
from app.translations.formats import enterprise_number_text, list_text
from app.web.fields import ChoiceField, option
from app.web.wizards.step_form import StepForm
from app.web.wizards.transfer.scene import TransferScene

LEAVES_NOTE = "leaves"


class OldForm(StepForm):
    """One of the holders who do something for the giver now."""

    party = ChoiceField(
        "Bij welke boekhouder gaat u weg?",
        missing="U hebt nog niet gekozen. Kies bij wie u weggaat.",
        description="U ziet iedereen die nu iets voor u mag doen.",
    )

    def prepare(self, scene: TransferScene) -> None:  # type: ignore[override]
        """Everybody from whom something can be moved, with what he does; the only one is chosen beforehand."""
        self.party.choices = [_card(one, scene) for one in scene.holders]
        if not self.posted and self.party.data is None:
            wanted = scene.draft.answers.get(LEAVES_NOTE, {}).get("party")
            likely = [one.value for one in self.party.choices if len(self.party.choices) == 1 or one.value == wanted]
            self.party.data = likely[0] if likely else None


def _card(holder: Party, scene: TransferScene) -> SelectChoice:
    what = list_text([line.mandate_type.name for line in scene.running_with(holder)])
    number = holder.enterprise_number
    lines = [f"Ondernemingsnummer {enterprise_number_text(number)}" if number else "", what]
    return option(str(holder.id), holder.name, lines=[line for line in lines if line])
