"""An extension that waits for an answer, in the words that pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.letters.extension_letters import extended_period
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.extension_plans import open_extension
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.translations import say
from app.translations.formats import day_text, weekday_text


@dataclass(frozen=True)
class ExtensionText:
    """`mine` says whether the reader's side proposed it. `what` are short phrases; `period` comes after "geldt"."""

    mine: bool
    what: str
    until: date
    last_day: date
    period: str
    answer_by: date
    sentence: str


def extension_text(mandate: Mandate, side: Side, day: date) -> ExtensionText | None:
    """The extension that waits on `day`, as this side reads it; None when none waits."""
    waiting = open_extension(mandate, day)
    if waiting is None:
        return None
    mine = waiting.proposed_by == side
    lines = waiting.open_lines(day)
    until = max(one.last_day for one in lines)
    sentence = say(
        f"overview.extension_{'mine' if mine else 'theirs'}",
        other=mandate.party_on(side.other).name,
        until=day_text(until),
        answer_by=weekday_text(waiting.lapses_after),
    )
    return ExtensionText(
        mine,
        short_phrase([one.line.mandate_type for one in lines]),
        until,
        max(one.previous_last_day for one in lines),
        extended_period(mandate, waiting, day),
        waiting.lapses_after,
        sentence,
    )


def ends_text(lines: Sequence[Line]) -> str:
    """The last day of what runs until a day, for a hint: one day, or the first and the last of several."""
    days = sorted({line.last_day for line in lines if line.last_day})
    return day_text(days[0]) if len(days) == 1 else f"{day_text(days[0])} of {day_text(days[-1])}"
