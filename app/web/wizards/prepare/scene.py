"""What the questions on the phone are about: those of giving, until it stands ready."""

from dataclasses import dataclass

from app.web.wizards.give.scene import GiveScene


@dataclass
class PrepareScene(GiveScene):
    """A scene in which a clerk writes down what a caller wants to give."""

    @property
    def sent(self) -> bool:
        """Whether it stands ready: from then on the clerk only sees that it does."""
        return self.draft.prepared_at is not None
