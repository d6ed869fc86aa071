"""For which mandate groups: what each lists today is what the right will be for."""

from typing import Any

from app.core.mandates.catalogue import find_types
from app.core.rights.wishes import MandateGroupVersion
from app.translations.formats import list_text
from app.web.fields import ChoicesField, option
from app.web.wizards.colleague.scene import ColleagueScene
from app.web.wizards.step_form import StepForm


class GroupsForm(StepForm):
    """One or more mandate groups, each with what stands in it."""

    groups = ChoicesField(
        missing="U hebt nog niets aangekruist. Kruis minstens 1 mandaatgroep aan.",
        description="Het maakt niet uit hoe de klant het gaf. Komt er later iets bij in de groep? "
        "Dan hoort dat er niet vanzelf bij.",
    )

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """Every group as it is shown today."""
        self.groups.choices = [_group(one, scene) for one in scene.offered_mandate_groups]


def _group(version: MandateGroupVersion, scene: ColleagueScene) -> Any:  # noqa: ANN401 - a choice of WTForms
    names = [one.name for one in find_types(scene.session, version.type_keys)]
    return option(str(version.id), version.group.name, lines=[version.hint, f"Hierin staat: {list_text(names)}."])
