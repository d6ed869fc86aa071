"""What the questions on the phone are about: those of giving, until it stands ready."""

from dataclasses import dataclass
from functools import cached_property

from app.core.acts.drafts import is_ready
from app.core.permits.phone import is_unchecked
from app.web.wizards.give.scene import GiveScene


@dataclass
class PrepareScene(GiveScene):
    """A scene in which a clerk writes down what a caller wants to give."""

    @cached_property
    def is_unchecked(self) -> bool:
        """Whether nobody knows who is on the line."""
        return is_unchecked(self.session, self.actor)

    @property
    def can_be_kept(self) -> bool:
        """The half of what somebody said whom nobody knows is not kept."""
        return not self.is_unchecked

    @property
    def sent(self) -> bool:
        """Whether it stands ready, or was given meanwhile: from then on the clerk only sees that."""
        return is_ready(self.draft) or bool(self.draft.mandate_id)
