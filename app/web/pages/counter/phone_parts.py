"""What a caller stops: which parts and after which day, of what the phone may stop."""

import uuid
from datetime import date, timedelta
from typing import Any

from app.core.acts.stopping import plan_stop
from app.core.distant.phone_calls import Asked, CallView
from app.core.errors import Invalid
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.lookup import Line
from app.core.mandates.possible_acts import Act
from app.translations.formats import day_text
from app.web.fields import option
from app.web.pages.counter.distant_words import BOTH, CHOICES, FILED_STAYS, summary
from app.web.pages.stopping_forms import EVERYTHING, LATER, NOW, PARTLY, StopForm
from app.web.pages.taking_back_words import before_contest, read_chain, take_back_options, take_back_sentences

STOPS = (Act.STOP, Act.RENOUNCE)
TAKE_BACK = "Stopzetten wat doorgegeven is aan {third}"
TYPES, DAY, CHAIN = "types", "stop_day", "chain"


def parts_form(view: CallView, act: Act, kept: dict[str, Any]) -> StopForm:
    """The questions about what stops, with what was answered before; only with parts that the phone may stop."""
    asked = asked_of(kept)
    form = StopForm.of(view, act, earlier=_earlier(view, asked))  # type: ignore[arg-type]
    form.what.label.text = "Wat wil de beller stopzetten?" if act is Act.STOP else "Waarvan doet de beller afstand?"
    form.has_parts = len(view.parts) > 1
    everything = "Alles wat aan de telefoon kan" if view.other_parts else "Het hele mandaat"
    form.what.choices = [option(EVERYTHING, everything), option(PARTLY, "Alleen een deel")]
    offered = {line.type_key for line in view.parts}
    form.types.choices = [one for one in form.types.choices if one.value in offered]
    form.when.choices = [
        option(NOW, "Nu meteen", hint=f"Dan kan {view.mandate.holder.name} dit niet meer doen."),
        option(LATER, "Na een dag die de beller kiest"),
    ]
    return form


def keep_parts(view: CallView, form: StopForm) -> dict[str, Any]:
    """What the caller stops, as it is kept during the call; Invalid when it cannot be."""
    wish = form.wish
    types = wish.type_keys or (tuple(line.type_key for line in view.parts) if view.other_parts else None)
    plan_stop(view.mandate, types, wish.stop_day, view.today)
    return {TYPES: list(types) if types else None, DAY: wish.stop_day.isoformat() if wish.stop_day else None}


def asked_of(kept: dict[str, Any]) -> Asked:
    """What the caller stops, as it was kept."""
    types, day, chain = kept.get(TYPES), kept.get(DAY), kept.get(CHAIN)
    return Asked(
        type_keys=tuple(types) if types else None,
        stop_day=date.fromisoformat(day) if day else None,
        chain_id=uuid.UUID(chain) if chain else None,
    )


def wishes(view: CallView) -> list[Any]:
    """What the caller can choose."""
    passed = [(one.id, one.holder.name) for one in view.to_take_back]
    return before_contest([option(act.value, CHOICES[act]) for act in view.acts], take_back_options(passed, TAKE_BACK))


def is_possible(view: CallView, act: Act, asked: Asked) -> bool:
    """Whether the caller can still do what he chose."""
    if act is Act.TAKE_BACK:
        return asked.chain_id in [one.id for one in view.to_take_back]
    return act in view.acts and (act not in STOPS or can_stop(view, asked))


def can_stop(view: CallView, asked: Asked) -> bool:
    """Whether that would still stop anything."""
    try:
        plan_stop(view.mandate, asked.type_keys, asked.stop_day, view.today)
    except Invalid:
        return False
    return True


def told(view: CallView, act: Act, asked: Asked, *, done: bool = False) -> list[str]:
    """What is about to happen, or happened, in sentences that can be read aloud."""
    if asked.chain_id is not None:
        return take_back_sentences(read_chain(asked.chain_id), to_passer=False, done=done)
    if act not in STOPS or (asked.type_keys is None and asked.stop_day is None):
        return summary(view.mandate, view.side, act, view.parts_longer)
    keys = asked.type_keys or [line.type_key for line in view.mandate.kept_lines]
    first_day = asked.stop_day or view.today
    stops = [line for line in view.mandate.kept_lines if line.type_key in keys]
    still = [line for line in view.mandate.kept_lines if line not in stops and not line.is_over(first_day)]
    begin = f"{view.own} zet dit stop" if act is Act.STOP else f"{view.own} doet hiervan afstand"
    return [
        f"{begin}: {_short(stops)}.",
        f"{view.mandate.holder.name} mag dat niet meer vanaf {day_text(first_day)}.",
        f"Dit loopt nog wel: {_short(still)}." if still else "Daarna loopt er niets meer van dit mandaat.",
        FILED_STAYS,
        BOTH,
    ]


def title_of(view: CallView, asked: Asked) -> str | None:
    """What became of it, when not everything stops today; None when it does."""
    if asked.stop_day and asked.stop_day > view.today:
        return f"Dit stopt op {day_text(asked.stop_day)}"
    return "Een deel van het mandaat is stopgezet" if asked.type_keys else None


def _earlier(view: CallView, asked: Asked) -> dict[str, object]:
    every = asked.type_keys is None or len(asked.type_keys) == len(view.parts)
    answered = asked.type_keys is not None or asked.stop_day is not None
    return {
        "what": (EVERYTHING if every else PARTLY) if answered else None,
        "types": asked.type_keys or (),
        "when": (LATER if asked.stop_day else NOW) if answered else None,
        "day": asked.stop_day - timedelta(days=1) if asked.stop_day else None,
    }


def _short(lines: list[Line]) -> str:
    return short_phrase([line.mandate_type for line in lines])
