"""Which colleague, or somebody new."""

from wtforms import Field
from wtforms.validators import ValidationError

from app.core.errors import Invalid
from app.core.people.email_addresses import LONGEST as LONGEST_ADDRESS
from app.core.people.email_addresses import parse_email
from app.web.fields import ChoiceField, TextField, option
from app.web.wizards.colleague.scene import NEW, ColleagueScene
from app.web.wizards.step_form import StepForm

NO_FIRST_NAME = "De voornaam ontbreekt nog. Vul de voornaam in."
NO_LAST_NAME = "De naam ontbreekt nog. Vul de naam in."
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
    """The name of somebody new, and where he reads his mail; the rest comes with the sign-in."""

    first_name = TextField("Voornaam", missing=NO_FIRST_NAME, longest=LONGEST_NAME)
    last_name = TextField("Naam", missing=NO_LAST_NAME, longest=LONGEST_NAME)
    email_address = TextField("E-mailadres (mag leeg blijven)", missing=None, longest=LONGEST_ADDRESS)

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """At a counter, and where no mail leaves, a letter invites."""
        if not scene.may_invite_by_mail:
            del self.email_address  # type: ignore[attr-defined]

    def validate_email_address(self, field: Field) -> None:
        """An address to which something can be sent, or none."""
        if not (field.data or "").strip():
            return
        try:
            field.data = parse_email(field.data)
        except Invalid as refusal:
            raise ValidationError(refusal.sentence) from refusal
