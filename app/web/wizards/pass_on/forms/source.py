"""Which mandate is passed on, or a part of it."""

from collections.abc import Sequence

from wtforms.fields.choices import SelectChoice

from app.core.mandates.chains import Line
from app.core.mandates.lookup import Mandate
from app.translations.formats import dossier_text, list_text
from app.web.fields import ChoiceField, option
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.step_form import StepForm

SOURCE_NOTE = "passes"


class SourceForm(StepForm):
    """One of the mandates of which this party may pass something on."""

    mandate = ChoiceField(
        "Welk mandaat geeft u door?",
        missing="U hebt nog niet gekozen. Kies welk mandaat u doorgeeft.",
        description="U ziet alleen wat u mag doorgeven.",
    )

    def prepare(self, scene: PassOnScene) -> None:  # type: ignore[override]
        """Every mandate with the giver and what can be passed on; the only one is chosen beforehand."""
        wanted = scene.draft.answers.get(SOURCE_NOTE, {}).get("mandate")
        cards = [_card(one, lines) for one, lines in scene.sources]
        # Who came from one mandate finds it on top, however many there are.
        self.mandate.choices = sorted(cards, key=lambda card: card.value != wanted)
        if not self.posted and self.mandate.data is None:
            values = [one.value for one in self.mandate.choices]
            likely = [value for value in values if len(values) == 1 or value == wanted]
            self.mandate.data = likely[0] if likely else None


def _card(one: Mandate, lines: Sequence[Line]) -> SelectChoice:
    what = list_text([line.mandate_type.name for line in lines])
    return option(str(one.id), one.giver.name, lines=[what, f"Dossiernummer {dossier_text(one.dossier_number)}"])
