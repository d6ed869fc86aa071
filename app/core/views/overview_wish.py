"""What somebody wants to see of a party's mandates: which ones, and in which order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.mandates.status_texts import WAITING
from app.core.register.search_words import fold
from app.core.views.overview_rows import ListedMandate
from app.models.lifecycle import Side, Status

ENDS_SOON_DAYS = 60
ENDS_WITHIN = (30, 60, 90)
SIGNS_IN_NUMBERS = " .-/\u00a0"


class Group(StrEnum):
    """Mandates by where they stand. `ENDING` stands across: what runs, and ends within 60 days, or a part of it."""

    ALL = "all"
    ACTIVE = "active"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    SUSPENDED = "suspended"
    ENDING = "ending"
    OVER = "over"


class Order(StrEnum):
    """Which mandate comes first."""

    NEWEST = "newest"
    ENDS_FIRST = "ends_first"
    NAME = "name"


@dataclass(frozen=True)
class Wish:
    """`text` is part of the other party's name, or of a number; `ends_within` is a number of days from today."""

    group: Group = Group.ALL
    side: Side | None = None
    domain: str | None = None
    ends_within: int | None = None
    text: str = ""
    order: Order = Order.NEWEST

    @property
    def narrows(self) -> bool:
        """Whether anything is asked besides a group and an order."""
        return bool(self.side or self.domain or self.ends_within or self.text)


def narrow(rows: Iterable[ListedMandate], wish: Wish, day: date) -> list[ListedMandate]:
    """The rows that fit everything in the wish but its group."""
    checks = [check for check in (_on_side(wish), _in_domain(wish), _ending(wish, day), _named(wish)) if check]
    return [row for row in rows if all(check(row) for check in checks)]


def group_of(rows: Iterable[ListedMandate], day: date) -> dict[Group, list[ListedMandate]]:
    """The rows in each group, in the order in which they came; a row stands in two when it ends soon."""
    groups: dict[Group, list[ListedMandate]] = {group: [] for group in Group}
    for row in rows:
        status = row.status_on(day)
        groups[Group.ALL].append(row)
        groups[_group(status)].append(row)
        if not status.is_final and status not in WAITING and _ends_within(row, ENDS_SOON_DAYS, day):
            groups[Group.ENDING].append(row)
    return groups


def in_order(rows: Sequence[ListedMandate], order: Order, day: date) -> list[ListedMandate]:
    """The rows, which come with the newest first, in another order; what is over already ends after all others."""
    if order is Order.NAME:
        return sorted(rows, key=lambda row: row.partner.words)
    if order is Order.ENDS_FIRST:
        return sorted(rows, key=lambda row: (row.status_on(day).is_final, _first_end(row, day)))
    return list(rows)


def _first_end(row: ListedMandate, day: date) -> date:
    """The day to sort by: the first end that comes, or the end that was for what is over."""
    return row.next_last_day(day) or row.last_day or date.max


def _group(status: Status) -> Group:
    if status.is_final:
        return Group.OVER
    if status is Status.SCHEDULED:
        return Group.SCHEDULED
    if status is Status.SUSPENDED:
        return Group.SUSPENDED
    return Group.WAITING if status in WAITING else Group.ACTIVE


def _ends_within(row: ListedMandate, days: int, day: date) -> bool:
    """Whether the mandate, or a part of it that still runs, ends within so many days."""
    end = row.next_last_day(day)
    return end is not None and end <= day + timedelta(days=days)


def _on_side(wish: Wish) -> Callable[[ListedMandate], bool] | None:
    return (lambda row: row.side is wish.side) if wish.side else None


def _in_domain(wish: Wish) -> Callable[[ListedMandate], bool] | None:
    return (lambda row: wish.domain in row.domains) if wish.domain else None


def _ending(wish: Wish, day: date) -> Callable[[ListedMandate], bool] | None:
    days = wish.ends_within
    if days is None:
        return None
    return lambda row: _ends_within(row, days, day) and not row.status_on(day).is_final


def _named(wish: Wish) -> Callable[[ListedMandate], bool] | None:
    if not wish.text.strip():
        return None
    words, digits = fold(wish.text), "".join(sign for sign in wish.text if sign not in SIGNS_IN_NUMBERS)
    if digits.isascii() and digits.isdigit():
        return lambda row: any(digits in text for text in (row.dossier_number, row.partner.number, row.partner.words))
    return lambda row: bool(words) and all(word in row.partner.words for word in words)
