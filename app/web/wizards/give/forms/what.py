"""What the holder may do: first a group or an own choice, then the types one by one."""

from typing import Any

from wtforms import HiddenField, StringField
from wtforms.fields.choices import SelectChoice

from app.core.mandates.catalogue import MandateGroupVersion, MandateType
from app.web.fields import ChoiceField, ChoicesField, option
from app.web.wizards.give.scene import OWN_CHOICE, GiveScene
from app.web.wizards.give.wording import fill_in
from app.web.wizards.step_form import StepForm

LOOK_ONLY, SHOW_ALL = "kijken", "alles"  # the buttons that filter the list
SHOWN_NOTE = "types-shown"
LEVELS = {"view": "Alleen kijken (raadplegen)", "manage": "Kijken en doen (beheren)"}
HIGH_RISK = (
    "Dit is een belangrijk mandaat. Het start ten vroegste {days} dagen na onze brief. Zo kunt u het nog tegenhouden."
)


class WhatForm(StepForm):
    """A mandate group, or the whole list."""

    group = ChoiceField(
        missing="U hebt nog niet gekozen. Kies 1 van de 4 mogelijkheden.",
        description="Twijfelt u? Geef zo weinig mogelijk. U kunt later meer geven.",
    )

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The groups of today, with their sentences about this holder."""
        options = [_group(version, scene.holder_name) for version in scene.groups]
        options.append(option(OWN_CHOICE, "Ik kies zelf uit de lijst"))
        self.group.choices = options
        self.group.validate_choice = True
        self.group.invalid_choice_message = f"U hebt nog niet gekozen. Kies 1 van de {len(options)} mogelijkheden."


class TypesForm(StepForm):
    """Mandate types, each with what may and what may not be done; those of the chosen group are ticked beforehand."""

    types = ChoicesField(
        missing="U hebt nog niets aangekruist. Kruis minstens 1 ding aan.",
        description="Kruis aan wat mag. Bij elke keuze leest u wat niet mag.",
    )

    shown = HiddenField()
    doe = StringField()

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """Every type that this giver can give, or only those for looking; with what was ticked before filtering."""
        self.list = scene.answers.get("what", {})
        noted = scene.draft.answers.get(SHOWN_NOTE, {})
        # Of another list nothing counts any more.
        noted = noted if noted.get("list") == self.list else {}
        self.look_only = (self.shown.data if self.posted else noted.get("shown")) == LOOK_ONLY
        offered = [one for one in scene.offered_types if not self.look_only or one.access_level == "view"]
        self.types.choices = [_type(one, scene) for one in offered]
        if not self.posted and noted:
            self.types.data = noted["ticked"]
        elif not self.posted and self.types.data is None:
            self.types.data = list(scene.group_type_keys)
        self.hidden = [key for key in noted.get("ticked", ()) if key not in {one.key for one in offered}]
        self.shown.data = LOOK_ONLY if self.look_only else SHOW_ALL

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the signature of WTForms
        """While filtering nothing is wrong."""
        return self.is_filter or super().validate(extra_validators)

    @property
    def is_filter(self) -> bool:
        """Whether a button was pressed that shows less, or all again."""
        return self.doe.data in {LOOK_ONLY, SHOW_ALL}

    def leads_to(self) -> str | None:
        """The filter leads to the same page."""
        return "types" if self.is_filter else None

    def notes(self) -> dict[str, dict[str, Any]]:
        """What is ticked so far, on this page or out of sight; nothing any more once it is answered."""
        offered = {choice.value for choice in self.types.choices}
        ticked = [*(key for key in self.types.data or () if key in offered), *self.hidden]
        return {SHOWN_NOTE: {"shown": self.doe.data, "ticked": ticked, "list": self.list} if self.is_filter else {}}

    def answer(self) -> dict[str, Any]:
        """What is ticked among what the page shows: nobody gives what he does not see."""
        return {"types": self.types.data}


def _group(version: MandateGroupVersion, holder: str) -> SelectChoice:
    sentences = [fill_in(sentence, holder) for sentence in version.sentences]
    warning = [f"Let op: {version.warning}"] if version.warning else []
    return option(str(version.id), version.group.name, lines=[version.hint, *sentences, *warning])


def _type(one: MandateType, scene: GiveScene) -> SelectChoice:
    holder = scene.holder_name
    return option(
        one.key,
        one.name,
        lines=[f"{LEVELS[one.access_level]}, over {one.domain.name}"],
        may=[fill_in(sentence, holder) for sentence in one.may],
        may_not=[fill_in(sentence["text"], holder) for sentence in one.may_not],
        note=HIGH_RISK.format(days=scene.policy.cooling_off_days) if one.risk == "high" else None,
    )
