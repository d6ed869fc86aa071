"""Where a mandate stands, in the words of the screen: a word, and a sentence for the side that reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.mandates.catalogue import short_phrase
from app.core.mandates.signatures import waiting_signature
from app.core.people.names import predicate
from app.models.lifecycle import Side, Status
from app.models.line import Line
from app.models.mandate import Mandate
from app.translations import say
from app.translations.formats import weekday_text

WAITING = {Status.TO_SIGN, Status.OFFERED, Status.REQUESTED, Status.TO_CONFIRM, Status.SCHEDULED}
RUNNING = {Status.ACTIVE, Status.SUSPENDED}


@dataclass(frozen=True)
class StatusText:
    """`kind` is the mark before the word: "active", "wait", "stop" (stands still) or "over"."""

    kind: str
    word: str
    sentence: str


def status_text(mandate: Mandate, side: Side, day: date) -> StatusText:
    """The status on `day`, as this side reads it."""
    status = mandate.status_on(day)
    return StatusText(_kind(status), say(f"status.{status}"), _sentence(mandate, side, status, day))


def what_text(mandate: Mandate, side: Side, day: date) -> str:
    """What the mandate is about in one sentence, for an overview."""
    status = mandate.status_on(day)
    tense = "over" if status.is_final else f"{'running' if status in RUNNING else 'coming'}_{side}"
    what = short_phrase([line.mandate_type for line in lines_left(mandate, day)])
    text = say(f"overview.{tense}", what=what, holder=mandate.holder.name, giver=mandate.giver.name)
    if mandate.passer is None:
        return text
    return f"{text} {say('overview.passed_on', passer=mandate.passer.name, holder=mandate.holder.name)}"


def lines_left(mandate: Mandate, day: date) -> list[Line]:
    """The parts of the mandate that are not over on `day`; all of them once everything is."""
    left = [line for line in mandate.lines if not line.is_over(day)]
    return left or mandate.kept_lines


def predicates(mandate: Mandate, sentences: Sequence[str]) -> list[str]:
    """Sentences that begin with the holder's name without it, for a list under a heading that names the holder."""
    return [predicate(mandate.holder.name, sentence) for sentence in sentences]


def starts_on(mandate: Mandate) -> date | None:
    """The first day on which any part can be used; None while that is not known."""
    days = [line.starts_on(mandate.agreed_on, mandate.giver_posted_on) for line in mandate.kept_lines]
    return min((day for day in days if day is not None), default=None)


def parts_to_start(mandate: Mandate, day: date) -> list[tuple[str, date | None]]:
    """Parts of an active mandate that nobody may use yet on `day`, by name and with their first day.

    That day is None while it counts from a letter that is not posted.
    """
    if mandate.status_on(day) is not Status.ACTIVE:
        return []
    starts = [(line, line.starts_on(mandate.agreed_on, mandate.giver_posted_on)) for line in lines_left(mandate, day)]
    return [(line.mandate_type.name, start) for line, start in starts if start is None or start > day]


def over_on(mandate: Mandate, day: date) -> date | None:
    """The first day on which nothing of the mandate holds any more; None when no end is known."""
    undecided = mandate.undecided_contest(day)
    if undecided is not None and undecided.decide_by is not None:
        return undecided.decide_by + timedelta(days=1)
    ends = [line.over_from for line in mandate.kept_lines]
    return None if None in ends else max(end for end in ends if end)


def _kind(status: Status) -> str:
    if status.is_final:
        return "over"
    return "wait" if status in WAITING else "stop" if status is Status.SUSPENDED else "active"


def _sentence(mandate: Mandate, side: Side, status: Status, day: date) -> str:
    asked = waiting_signature(mandate, side, day)
    if asked is not None and status is not Status.TO_SIGN:
        by = weekday_text(asked.sign_by)
        return say(f"status.signing_{asked.act}", second=asked.second.name, sign_by=by)
    first, over = starts_on(mandate), over_on(mandate, day)
    if status is Status.WITHDRAWN and mandate.passer is not None:
        return say("status.withdrawn_passed_on")
    if status is Status.SCHEDULED and first is None:
        return say("status.scheduled_waiting", days=max(line.cooling_off_days for line in mandate.kept_lines))
    return say(
        f"status.{status}_{side}",
        other=mandate.party_on(side.other).name,
        second=asked.second.name if asked else "",
        answer_by=weekday_text(mandate.lapses_after),
        first_day=first or "",
        over_on=over or "",
        last_day=over - timedelta(days=1) if over else "",
    )
