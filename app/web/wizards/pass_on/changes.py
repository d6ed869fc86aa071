"""What can have changed outside while an answer about passing on was kept."""

from datetime import date

from app.translations import say
from app.web.wizards.pass_on.scene import PassOnScene


def source_is_gone(scene: PassOnScene) -> str | None:
    """That nothing of the mandate can be passed on any more."""
    return None if scene.passable.lines else say("wizard.nothing_to_pass_on", other=scene.giver_name)


def until_is_gone(scene: PassOnScene) -> str | None:
    """That the chosen day is over, or later than the own mandate runs now."""
    day, latest = scene.answer("until", "day"), scene.latest_last_day
    if not day:
        return None
    if date.fromisoformat(day) < scene.today:
        return say("wizard.day_passed")
    return say("errors.longer_than_source", last_day=latest) if latest and date.fromisoformat(day) > latest else None
