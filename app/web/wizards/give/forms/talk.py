"""At the counter, before and after reading aloud: what the customer says alone, and in his own words."""

from collections.abc import Mapping
from typing import Any

from app.core.counter.understanding import (
    NOT_RIGHT,
    RIGHT,
    RIGHT_AFTERWARDS,
    UNSURE,
    record_alone,
    record_understanding,
)
from app.translations import say
from app.web.fields import ChoiceField, option
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.step_form import StepForm

STOPS = {UNSURE, NOT_RIGHT}  # an answer with which the giving does not go on
MISSING = "U hebt nog niet gekozen. Kies hoe de klant het uitlegde."
CHOSE_MISSING = "U hebt nog niet gekozen. Kies of de klant dit zelf wil."
TOLD_MISSING = "U hebt nog niet gekozen. Kies of iemand zei dat het moet."


class TalkForm(StepForm):
    """A question of which the draft keeps only whether it was answered well, and in which visit: others may read it.

    The scene is that of giving, or of a giver who answers a request.
    """

    step: str
    refusal: str
    title: str
    note: str | None = None  # for the clerk, beside what is read aloud

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """Whether the giving has to stop, because of what was answered in this visit."""
        self.visit = str(scene.actor.visit_id)
        kept = scene.draft.answers.get(self.step, {})
        self.stopped = say(self.refusal) if kept.get("visit") == self.visit and not kept.get("good") else None

    def is_good(self) -> bool:
        """Whether the giving can go on: without doubt, and told right, at once or after it was explained again."""
        return not STOPS & {field.data for field in self}

    def answer(self) -> dict[str, Any]:
        """No words and no codes: those stand in the journal of the visit."""
        return {"good": self.is_good(), "visit": self.visit}

    @classmethod
    def recall(cls, answer: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing is filled in beforehand."""
        return {}


class AloneForm(TalkForm):
    """Two questions, out of hearing of whoever came along."""

    step, refusal = "alone", "errors.not_today"
    title = "Even alleen met de klant"
    script = ("Ik stel deze vragen altijd aan u alleen. Wil uw begeleider even daar gaan zitten?",)
    note = "Twijfelt u? Stop met reden “druk of dwang vermoed”. De klant ziet die reden nergens."
    chose = ChoiceField(
        "Hebt u zelf gekozen om dit te doen?",
        missing=CHOSE_MISSING,
        options=[option("yes", "Ja"), option(UNSURE, "Nee, of de klant twijfelt")],
    )
    told = ChoiceField(
        "Heeft iemand u gezegd dat het moet?",
        missing=TOLD_MISSING,
        options=[option("no", "Nee"), option(UNSURE, "Ja, of de klant twijfelt")],
    )

    def keep(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The visit remembers it."""
        record_alone(scene.session, scene.actor, chose=self.chose.data, told=self.told.data, now=scene.now)


class UnderstoodForm(TalkForm):
    """How well the customer told it back."""

    step, refusal = "understood", "errors.not_understood"
    title = "Laat de klant het zelf uitleggen"
    told_back = ChoiceField(
        "Hoe legde de klant het uit?",
        missing=MISSING,
        options=[
            option(RIGHT, "De klant legde het juist uit"),
            option(RIGHT_AFTERWARDS, "Ik legde het opnieuw uit, daarna was het juist"),
            option(NOT_RIGHT, "De klant legde het niet juist uit"),
        ],
    )

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The two questions, with the name of the holder."""
        super().prepare(scene)
        self.script = in_own_words(scene.holder_name)

    def keep(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The visit remembers it, for this wish."""
        record_understanding(scene.session, scene.actor, self.told_back.data, scene.talk_about, now=scene.now)


def in_own_words(holder: str) -> list[str]:
    """What the clerk says so that the customer tells it back."""
    return [
        "Ik wil zeker zijn dat ik het goed uitlegde.",
        f"Zegt u eens in uw eigen woorden: wat mag {holder} voor u doen?",
        "En wat doet u als u wilt stoppen?",
    ]
