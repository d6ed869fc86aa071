"""The words about a colleague that more than one page needs."""

from collections.abc import Mapping

from app.translations.formats import day_text, list_text
from app.web.wizards.colleague.scene import DO, MANAGER, OWN_CHOICE, VIEW, ColleagueScene

LABELS = {
    "who": "Welke medewerker?",
    "whom": "Voor welke klanten?",
    "what": "Wat mag de medewerker?",
    "long": "Hoelang?",
    "aloud": "Voorlezen",
    "check": "Nakijken",
}
LEVELS = {
    VIEW: "Alleen kijken",
    DO: "Kijken en doen",
    MANAGER: "Kijken, doen en mandaten beheren",
    OWN_CHOICE: "Rechten uit de lijst",
}


def about(scene: ColleagueScene) -> str:
    """What was begun, in a few words."""
    return f"het recht van {scene.name}" if scene.name else "een medewerker aanduiden"


def told(scene: ColleagueScene) -> Mapping[str, str]:
    """The answers so far."""
    lines: dict[str, str] = {"who": scene.name}
    if "customers" in scene.answers:
        lines["whom"] = customers_text(scene)
    if "level" in scene.answers:
        lines["what"] = rights_text(scene)
    if "period" in scene.answers:
        lines["long"] = period_text(scene)
    return lines


def rights_text(scene: ColleagueScene) -> str:
    """How far, or which rights."""
    if scene.group is not None:
        return f"{scene.group.group.name}: {list_text([one.name.lower() for one in scene.chosen_types])}"
    if scene.is_own_choice:
        return list_text([one.name for one in scene.chosen_types]) or LEVELS[OWN_CHOICE]
    return LEVELS[scene.answer("level", "level")]


def customers_text(scene: ColleagueScene) -> str:
    """For whom, in a few words."""
    return list_text(scene.names_of_customers) or "Alle klanten, ook nieuwe"


def period_text(scene: ColleagueScene) -> str:
    """How long, in a few words."""
    return f"Tot en met {day_text(scene.last_day)}" if scene.last_day else "Tot iemand het recht intrekt"
