"""What goes over: all that runs, unless the giver takes something away."""

from wtforms.fields.choices import SelectChoice

from app.core.mandates.catalogue import MandateType
from app.translations.formats import day_text
from app.web.fields import ChoicesField, option
from app.web.wizards.give.forms.what import HIGH_RISK, LEVELS
from app.web.wizards.give.wording import fill_in
from app.web.wizards.step_form import StepForm
from app.web.wizards.transfer.scene import TransferScene


class TypesForm(StepForm):
    """What runs with the old holder, all of it ticked beforehand, with the last day that was agreed."""

    types = ChoicesField(
        missing="U hebt niets aangekruist. Kruis minstens 1 ding aan.",
        description="Alles staat aangekruist. Haal weg wat de nieuwe boekhouder niet mag doen.",
    )

    def prepare(self, scene: TransferScene) -> None:  # type: ignore[override]
        """The lines of the old holder, and by name what cannot go over."""
        self.types.choices = [_type(one, scene) for one in scene.offered_types]
        self.not_given = [one.name for one in scene.movable.not_given]
        self.on_their_way = [
            (one.old_line.mandate_type.name, one.mandate.holder.name) for one in scene.movable.on_their_way
        ]
        if not self.posted and self.types.data is None:
            self.types.data = list(scene.group_type_keys)


def _type(one: MandateType, scene: TransferScene) -> SelectChoice:
    last_day = scene.last_day_of(one)
    until = f"Tot en met {day_text(last_day)}" if last_day else "Tot iemand het stopzet"
    return option(
        one.key,
        one.name,
        lines=[f"{LEVELS[one.access_level]}, over {one.domain.name}. {until}"],
        may=[fill_in(sentence, scene.holder_name) for sentence in one.may],
        may_not=[fill_in(sentence["text"], scene.holder_name) for sentence in one.may_not],
        note=HIGH_RISK.format(days=scene.policy.cooling_off_days) if one.risk == "high" else None,
    )
