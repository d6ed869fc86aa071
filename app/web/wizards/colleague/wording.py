"""The words about a colleague that more than one page needs."""

from collections.abc import Mapping

from app.core.mandates.catalogue import find_types
from app.translations.formats import count_text, day_text, list_text
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
MOST_NAMED = 5  # customers beside a question


def about(scene: ColleagueScene) -> str:
    """What was begun, in a few words."""
    return f"het recht van {scene.name}" if scene.name else "een medewerker aanduiden"


def told(scene: ColleagueScene) -> Mapping[str, str]:
    """The answers so far."""
    lines: dict[str, str] = {"who": scene.name}
    if "customers" in scene.answers:
        lines["whom"] = customers_in_short(scene)
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


def groups_text(scene: ColleagueScene) -> str:
    """The mandate groups, within a sentence: "de mandaatgroep “Mijn boekhouder”"."""
    names = [f"“{one.group.name}”" for one in scene.mandate_groups]
    return f"{'de mandaatgroep' if len(names) == 1 else 'de mandaatgroepen'} {list_text(names)}"


def contents_of_groups(scene: ColleagueScene) -> list[str]:
    """A sentence for each mandate group: what stands in it today."""
    listed = {one.group.name: find_types(scene.session, one.type_keys) for one in scene.mandate_groups}
    return [f"In “{name}” staat nu: {list_text([one.name for one in types])}." for name, types in listed.items()]


def customers_text(scene: ColleagueScene) -> str:
    """For whom, in a few words."""
    if scene.mandate_group_ids is not None:
        return f"Alle klanten, voor {groups_text(scene) if scene.mandate_groups else 'een mandaatgroep'}"
    return list_text(scene.names_of_customers) or "Alle klanten, ook nieuwe"


def customers_in_short(scene: ColleagueScene) -> str:
    """The same beside a question, where there is no room for many names."""
    count = len(scene.names_of_customers)
    return f"{count_text(count)} klanten" if count > MOST_NAMED else customers_text(scene)


def period_text(scene: ColleagueScene) -> str:
    """How long, in a few words."""
    return f"Tot en met {day_text(scene.last_day)}" if scene.last_day else "Tot iemand het recht intrekt"
