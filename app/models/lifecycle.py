"""The lifecycle of a mandate, derived from dated facts. Pure: it needs nothing but the days.

The tables inherit these rules, and so do the light rows of the representation check: there is one lifecycle.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Side(StrEnum):
    """The two ends of a mandate."""

    GIVER = "giver"
    HOLDER = "holder"

    @property
    def other(self) -> "Side":
        """The opposite end."""
        return Side.HOLDER if self is Side.GIVER else Side.GIVER


class Status(StrEnum):
    """Where a mandate stands on a day. See docs/architecture.md for the drawing."""

    TO_SIGN = "to_sign"
    OFFERED = "offered"
    REQUESTED = "requested"
    TO_CONFIRM = "to_confirm"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    STOPPED = "stopped"
    EXPIRED = "expired"

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to the mandate any more."""
        return self in {Status.REFUSED, Status.WITHDRAWN, Status.LAPSED, Status.STOPPED, Status.EXPIRED}


class Pause:
    """A suspension: holds from `first_day`; `ended_on` is the first day on which it no longer holds."""

    first_day: date
    decide_by: date | None
    ended_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the mandate is paused on `day` by this suspension."""
        return self.first_day <= day and (self.ended_on is None or day < self.ended_on)

    @property
    def stops_on(self) -> date | None:
        """The day on which the mandate stops if nobody decides about this contest; None when that is not to come."""
        return None if self.decide_by is None or self.ended_on is not None else self.decide_by + DAY

    def is_past_deciding(self, day: date) -> bool:
        """Whether nobody decided in time, seen from `day`."""
        return self.stops_on is not None and day >= self.stops_on


class LineDays:
    """The days of one line. `last_day` still counts; `stop_day` is the first day on which it no longer holds.

    `refused_on` is the day on which the giver gave the rest of what was asked, and not this: it never held. A line that
    was passed on has a `source`: the line of the holder who did, in another `mandate`. It never runs longer than that
    one, nor starts before it; that is read from the source each time and never copied.
    """

    first_day: date
    last_day: date | None
    stop_day: date | None
    refused_on: date | None = None
    cooling_off_days: int
    source: "LineDays | None" = None
    mandate: "Lifecycle"

    def starts_on(self, agreed_on: date | None, posted_on: date | None) -> date | None:
        """The first day on which the line can be used; None while that day is not known yet.

        `agreed_on` is the day on which both sides had agreed, `posted_on` the day the giver's letter was posted.
        """
        if agreed_on is None or (self.cooling_off_days and posted_on is None):
            return None
        wait = posted_on + timedelta(days=self.cooling_off_days) if self.cooling_off_days and posted_on else agreed_on
        own = max(self.first_day, agreed_on, wait)
        if self.source is None:
            return own
        before = self.source.starts_on(self.source.mandate.agreed_on, self.source.mandate.giver_posted_on)
        return None if before is None else max(own, before)

    @property
    def over_from(self) -> date | None:
        """The first day on which the line is over by stop, by refusal or by its end; None when it has no end."""
        ends = [day for day in (self.stop_day, self.refused_on) if day]
        ends += [self.last_day + DAY] if self.last_day else []
        ends += [self.source.over_from] if self.source is not None and self.source.over_from else []
        return min(ends, default=None)

    def is_over(self, day: date) -> bool:
        """Whether the line no longer holds on `day`."""
        end = self.over_from
        return end is not None and day >= end

    @property
    def was_stopped(self) -> bool:
        """Whether a stop, of itself or of what it was passed on from, and not the last day, ended the line."""
        if self.stop_day is not None and self.over_from == self.stop_day:
            return True
        return self.fell and self.source is not None and self.source.was_stopped

    @property
    def fell(self) -> bool:
        """Whether it ends with the line that it was passed on from, before its own days are over."""
        ends = self.source.over_from if self.source is not None else None
        return ends is not None and ends == self.over_from and ends not in {self.stop_day, self.refused_on}


class Lifecycle:
    """The dated facts of one mandate and what follows from them."""

    started_by: str
    answer_by: date
    accepted_on: date | None
    refused_on: date | None
    withdrawn_on: date | None
    second_must_sign: bool
    second_signed_on: date | None
    giver_must_confirm: bool
    giver_confirmed_on: date | None
    holder_must_confirm: bool
    holder_confirmed_on: date | None
    giver_posted_on: date | None
    lines: Sequence[LineDays]
    suspensions: Sequence[Pause]

    @property
    def source(self) -> "Lifecycle | None":
        """The mandate of the holder who passed this one on; None for what the giver himself gave."""
        return next((line.source.mandate for line in self.lines if line.source is not None), None)

    @property
    def pauses(self) -> list[Pause]:
        """Every suspension that makes it stand still: its own, and those of the mandate it was passed on from."""
        return [*self.suspensions, *(self.source.suspensions if self.source is not None else [])]

    @property
    def agreed_on(self) -> date | None:
        """The day on which everybody had agreed and confirmed; None until then."""
        days = [self.accepted_on]
        days += [self.giver_confirmed_on] if self.giver_must_confirm else []
        days += [self.holder_confirmed_on] if self.holder_must_confirm else []
        known = [day for day in days if day is not None]
        return max(known) if len(known) == len(days) else None

    @property
    def lapses_after(self) -> date:
        """The last day on which the mandate can still be accepted: it lapses the day after."""
        ends = [line.over_from for line in self.lines]
        if any(end is None for end in ends):
            return self.answer_by
        return min(self.answer_by, max(end for end in ends if end) - DAY)

    @property
    def was_sent(self) -> bool:
        """Whether the other side ever got to know of it: not before everybody who must sign for the starter did."""
        return not self.second_must_sign or self.second_signed_on is not None

    def waits_for_signature(self, day: date) -> bool:
        """Whether the second representative of the side that starts had not signed yet on `day`."""
        return self.second_must_sign and (self.second_signed_on is None or self.second_signed_on > day)

    def undecided_contest(self, day: date) -> Pause | None:
        """The contest that nobody decided in time, seen from `day`."""
        return next((one for one in self.suspensions if one.is_past_deciding(day)), None)

    def is_suspended(self, day: date) -> bool:
        """Whether the mandate stands still on `day`."""
        return any(one.holds_on(day) for one in self.pauses)

    def line_holds_on(self, line: LineDays, day: date) -> bool:
        """Whether the holder may use this line on `day`."""
        start = line.starts_on(self.agreed_on, self.giver_posted_on)
        return start is not None and start <= day and self.status_on(day) is Status.ACTIVE and not line.is_over(day)

    def lines_on(self, day: date, status: Status | None = None) -> list[LineDays]:
        """The lines that the holder may use on `day`; where the mandate stands is asked once, however many they are.

        Whoever knows its `status` of that day already hands it over.
        """
        if (status or self.status_on(day)) is not Status.ACTIVE:
            return []
        agreed, posted = self.agreed_on, self.giver_posted_on
        starts = [(line, line.starts_on(agreed, posted)) for line in self.lines]
        return [line for line, start in starts if start is not None and start <= day and not line.is_over(day)]

    def status_on(self, day: date) -> Status:
        """Where the mandate stood at the end of `day`; a day before it was started is not for this to answer."""
        ended = self._ended(day)
        if ended:
            return ended
        if self.is_suspended(day):
            return Status.SUSPENDED
        if self.waits_for_signature(day):
            return Status.TO_SIGN
        if self.accepted_on is None or self.accepted_on > day:
            return Status.OFFERED if self.started_by == Side.GIVER else Status.REQUESTED
        agreed, posted = self.agreed_on, self.giver_posted_on
        if agreed is None or agreed > day:
            return Status.TO_CONFIRM
        starts = [line.starts_on(agreed, posted) for line in self.lines if not line.is_over(day)]
        return Status.ACTIVE if any(start and start <= day for start in starts) else Status.SCHEDULED

    def _ended(self, day: date) -> Status | None:
        if self.withdrawn_on and self.withdrawn_on <= day:
            return Status.WITHDRAWN
        if self.refused_on and self.refused_on <= day:
            return Status.REFUSED
        over_from, stopped = self._over()
        if self.accepted_on is None or self.accepted_on > day:
            if stopped and over_from and over_from <= min(day, self.answer_by):
                return Status.STOPPED
            return Status.LAPSED if day > self.lapses_after else None
        if over_from is None or day < over_from:
            return None
        return Status.STOPPED if stopped else Status.EXPIRED

    def _over(self) -> tuple[date | None, bool]:
        """The first day on which no line holds any more, and whether a stop did that; (None, False) without such a day.

        What ended first stays the reason: a contest that nobody decides ends no line that was over before.
        """
        undecided = min((one.stops_on for one in self.pauses if one.stops_on), default=None)
        ends = [(line.over_from or date.max, line.was_stopped) for line in self.lines]
        if undecided:
            ends = [(undecided, True) if undecided < end else (end, stopped) for end, stopped in ends]
        last = max(end for end, _ in ends)
        return (None, False) if last == date.max else (last, any(stopped for end, stopped in ends if end == last))
