"""The words of changing holders for the overview beside the question."""

from collections.abc import Mapping

from app.translations.formats import list_text
from app.web.notice_form import in_short
from app.web.wizards.give import wording
from app.web.wizards.transfer.scene import TransferScene

LABELS = wording.LABELS | {"old": "Bij wie gaat u weg?", "whom": "Naar wie?", "what": "Wat?", "long": "Wanneer?"}


def about(scene: TransferScene) -> str:
    """What was begun, in a few words."""
    return f"een verandering naar {scene.other_name}" if "holder" in scene.answers else "een verandering van boekhouder"


def told(scene: TransferScene) -> Mapping[str, str]:
    """The answers so far."""
    lines: dict[str, str] = {}
    if "giver" in scene.answers:
        lines["own"] = scene.own.name
    if "old" in scene.answers:
        lines["old"] = scene.old_name
    if "holder" in scene.answers:
        lines["whom"] = scene.other_name
    if "types" in scene.answers:
        lines["what"] = what_text(scene)
    if "start" in scene.answers:
        lines["long"] = when_text(scene)
    if scene.notice:
        lines["news"] = in_short(scene.notice)
    return lines


def what_text(scene: TransferScene) -> str:
    """What goes over: everything, or the names of the types."""
    chosen = {one.key for one in scene.types}
    return "Alles" if chosen == set(scene.group_type_keys) else list_text([one.name for one in scene.types])


def when_text(scene: TransferScene) -> str:
    """When the old holder stops, in a few words."""
    if scene.stops_now:
        return f"{scene.old_name} stopt nu meteen"
    return f"Vanaf {scene.first_day_text}" if scene.asked_first_day else f"Zodra {scene.other_name} aanvaardt"
