"""The words of giving that more than one page needs."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.core.calendar import last_day_of_period
from app.core.mandates.wishes import PlannedLine
from app.translations.formats import day_text, keep_together, list_text, period_text
from app.web.notice_form import in_short, said
from app.web.wizards.give.scene import OWN_CHOICE, GiveScene
from app.web.wizards.joint import second_text

UNTIL_A_DAY = "date"
UNTIL_STOPPED = "open"
LABELS = {
    "own": "Voor wie?",
    "whom": "Aan wie?",
    "what": "Waarvoor?",
    "long": "Hoelang?",
    "news": "Uw nieuws",
    "joint": "Wie tekent mee?",
    "aloud": "Voorlezen",
    "check": "Nakijken en versturen",
}
PERIODS = {
    "1": "1 maand",
    "6": "6 maanden",
    "12": "1 jaar",
    "36": "3 jaar",
    UNTIL_A_DAY: "Tot en met een datum die ik kies",
    UNTIL_STOPPED: "Tot ik het stopzet",
}


def fill_in(sentence: str, holder: str) -> str:
    """A sentence of the catalogue with the name of the holder in it."""
    return sentence.replace("{mandaatnemer}", holder)


def what_text(scene: GiveScene) -> str:
    """What may be done, in a few words: the group when it is given whole, else the names of the types."""
    if "types" in scene.answers:
        chosen = {one.key for one in scene.types}
        if scene.group is not None and chosen == set(scene.group_type_keys):
            return str(scene.group.group.name)
        return list_text([one.name for one in scene.types])
    group = scene.answer("what", "group")
    return "Ik kies zelf uit de lijst" if group == OWN_CHOICE else str(scene.group.group.name) if scene.group else ""


def start_text(scene: GiveScene) -> str:
    """From when, in a few words."""
    return day_text(scene.asked_first_day) if scene.asked_first_day else scene.starts_on_agreement


def long_text(scene: GiveScene) -> str:
    """How long, in a few words; empty as long as the last day is still to be asked."""
    period, last_day = scene.answer("period", "period"), scene.answer("end-date", "day")
    if last_day:
        return f"Tot en met {day_text(date.fromisoformat(last_day))}"
    words = "" if period == UNTIL_A_DAY else PERIODS[period]
    return keep_together(words) if period.isdigit() else words


def about(scene: GiveScene) -> str:
    """What was begun, in a few words."""
    return f"een mandaat voor {scene.other_name}" if scene.other_step in scene.answers else "een mandaat"


def told(scene: GiveScene) -> Mapping[str, str]:
    """The answers so far, for the overview beside the question."""
    lines: dict[str, str] = {}
    if scene.own_step in scene.answers:
        lines["own"] = scene.own_name
    if scene.other_step in scene.answers:
        lines["whom"] = scene.other_name
    if "what" in scene.answers:
        lines["what"] = what_text(scene)
    parts = [start_text(scene)] if "start" in scene.answers else []
    parts += [long_text(scene)] if "period" in scene.answers else []
    lines["long"] = ". ".join(part for part in parts if part)
    if scene.notice:
        lines["news"] = in_short(scene.notice)
    lines["joint"] = second_text(scene) if "joint" in scene.answers else ""
    return lines


def news_text(scene: GiveScene) -> str:
    """How the own party will hear from us, as it chose now or before."""
    return said(scene.notice or scene.news.choice, covers=scene.notice is None and scene.at_the_counter)


def wish_period_text(scene: GiveScene, lines: Sequence[PlannedLine]) -> str:
    """The generated phrase of the period, over all lines that would be made."""
    ends = [line.last_day for line in lines]
    known = [end for end in ends if end is not None]
    return period_text(scene.asked_first_day, max(known) if len(known) == len(ends) else None)


def asked_period_text(scene: GiveScene) -> str:
    """The generated phrase of the period, as it was asked."""
    wish = scene.wish
    last_day = last_day_of_period(scene.first_day, wish.months) if wish.months else wish.last_day
    return period_text(scene.asked_first_day, last_day)
