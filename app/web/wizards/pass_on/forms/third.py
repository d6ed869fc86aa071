"""To whom it is passed on: the search of giving, in which the giver himself is no choice."""

from app.core.errors import Invalid
from app.web.wizards.give.forms import holder
from app.web.wizards.pass_on.scene import PassOnScene


class ThirdForm(holder.HolderForm):
    """The same search, which refuses the giver and the own enterprise."""

    own = Invalid("same_party_passer", field="number").sentence

    def prepare(self, scene: PassOnScene) -> None:  # type: ignore[override]
        """Whose mandate it is."""
        self.giver_number = scene.source.giver.enterprise_number
        super().prepare(scene)

    def _refusal_of_choice(self) -> str | None:
        if self.chosen is not None and self.chosen.number == self.giver_number:
            return Invalid("pass_on_to_giver", field="number", other=self.chosen.name).sentence
        return super()._refusal_of_choice()
