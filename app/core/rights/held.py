"""One right of a colleague as people read it: how far it goes, on which days and for which customers.

The screens and the letter to a newcomer say it in the same words; the letter has a sheet of paper and names less.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import ceil

from sqlalchemy.orm import Session

from app.core.mandates.catalogue_rights import may_of_rights
from app.core.mandates.lookup import get_mandates
from app.core.people.names import LONGEST_NAME, cleaned, shortened, width_of
from app.models.mandate_type import AccessLevel
from app.models.user_right import UserRight
from app.translations import say
from app.translations.formats import list_text

# What the page of a letter in large print has left for rights: lines, each of so many ordinary letters.
LINES, LETTERS = 9, 45
MOST_RIGHTS = 6
MOST_IN_LIST = 3
# How many customers a letter names of each right, and how long a name may be; fuller first.
WAYS = (*((most, LONGEST_NAME) for most in (4, 3, 2, 1)), (1, 40))


@dataclass(frozen=True)
class Held:
    """One right that a colleague has, for all customers or for some: their names, and the rows behind it.

    `decides` says that it is no right to work with mandates. `first_day` is set while it is still to come. `rights` are
    the numbers of its rows, for who takes it back; `group_version_id` is the list with which it was given.
    `mandate_group` is the name of a mandate group when it is only for what that lists, `mandate_group_id` the version.
    """

    kind: str
    name: str
    level: AccessLevel
    decides: bool
    customers: Sequence[str] | None
    first_day: date | None
    last_day: date | None
    rights: Sequence[uuid.UUID]
    group_version_id: uuid.UUID | None = None
    mandate_group: str | None = None
    mandate_group_id: uuid.UUID | None = None

    @property
    def reach(self) -> str:
        """For what it is, with every customer: "voor alle klanten, ook nieuwe"; empty for a right that decides."""
        return "" if self.decides else _reach(self, None)

    @property
    def words(self) -> str:
        """All of it, with every customer: "Mandaatuitvoerder: mag alleen kijken, alleen voor Bakkerij Maes"."""
        return granted_words(self)


def granted_words(held: Held, most: int | None = None) -> str:
    """The right in words that end no sentence; of its customers `most` are named, and the others counted."""
    if held.decides:
        return ", ".join([held.name, *_days(held)])
    level = say("rights.views" if held.level == AccessLevel.VIEW else "rights.acts")
    return f"{held.name}: {', '.join([level, *_days(held), _reach(held, most)])}"


def words_for_letter(granted: Sequence[Held]) -> list[str]:
    """The rights in words that stay within a sheet, whatever they are called and however many there are.

    When there is no room for all of it, customers are counted instead of named first, and rights after that.
    """
    ways = product(range(min(len(granted), MOST_RIGHTS), 0, -1), WAYS)
    tries = (_words(granted, kept, *way) for kept, way in ways)
    return next((words for words in tries if _fit(words)), [])


def words_for_list(granted: Sequence[Held]) -> list[str]:
    """The rights of one of many people, in words of a line or two each; no more of them than can be looked over."""
    words = [granted_words(_short(one, 40, 1), 1) for one in granted[:MOST_IN_LIST]]
    more = len(granted) - len(words)
    return [*words, *([_count("right", more)] if more else [])]


def describe_rights(session: Session, rights: Sequence[UserRight], day: date) -> list[Held]:
    """These rights as people read them: how far, for which customers and until when."""
    return held_of(rights, customers_of(session, rights, day), day)


def customers_of(session: Session, rights: Sequence[UserRight], day: date) -> dict[uuid.UUID, str]:
    """The giver of each mandate that a right names, as long as the mandate is not over."""
    named = {one.mandate_id for one in rights if one.mandate_id is not None}
    found = get_mandates(session, named) if named else ()
    return {one.id: one.giver.name for one in found if not one.status_on(day).is_final}


def held_of(rights: Sequence[UserRight], names: dict[uuid.UUID, str], day: date) -> list[Held]:
    """Rows that differ only in their mandate, together; those of mandates that are over are left out."""
    groups: dict[tuple[object, ...], list[UserRight]] = {}
    for one in rights:
        if one.mandate_id is None or one.mandate_id in names:
            for_whom = (one.mandate_id is None, one.mandate_group_version_id)
            key = (one.kind, one.level, *for_whom, _later(one, day), one.last_day, one.group_version_id)
            groups.setdefault(key, []).append(one)
    return [_held(rows, names, day) for rows in groups.values()]


def _held(rows: Sequence[UserRight], names: dict[uuid.UUID, str], day: date) -> Held:
    one = rows[0]
    named = sorted({names[row.mandate_id] for row in rows if row.mandate_id})
    return Held(
        kind=one.kind, name=one.right_type.name, level=AccessLevel(one.level), decides=one.right_type.decides,
        customers=None if one.mandate_id is None else named, first_day=_later(one, day), last_day=one.last_day,
        rights=[row.id for row in rows], group_version_id=one.group_version_id,
        mandate_group=one.mandate_group.group.name if one.mandate_group else None,
        mandate_group_id=one.mandate_group_version_id,
    )  # fmt: skip


def _later(right: UserRight, day: date) -> date | None:
    return right.first_day if right.first_day > day else None


def _days(held: Held) -> list[str]:
    """From when, while that is still to come, and until when, if there is an end."""
    if held.first_day is None and held.last_day is None:
        return []
    key = "from_until" if held.first_day and held.last_day else "from" if held.first_day else "until"
    return [say(f"rights.{key}", first_day=held.first_day, last_day=held.last_day)]


def _reach(held: Held, most: int | None) -> str:
    names = held.customers
    if held.mandate_group is not None:
        return say("rights.for_group", group=held.mandate_group)
    if names is None:
        return say("rights.for_all")
    more = len(names) - len(names[:most])
    return say("rights.for_some", customers=list_text([*names[:most], *([_count("customer", more)] if more else [])]))


def _count(what: str, number: int) -> str:
    """How many are left: "1 andere klant", "2 andere rechten"."""
    return say(f"rights.other_{what}" if number == 1 else f"rights.other_{what}s", number=number)


def _words(granted: Sequence[Held], kept: int, most: int, longest: int) -> list[str]:
    words = [granted_words(_short(one, longest, most), most) for one in granted[:kept]]
    more = len(granted) - kept
    return [*words, *([_count("right", more)] if more else [])]


def _fit(words: Sequence[str]) -> bool:
    return sum(ceil(width_of(one) / LETTERS) for one in words) <= LINES


def _short(held: Held, longest: int, most: int) -> Held:
    """With short names; the customers after the first `most` are only counted, so theirs stay as they are."""
    customers = held.customers
    if customers is not None:
        customers = [*(shortened(cleaned(one), longest) for one in customers[:most]), *customers[most:]]
    group = shortened(held.mandate_group, longest) if held.mandate_group else None
    return replace(held, name=shortened(held.name, longest), customers=customers, mandate_group=group)


def may_of(rights: Sequence[UserRight], name: str, *, beside: Collection[str] = ()) -> list[str]:
    """What somebody may do by these, in sentences: what a type lets him do is more than a right that only looks.

    `beside` are the kinds of right that he keeps: what one of them allows is not said to be forbidden.
    """
    acting = {right.kind: right.right_type for right in rights if right.level != AccessLevel.VIEW}
    return may_of_rights(list(acting.values()), name, beside=beside)
