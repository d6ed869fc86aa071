"""What is passed on: nothing is ticked beforehand, unless there is only one part."""

from wtforms.fields.choices import SelectChoice

from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.core.mandates.chains import Line, last_day_of
from app.core.mandates.lookup import Mandate
from app.translations.formats import day_text
from app.web.fields import ChoicesField, option
from app.web.wizards.give.forms.what import HIGH_RISK, LEVELS
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.step_form import StepForm


class TypesForm(StepForm):
    """The parts that can be passed on, each with the last day of the own mandate."""

    types = ChoicesField(
        missing="U hebt niets aangekruist. Kruis minstens 1 ding aan.",
        description="Kruis alleen aan wat nodig is.",
    )

    def prepare(self, scene: PassOnScene) -> None:  # type: ignore[override]
        """The parts, and by name what was passed on already."""
        lines = scene.passable.lines
        self.types.choices = [_type(one, scene) for one in lines]
        names, away = scene.passable.names, scene.passable.away
        self.away: list[tuple[str, str]] = [(names[key], _holder(one)) for key, one in away.items()]
        if not self.posted and self.types.data is None and len(lines) == 1:
            self.types.data = [lines[0].type_key]


def _holder(mandate: Mandate) -> str:
    return str(mandate.holder.name)


def _type(line: Line, scene: PassOnScene) -> SelectChoice:
    one, last_day = line.mandate_type, last_day_of(line)
    until = f"tot en met {day_text(last_day)}" if last_day else "tot iemand het stopzet"
    return option(
        one.key,
        one.name,
        lines=[f"{LEVELS[one.access_level]}, over {one.domain.name}. Uw mandaat loopt {until}"],
        may=may_sentences([one], scene.holder_name, passed_on=True),
        may_not=may_not_sentences([one], scene.holder_name, passed_on=True),
        note=HIGH_RISK.format(days=scene.policy.cooling_off_days) if one.risk == "high" else None,
    )
