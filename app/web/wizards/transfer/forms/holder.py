"""Who takes over: the search of giving, in which the old holder is no choice."""

from app.core.errors import Invalid
from app.web.wizards.give.forms import holder
from app.web.wizards.transfer.scene import TransferScene


class NewHolderForm(holder.HolderForm):
    """The same search, which refuses the holder whom the giver leaves."""

    def prepare(self, scene: TransferScene) -> None:  # type: ignore[override]
        """Who does it now."""
        self.old_number = scene.old.enterprise_number
        super().prepare(scene)

    def _refusal_of_choice(self) -> str | None:
        if self.chosen is not None and self.chosen.number == self.old_number:
            return Invalid("same_holder", field="number", other=self.chosen.name).sentence
        return super()._refusal_of_choice()
