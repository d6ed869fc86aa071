"""The words of answering that more than one page needs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.core.mandates.catalogue import MandateType, may_not_sentences, may_sentences
from app.core.mandates.lookup import Line
from app.translations.formats import day_text, list_text, period_text, weekday_text
from app.web.wizards.accept.scene import ACCEPT, LATER, LESS, AcceptScene
from app.web.wizards.joint import second_text

LABELS = {
    "decide": "Uw antwoord",
    "who": "Wie voert het uit?",
    "reason": "Waarom?",
    "joint": "Wie tekent mee?",
    "aloud": "Voorlezen",
    "check": "Nakijken en versturen",
}
DECISIONS = {"accept": "Ik aanvaard het mandaat", "less": "Ik neem een deel over", "refuse": "Ik weiger het mandaat"}
GIVERS_DECISIONS = {"accept": "Ik geef dit mandaat", "less": "Ik geef minder", "refuse": "Ik weiger het mandaat"}
REASONS = {
    "unknown_party": "Ik ken deze onderneming niet",
    "no_longer_together": "Wij werken niet meer samen",
    "something_wrong": "Er staat iets in dat niet klopt",
    "other": "Een andere reden",
}
NO_REASON = "Geen reden"


def about(scene: AcceptScene) -> str:
    """What was begun, in a few words."""
    return f"uw antwoord aan {scene.other_name}"


def decision_text(scene: AcceptScene) -> str:
    """What was decided, in a few words."""
    words = GIVERS_DECISIONS if scene.gives else DECISIONS
    return words[scene.decision or ACCEPT]


def asked_lines(scene: AcceptScene) -> list[Line]:
    """The parts of the mandate that are not over."""
    return [line for line in scene.mandate.lines if not line.is_over(scene.today)]


def types_of(scene: AcceptScene) -> list[MandateType]:
    """The types of the parts that are answered: those that a giver gives who gives less, else all of them."""
    given = scene.narrower.type_keys if scene.narrower else ()
    return [line.mandate_type for line in asked_lines(scene) if not given or line.type_key in given]


def holder_text(scene: AcceptScene) -> str:
    """The name of the holder."""
    return str(scene.mandate.holder.name)


def period_of(scene: AcceptScene) -> str:
    """How long the mandate holds; from the day of acceptance when its first day has come."""
    keys = {one.key for one in types_of(scene)}
    return _period(scene, {_end(scene, line) for line in asked_lines(scene) if line.type_key in keys})


def _period(scene: AcceptScene, ends: set[date | None]) -> str:
    first = scene.first_day if scene.first_day > scene.today else None
    return period_text(first, None if None in ends else max(end for end in ends if end))


def mandate_words(scene: AcceptScene) -> dict[str, Any]:
    """The mandate in sentences, as plain data, for the check page: as it would be given."""
    keys = {one.key for one in types_of(scene)}
    given = {line: _end(scene, line) for line in asked_lines(scene) if line.type_key in keys}
    return _words(scene, given)


def asked_words(scene: AcceptScene) -> dict[str, Any]:
    """The same for the first question: as it was given or asked."""
    return _words(scene, {line: line.last_day for line in asked_lines(scene)})


def _words(scene: AcceptScene, lines: Mapping[Line, date | None]) -> dict[str, Any]:
    mandate, holder = scene.mandate, holder_text(scene)
    types = [line.mandate_type for line in lines]
    ends = set(lines.values())
    return {
        "giver": mandate.giver.name,
        "giver_number": mandate.giver.enterprise_number,
        "holder": holder,
        "may": may_sentences(types, holder, passed_on=mandate.passer is not None),
        "may_not": may_not_sentences(types, holder, passed_on=mandate.passer is not None),
        "passer": mandate.passer.name if mandate.passer else "",
        "period": _period(scene, ends),
        "shorter": [
            (line.mandate_type.name, day_text(last))
            for line, last in lines.items()
            if last and len(ends) > 1 and (None in ends or last < max(end for end in ends if end))
        ],
        "later": _later(scene, lines),
        "left_out": [line.mandate_type.name for line in asked_lines(scene) if line not in lines],
        "earlier": any(line.last_day != last for line, last in lines.items()),
        "answer_by": weekday_text(mandate.lapses_after),
        "started_on": day_text(mandate.started_on),
        "asked": scene.gives,
        "asked_because": mandate.reason,
        "dossier_number": mandate.dossier_number,
    }


def _later(scene: AcceptScene, lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Important parts that start later than the rest, with the day where it is known: answered today, as it is now."""
    posted_on, day = scene.mandate.giver_posted_on, max(scene.first_day, scene.today)
    starts = [(line, line.starts_on(scene.today, posted_on)) for line in lines if line.cooling_off_days]
    return [
        (line.mandate_type.name, day_text(start) if start else "")
        for line, start in starts if start is None or start > day
    ]


def until_text(scene: AcceptScene) -> str:
    """Until when a giver gives who gives less than was asked, in a few words."""
    narrower = scene.narrower
    return f"tot en met {day_text(narrower.last_day)}" if narrower and narrower.last_day else "zo lang als gevraagd"


def _end(scene: AcceptScene, line: Line) -> date | None:
    """The last day of a part as it would be given."""
    chosen = scene.narrower.last_day if scene.narrower else None
    ends = [day for day in (line.last_day, chosen) if day is not None]
    return min(ends, default=None)


def executors_text(scene: AcceptScene) -> str:
    """Who executes it, in a few words."""
    later = ["een andere medewerker, die u daarna aanduidt"] if scene.appoints_later else []
    return list_text([*(person.name for person in scene.executors), *later]) or "Ik kies later"


def told(scene: AcceptScene) -> Mapping[str, str]:
    """The answers so far, for the overview beside the question."""
    lines: dict[str, str] = {}
    if scene.decision and scene.decision != LATER:
        lines["decide"] = decision_text(scene)
    if scene.decision == LESS and scene.gives and "until" in scene.answers:
        lines["decide"] = f"{decision_text(scene)}, {until_text(scene)}"
    if "executor" in scene.answers and scene.accepts:
        lines["who"] = executors_text(scene)
    if "joint" in scene.answers:
        lines["joint"] = second_text(scene)
    return lines | ({"reason": reason_text(scene)} if "reason" in scene.answers else {})


def accepted_before(scene: AcceptScene) -> str:
    """That somebody accepted what he does not want, and how he gets rid of it."""
    first = "Iemand aanvaardde dit mandaat al vóór u."
    if scene.mandate.status_on(scene.today).is_final:
        return f"{first} Het is intussen voorbij."
    return f"{first} Wilt u het niet? {'Zet het dan stop.' if scene.gives else 'Doe er dan afstand van.'}"


def refused_before() -> str:
    """That somebody refused what he wants; the page says below what he can do."""
    return "Iemand weigerde dit mandaat al vóór u."


def reason_text(scene: AcceptScene) -> str:
    """Why it is refused, in the words of the page."""
    return REASONS.get(scene.answer("reason", "reason"), NO_REASON)
