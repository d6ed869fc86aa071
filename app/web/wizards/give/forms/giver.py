"""For which enterprise the mandate is given, when somebody decides for more than one."""

import uuid
from typing import Any

from wtforms.fields.choices import SelectChoice

from app.core.acts.drafts import choose_party
from app.core.people.standing import Standing
from app.translations.formats import enterprise_number_text
from app.web import users
from app.web.fields import ChoiceField, option
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.step_form import StepForm

NOT_LISTED = "not-listed"
NOT_KNOWN = (
    "De KBO kent u niet als wettelijk vertegenwoordiger van die onderneming. "
    "Vraag het aan de mandaatbeheerder, of ga naar het loket."
)


class GiverForm(StepForm):
    """One of the enterprises for which the person may decide."""

    party = ChoiceField(
        "Voor welke onderneming geeft u het mandaat?",
        missing="U hebt nog geen onderneming gekozen. Kies 1 onderneming uit de lijst.",
        description="U ziet de ondernemingen waarvoor u mag beslissen.",
    )

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The parties for which the register or a right lets this person decide."""
        self.party.choices = [_option(party) for party in scene.parties]
        self.party.choices.append(option(NOT_LISTED, "Mijn onderneming staat hier niet bij", hint=NOT_KNOWN))

        if not self.posted and self.party.data is None:
            self.party.data = str(scene.draft.party_id)

    def keep(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The draft, and whatever else is done today, is from now on for the chosen party."""
        party_id = uuid.UUID(self.party.data)
        choose_party(scene.session, scene.actor, scene.draft.id, party_id, now=scene.now)
        users.choose_party(party_id, next(one.name for one in scene.parties if one.party_id == party_id))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """Refuse the last choice with what to do instead."""
        right = super().validate(extra_validators)
        if right and self.party.data == NOT_LISTED:
            self.party.errors = [NOT_KNOWN]
            return False
        return right


def _option(party: Standing) -> SelectChoice:
    number = f", ondernemingsnummer {enterprise_number_text(party.number)}" if party.number else ", in eigen naam"
    return option(str(party.party_id), f"{party.name}{number}")
