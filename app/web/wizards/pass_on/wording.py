"""The words of passing on for the overview beside the question."""

from collections.abc import Mapping
from datetime import date

from app.translations.formats import day_text, list_text
from app.web.wizards.give import wording
from app.web.wizards.joint import STEP, second_text
from app.web.wizards.pass_on.scene import PassOnScene

LABELS = wording.LABELS | {"source": "Welk mandaat?", "long": "Tot wanneer?"}


def about(scene: PassOnScene) -> str:
    """What was begun, in a few words."""
    return f"iets doorgeven aan {scene.other_name}" if "holder" in scene.answers else "een mandaat doorgeven"


def told(scene: PassOnScene) -> Mapping[str, str]:
    """The answers so far."""
    lines: dict[str, str] = {}
    if "giver" in scene.answers:
        lines["own"] = scene.own_name
    if "source" in scene.answers:
        lines["source"] = f"Van {scene.giver_name}"
    if "holder" in scene.answers:
        lines["whom"] = scene.other_name
    if "types" in scene.answers:
        lines["what"] = what_text(scene)
    if "until" in scene.answers:
        lines["long"] = until_text(scene)
    lines["joint"] = second_text(scene) if STEP in scene.answers else ""
    return lines


def what_text(scene: PassOnScene) -> str:
    """What is passed on, by the names of the types."""
    return list_text([one.name for one in scene.types])


def until_text(scene: PassOnScene) -> str:
    """Until when, in a few words."""
    day = scene.answer("until", "day")
    return f"Tot en met {day_text(date.fromisoformat(day))}" if day else as_long_as_own(scene)


def as_long_as_own(scene: PassOnScene) -> str:
    """As long as the own mandate, with its last day when it has one."""
    latest = scene.latest_last_day
    return f"Zo lang als uw eigen mandaat: tot en met {day_text(latest)}" if latest else "Zo lang als uw eigen mandaat"
