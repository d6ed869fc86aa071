"""What the holder may do: first a group or an own choice, then the types one by one."""

from flask import request
from wtforms.fields.choices import SelectChoice

from app.core.mandates.catalogue import MandateGroupVersion, MandateType
from app.web.fields import ChoiceField, ChoicesField, option
from app.web.wizards.give.scene import OWN_CHOICE, GiveScene
from app.web.wizards.give.wording import fill_in
from app.web.wizards.step_form import StepForm

LOOK_ONLY = "kijken"
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

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """Every type that this giver can give, or only those for looking."""
        self.look_only = request.args.get("toon") == LOOK_ONLY
        shown = [one for one in scene.offered_types if not self.look_only or one.access_level == "view"]
        self.types.choices = [_type(one, scene) for one in shown]
        if not self.posted and self.types.data is None:
            self.types.data = list(scene.group_type_keys)


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
