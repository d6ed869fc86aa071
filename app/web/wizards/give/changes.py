"""What can have changed outside while an answer about giving or asking was kept."""

from app.core.register.enterprises import find_enterprise
from app.translations import say
from app.translations.formats import list_text
from app.web.wizards.give.scene import GiveScene


def other_stopped(scene: GiveScene) -> str | None:
    """That the register says that the chosen enterprise stopped."""
    other = find_enterprise(scene.session, scene.answer(scene.other_step, "number"))
    return say("wizard.stopped_meanwhile", other=other.name) if other and other.stopped else None


def types_gone(scene: GiveScene) -> str | None:
    """Which of the chosen types can no longer be given."""
    offered = {one.key for one in scene.offered_types}
    gone = [one.name for one in scene.types if one.key not in offered]
    return say("wizard.types_gone", types=list_text(gone)) if gone else None
