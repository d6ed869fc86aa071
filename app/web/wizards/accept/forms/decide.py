"""Yes, no, or later."""

from typing import Any

from wtforms.fields.choices import SelectChoice

from app.translations.formats import weekday_text
from app.web.fields import ChoiceField, option
from app.web.wizards.accept.scene import ACCEPT, LATER, LESS, REFUSE, AcceptScene
from app.web.wizards.accept.wording import REASONS, asked_lines, asked_words
from app.web.wizards.step_form import StepForm

LESS_HINT = "U kiest wat u geeft, en tot wanneer. Iets anders dan gevraagd geeft u met een nieuw mandaat."
PART_HINT = "U kiest wat u overneemt. De rest blijft zoals het was."


class DecideForm(StepForm):
    """What becomes of the mandate."""

    decision = ChoiceField(
        "Wat doet u met dit mandaat?",
        missing="U hebt nog niet gekozen. Kies wat u met dit mandaat doet.",
    )

    def prepare(self, scene: AcceptScene) -> None:  # type: ignore[override]
        """The mandate in words, and the day on which it lapses."""
        scene.require_open()
        self.words = asked_words(scene)
        answer_by = weekday_text(scene.mandate.lapses_after)
        yes = "Ja, ik geef dit mandaat" if scene.gives else "Ja, ik aanvaard het mandaat"
        self.decision.choices = [
            option(ACCEPT, yes),
            *_less(scene),
            option(REFUSE, "Nee, ik weiger het mandaat"),
            option(LATER, "Ik beslis later", hint=f"Dat kan tot en met {answer_by}. Daarna vervalt het mandaat."),
        ]

    def leads_to(self) -> str | None:
        """Deciding later keeps the draft and nothing else."""
        return "saved" if self.decision.data == LATER else None


def _less(scene: AcceptScene) -> list[SelectChoice]:
    if scene.gives:
        return [option(LESS, "Ik geef iets anders of minder", hint=LESS_HINT)]
    if scene.mandate.takes_over and len(asked_lines(scene)) > 1:
        return [option(LESS, "Ik neem een deel over", hint=PART_HINT)]
    return []


class ReasonForm(StepForm):
    """Why it is refused; may stay empty."""

    reason = ChoiceField(
        "Waarom weigert u?",
        missing="",
        options=[option(value, label) for value, label in REASONS.items()],
        description="U mag dit leeg laten. De andere partij leest uw antwoord.",
        validate_choice=False,
    )

    def answer(self) -> dict[str, Any]:
        """The reason, or None."""
        return {"reason": self.reason.data if self.reason.data in REASONS else None}
