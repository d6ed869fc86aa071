"""The form of one question: what is shown, what is refused, and what is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from app.web.form import Form
from app.web.wizards.scene import Scene


class StepForm(Form):
    """A question that knows how to fill itself from the core and how its answer is kept as plain data.

    `posted` tells an answer that came back empty from a question that is shown for the first time.
    """

    def __init__(self, formdata: MultiDict[str, str] | None, **more: Any) -> None:
        self.posted = formdata is not None
        super().__init__(formdata, **more)

    def prepare(self, scene: Scene) -> None:
        """Load what the question shows: names, choices. Called before validation and before rendering."""

    def answer(self) -> dict[str, Any]:
        """The answer as it is kept in the draft."""
        return {name: _plain(value) for name, value in self.data.items()}

    def leads_to(self) -> str | None:
        """A page to go to without keeping the answer ("no, I search again"); None for the usual way."""
        return None

    def notes(self) -> dict[str, dict[str, Any]]:
        """What is kept beside the answers, by name, even when the form leads elsewhere: the words of a search."""
        return {}

    def keep(self, scene: Scene) -> None:
        """What else has to be written down when the answer is kept, in the same transaction."""

    @classmethod
    def recall(cls, answer: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the fields for an answer that was kept."""
        return dict(answer)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
