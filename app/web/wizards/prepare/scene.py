"""What the questions on the phone are about: those of giving, until it stands ready."""

from dataclasses import dataclass

from app.core.acts.preparing import is_ready
from app.web.wizards.give.scene import GiveScene


@dataclass
class PrepareScene(GiveScene):
    """A scene in which a clerk writes down what a caller wants to give."""

    @property
    def sent(self) -> bool:
        """Whether it stands ready, or was given meanwhile: from then on the clerk only sees that."""
        return is_ready(self.draft) or bool(self.draft.mandate_id)
