"""How the side that starts wants its news; only asked of who never chose."""

from typing import Any

from app.web.fields import ChoiceField
from app.web.notice_form import MISSING, ON_PAPER, OPTIONS, NoticeFields
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.step_form import StepForm


class NoticeForm(NoticeFields, StepForm):
    """Letters, large print, e-mail or both, with the address for who wants e-mail."""

    how = ChoiceField(
        "Hoe wilt u nieuws krijgen over dit mandaat?", missing=MISSING, description=ON_PAPER, options=OPTIONS
    )

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """E-mail only where it can be sent."""
        self.offer(scene.policy.sends_mail)

    def answer(self) -> dict[str, Any]:
        """The choice as plain data; no address is kept for who wants letters."""
        choice = self.choice()
        return {"how": self.how.data, "large_print": choice.large_print, "mail": choice.mail, "email": choice.email}
