"""How far and how long."""

from typing import Any

from app.core.mandates.catalogue_rights import COLLEAGUE
from app.core.rights.wishes import RightGroupVersion, RightKind, RightType
from app.web.fields import ChoiceField, ChoicesField, DayField, option
from app.web.wizards.colleague.scene import (
    DO,
    MANAGER,
    NO_END,
    OWN_CHOICE,
    VIEW,
    ColleagueScene,
)
from app.web.wizards.day_choice import ON_A_DAY, DayChoiceForm
from app.web.wizards.step_form import StepForm

VIEWS, DOES = "Alleen kijken (raadplegen)", "Kijken en doen (beheren)"


class LevelForm(StepForm):
    """A list of rights, or to look, to do, to decide as well, or rights one by one."""

    level = ChoiceField(
        "Wat mag deze medewerker doen?", missing="U hebt nog niet gekozen. Kies wat deze medewerker mag doen."
    )

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """The lists first, then from little to much, and only what who answers can give."""
        never_more = "Nooit meer dan het mandaat van de klant toelaat."
        choices = [
            option(VIEW, VIEWS),
            option(DO, DOES, hint=never_more),
            option(
                MANAGER,
                "Ook mandaten geven, aanvaarden en stopzetten (mandaatbeheerder)",
                hint="Een mandaatbeheerder kan ook andere medewerkers aanduiden.",
            ),
            option(OWN_CHOICE, "Ik kies zelf rechten uit de lijst", hint="Bijvoorbeeld een recht voor 1 domein."),
        ]
        known = {one.key for one in scene.givable}
        left_out = {MANAGER: RightKind.MANAGER not in known, OWN_CHOICE: known <= set(RightKind)}
        groups = [option(str(one.id), one.group.name, hint=_of_list(one, scene.name)) for one in scene.groups]
        self.level.choices = [*groups, *(one for one in choices if not left_out.get(one.value))]


class RightsForm(StepForm):
    """Rights one by one, each with what it lets somebody do and what not."""

    rights = ChoicesField(
        missing="U hebt nog niets aangekruist. Kruis minstens 1 recht aan.",
        description="Kruis aan wat mag. Bij elke keuze leest u wat niet mag.",
    )

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """Every right that who answers can give."""
        self.rights.choices = [_right(one, scene.name) for one in scene.givable]


def _of_list(version: RightGroupVersion, name: str) -> str:
    sentences = [one.replace(COLLEAGUE, name) for one in version.sentences]
    warning = [f"Let op: {version.warning}"] if version.warning else []
    return " ".join([f"{version.hint}.", *sentences, *warning])


def _right(one: RightType, name: str) -> Any:  # noqa: ANN401 - a choice of WTForms
    where = f", alleen voor {one.domain.name}" if one.domain else ""
    what = "Voor de hele onderneming" if one.decides else (VIEWS if one.access_level == VIEW else DOES) + where
    return option(
        one.key,
        one.name,
        lines=[what],
        may=[sentence.replace(COLLEAGUE, name) for sentence in one.may],
        may_not=[sentence["text"].replace(COLLEAGUE, name) for sentence in one.may_not],
    )


class PeriodForm(DayChoiceForm):
    """Until it is taken back, or up to a day."""

    asked = "period"

    period = ChoiceField(
        "Hoelang mag dit?",
        missing="U hebt nog niet gekozen. Kies hoelang dit mag.",
        description="Gaat iemand weg? Trek het recht dan dezelfde dag in.",
    )
    day = DayField("Laatste dag", missing=None, description="Die dag telt nog mee. Bijvoorbeeld 1 6 2027.")

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """From today on, in both cases."""
        self.today = scene.today
        self.period.choices = [
            option(NO_END, "Tot iemand het recht intrekt"),
            option(ON_A_DAY, "Tot en met een dag die ik kies"),
        ]
