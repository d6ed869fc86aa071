"""The words of asking for the overview beside the question."""

from collections.abc import Mapping

from app.web.wizards.ask.scene import AskScene
from app.web.wizards.give import wording

LABELS = wording.LABELS | {"reason": "Waarom?"}


def about(scene: AskScene) -> str:
    """What was begun, in a few words."""
    asked = "een vraag om een mandaat"
    return f"{asked} aan {scene.other_name}" if scene.other_step in scene.answers else asked


def told(scene: AskScene) -> Mapping[str, str]:
    """The answers so far."""
    lines = dict(wording.told(scene))
    return lines | ({"reason": "Uw uitleg staat erin"} if scene.reason else {})
