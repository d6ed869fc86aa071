"""The catalogue in memory, for pages that show it: read again as soon as it was loaded anew.

Only what is shown comes from here. Giving and checking read the tables, because a decision never rests on a copy.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app

from app.core.mandates import catalogue
from app.core.mandates.catalogue import MandateGroupVersion, MandateType
from app.db import Database, Reading, Session

MOST_KEPT = 20


@dataclass(frozen=True)
class Shelf:
    """All types and all versions of groups, in the order of the catalogue; nobody changes them.

    What they come to for one day is kept: every question of that day asks the same.
    """

    edition: int
    types: tuple[MandateType, ...]
    versions: tuple[MandateGroupVersion, ...]
    _kept: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def types_under(self, keys: Collection[str]) -> list[MandateType]:
        """The types under these keys, also when they were withdrawn; what does not exist is left out."""
        known: dict[str, MandateType] = self._once((), lambda: {one.key: one for one in self.types})
        return [one for key, one in known.items() if key in keys]

    def types_on(self, day: date, *, starter: str = "giver", giver_kind: str = "enterprise") -> tuple[MandateType, ...]:
        """The types that this side may start on `day`, when such a party is the giver."""
        return self._once((day, starter, giver_kind), lambda: self._types_on(day, starter, giver_kind))

    def groups_on(self, day: date) -> tuple[MandateGroupVersion, ...]:
        """The newest version of every group that is offered on `day`."""
        return self._once((day,), lambda: self._groups_on(day))

    def _once(self, asked: tuple[object, ...], answer: Callable[[], Any]) -> Any:  # noqa: ANN401 - what `answer` gives
        if asked not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[asked] = answer()
        return self._kept[asked]

    def _types_on(self, day: date, starter: str, giver_kind: str) -> tuple[MandateType, ...]:
        running = (one for one in self.types if one.withdrawn_from is None or one.withdrawn_from > day)
        return tuple(one for one in running if one.starters in {starter, "both"} and giver_kind in one.party_kinds)

    def _groups_on(self, day: date) -> tuple[MandateGroupVersion, ...]:
        newest: dict[str, MandateGroupVersion] = {}
        for one in self.versions:
            if one.from_day <= day and (one.group_key not in newest or newest[one.group_key].number < one.number):
                newest[one.group_key] = one
        ends = {key: one.group.withdrawn_from for key, one in newest.items()}
        return tuple(one for key, one in newest.items() if ends[key] is None or ends[key] > day)


class CatalogueInMemory:
    """The catalogue of one database. Threads may share it: a shelf is replaced whole, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shelf: Shelf | None = None

    def read(self, edition: int, session: Session) -> Shelf:
        """The catalogue as it was last loaded; `edition` is the one that `session` finds in the database now."""
        if self._shelf is None or self._shelf.edition != edition:
            # What it loads must not belong to the session of this request. What a transaction that writes finds can
            # still be undone, so then it is read beside that.
            with session.apart() if isinstance(session, Reading) else self._database.reading() as apart:
                edition = catalogue.get_edition(apart)
                types, versions = catalogue.list_all_types(apart), catalogue.list_all_groups(apart)
            self._shelf = Shelf(edition, tuple(types), tuple(versions))
        return self._shelf


def read_catalogue(session: Session) -> Shelf:
    """The catalogue of this application's database; asks one number as long as it is still the same."""
    return catalogue_of(catalogue.get_edition(session), session)


def catalogue_of(edition: int, session: Session) -> Shelf:
    """The catalogue of this application's database, for whoever asked already which edition it has now."""
    kept: CatalogueInMemory = current_app.extensions["catalogue"]
    return kept.read(edition, session)
