"""For which customers, how far and how long."""

from typing import Any

from wtforms.validators import ValidationError

from app.core.mandates.catalogue import short_phrase
from app.core.mandates.catalogue_rights import COLLEAGUE
from app.core.rights.wishes import RightGroupVersion, RightKind, RightType
from app.translations.formats import dossier_text
from app.web.fields import ChoiceField, ChoicesField, DayField, option
from app.web.wizards.colleague.scene import (
    ALL,
    CHOSEN,
    DO,
    MANAGER,
    MANDATE_NOTE,
    NO_END,
    OWN_CHOICE,
    VIEW,
    ColleagueScene,
)
from app.web.wizards.day_choice import ON_A_DAY, DayChoiceForm
from app.web.wizards.step_form import StepForm

VIEWS, DOES = "Alleen kijken (raadplegen)", "Kijken en doen (beheren)"
NOT_CHOSEN = "U hebt nog niet gekozen. Kies alle klanten of kruis ze aan."


class CustomersForm(StepForm):
    """All customers, also new ones, or these."""

    scope = ChoiceField("Voor welke klanten mag deze medewerker werken?", missing=NOT_CHOSEN)
    mandates = ChoicesField("Welke klanten?", missing=None)

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """The customers, each with what the mandate is for."""
        self.scope.choices = [
            option(ALL, "Voor alle klanten, ook nieuwe"),
            option(CHOSEN, "Alleen voor deze klanten"),
        ]
        self.mandates.choices = [_customer(one, scene) for one in scene.customers]
        sought = scene.draft.answers.get(MANDATE_NOTE, {}).get("mandate")
        if not self.posted and self.scope.data is None and sought in {one.value for one in self.mandates.choices}:
            # Who came from one mandate finds it ticked.
            self.scope.data, self.mandates.data = CHOSEN, [sought]

    def validate_mandates(self, field: Any) -> None:  # noqa: ANN401 - the signature of WTForms
        """At least one, where not everybody was chosen."""
        if self.scope.data == CHOSEN and not field.data:
            raise ValidationError(NOT_CHOSEN)

    def answer(self) -> dict[str, Any]:
        """What was ticked under the choice that was not taken does not count."""
        return {"scope": self.scope.data, "mandates": self.mandates.data if self.scope.data == CHOSEN else []}


def _customer(one: Any, scene: ColleagueScene) -> Any:  # noqa: ANN401 - a mandate, and a choice of WTForms
    types = [line.mandate_type for line in one.lines if not line.is_over(scene.today)]
    what = f"{short_phrase(types).capitalize()}. Dossier {dossier_text(one.dossier_number)}"
    return option(str(one.id), one.giver.name, hint=what)


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
