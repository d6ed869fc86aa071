"""The words of answering that more than one page needs."""

from collections.abc import Mapping
from typing import Any

from app.core.mandates.catalogue import MandateType, may_not_sentences, may_sentences
from app.translations.formats import day_text, list_text, period_text, weekday_text
from app.web.wizards.accept.scene import ACCEPT, LATER, AcceptScene

LABELS = {
    "decide": "Uw antwoord",
    "who": "Wie voert het uit?",
    "reason": "Waarom?",
    "aloud": "Voorlezen",
    "check": "Nakijken en versturen",
}
DECISIONS = {"accept": "Ik aanvaard het mandaat", "refuse": "Ik weiger het mandaat"}
GIVERS_DECISIONS = {"accept": "Ik geef dit mandaat", "refuse": "Ik weiger het mandaat"}
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


def types_of(scene: AcceptScene) -> list[MandateType]:
    """The types in the mandate that are not over."""
    return [line.mandate_type for line in scene.mandate.lines if not line.is_over(scene.today)]


def holder_text(scene: AcceptScene) -> str:
    """The name of the holder."""
    return str(scene.mandate.holder.name)


def period_of(scene: AcceptScene) -> str:
    """How long the mandate holds; from the day of acceptance when its first day has come."""
    lines = [line for line in scene.mandate.lines if not line.is_over(scene.today)]
    ends = [line.last_day for line in lines]
    first = scene.first_day if scene.first_day > scene.today else None
    return period_text(first, None if None in ends else max(ends))


def mandate_words(scene: AcceptScene) -> dict[str, Any]:
    """The mandate in sentences, as plain data: for the first question and for the check page."""
    mandate, holder = scene.mandate, holder_text(scene)
    types = types_of(scene)
    ends = {line.last_day for line in mandate.lines}
    return {
        "giver": mandate.giver.name,
        "giver_number": mandate.giver.enterprise_number,
        "holder": holder,
        "may": may_sentences(types, holder),
        "may_not": may_not_sentences(types, holder),
        "period": period_of(scene),
        "shorter": [
            (line.mandate_type.name, day_text(line.last_day))
            for line in mandate.lines
            if line.last_day and len(ends) > 1 and (None in ends or line.last_day < max(end for end in ends if end))
        ],
        "later": [line.mandate_type.name for line in mandate.lines if line.cooling_off_days],
        "answer_by": weekday_text(mandate.lapses_after),
        "started_on": day_text(mandate.started_on),
        "asked": scene.gives,
        "asked_because": mandate.reason,
        "dossier_number": mandate.dossier_number,
    }


def executors_text(scene: AcceptScene) -> str:
    """Who executes it, in a few words."""
    return list_text([person.name for person in scene.executors]) or "Ik kies later"


def told(scene: AcceptScene) -> Mapping[str, str]:
    """The answers so far, for the overview beside the question."""
    lines: dict[str, str] = {}
    if scene.decision and scene.decision != LATER:
        lines["decide"] = decision_text(scene)
    if "executor" in scene.answers and scene.decision == ACCEPT:
        lines["who"] = executors_text(scene)
    return lines | ({"reason": reason_text(scene)} if "reason" in scene.answers else {})


def reason_text(scene: AcceptScene) -> str:
    """Why it is refused, in the words of the page."""
    return REASONS.get(scene.answer("reason", "reason"), NO_REASON)
