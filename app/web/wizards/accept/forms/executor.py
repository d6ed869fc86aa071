"""Who may execute the mandate, for the holder."""

from typing import Any

from app.translations.formats import list_text
from app.web.fields import ChoicesField, option
from app.web.wizards.accept.scene import LATER, MYSELF, SOMEBODY_ELSE, AcceptScene
from app.web.wizards.step_form import StepForm

NOBODY = "U hebt nog niemand gekozen. Kies minstens 1 persoon, of kies later."
BOTH = "U koos personen en ook later. Haal het kruisje weg bij later, of bij de personen."
LATER_HINT = "Tot u kiest, kan alleen een wettelijk vertegenwoordiger iets doen met dit mandaat."

ELSE_HINT = "Aanvaard eerst. Op de laatste pagina duidt u die medewerker aan."


def working_text(scene: AcceptScene) -> str:
    """Who carries it out without being chosen now; empty when nobody does."""
    names = [one.name for one in scene.working_already]
    return f"{list_text(names)} {'mag' if len(names) == 1 else 'mogen'} het al uitvoeren." if names else ""


class ExecutorForm(StepForm):
    """One or more people of the own organisation, or nobody yet."""

    who = ChoicesField("Wie mag dit mandaat uitvoeren?", missing=NOBODY)

    def prepare(self, scene: AcceptScene) -> None:  # type: ignore[override]
        """The people with a right inside the organisation."""
        giver = scene.mandate.giver.name
        self.who.description = f"Deze personen werken dan voor {giver}. Wij noemen hen mandaatuitvoerder."
        self.who.choices = [
            *([option(MYSELF, "Ik doe het zelf")] if scene.actor.person_id else []),
            *(option(str(person.id), person.name) for person in scene.colleagues),
            *([] if scene.at_the_counter else [option(SOMEBODY_ELSE, "Een andere medewerker", hint=ELSE_HINT)]),
            option(LATER, "Ik kies later", hint=working_text(scene) or LATER_HINT),
        ]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """Persons or later, not both."""
        right = super().validate(extra_validators)
        if right and LATER in self.who.data and len(self.who.data) > 1:
            self.who.errors = [BOTH]
            return False
        return right
