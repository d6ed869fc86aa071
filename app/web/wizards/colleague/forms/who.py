"""Which colleague, or somebody new."""

from app.web.fields import ChoiceField, TextField, option
from app.web.wizards.colleague.scene import NEW, ColleagueScene
from app.web.wizards.step_form import StepForm

NO_NAME = "De naam ontbreekt nog. Vul de voornaam en de naam in."
LONGEST_NAME = 100


class WhoForm(StepForm):
    """Somebody who works there already, or somebody new."""

    who = ChoiceField("Welke medewerker duidt u aan?", missing="U hebt nog niemand gekozen. Kies een medewerker.")

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """Who works there already, by name."""
        known = [option(str(one.id), one.name) for one in scene.people]
        new = option(NEW, "Een nieuwe medewerker", hint="Iemand die nog niets deed voor uw onderneming.")
        self.who.choices = [*known, new]


class NewForm(StepForm):
    """The name of somebody new; the rest comes with the letter and the sign-in."""

    first_name = TextField("Voornaam", missing=NO_NAME, longest=LONGEST_NAME)
    last_name = TextField("Naam", missing=NO_NAME, longest=LONGEST_NAME)
