"""The catalogue in memory, for pages that show it: read again as soon as it was loaded anew.

Only what is shown comes from here. Giving and checking read the tables, because a decision never rests on a copy.
"""

from dataclasses import dataclass
from datetime import date

from flask import current_app

from app.core.mandates import catalogue
from app.core.mandates.catalogue import MandateGroupVersion, MandateType
from app.db import Database, Session


@dataclass(frozen=True)
class Shelf:
    """All types and all versions of groups, in the order of the catalogue; nobody changes them."""

    edition: int
    types: tuple[MandateType, ...]
    versions: tuple[MandateGroupVersion, ...]

    def types_on(self, day: date, *, starter: str = "giver") -> list[MandateType]:
        """The types that this side may start on `day`."""
        running = (one for one in self.types if one.withdrawn_from is None or one.withdrawn_from > day)
        return [one for one in running if one.starters in {starter, "both"}]

    def groups_on(self, day: date) -> list[MandateGroupVersion]:
        """The newest version of every group on `day`."""
        newest: dict[str, MandateGroupVersion] = {}
        for one in self.versions:
            if one.from_day <= day and (one.group_key not in newest or newest[one.group_key].number < one.number):
                newest[one.group_key] = one
        return list(newest.values())


class CatalogueInMemory:
    """The catalogue of one database. Threads may share it: a shelf is replaced whole, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shelf: Shelf | None = None

    def read(self, session: Session) -> Shelf:
        """The catalogue as it was last loaded; asks one number as long as it is still the same."""
        if self._shelf is None or self._shelf.edition != catalogue.get_edition(session):
            # A session of its own: what it loaded must not belong to the transaction of this request.
            with self._database.reading() as reading:
                edition = catalogue.get_edition(reading)
                types, versions = catalogue.list_all_types(reading), catalogue.list_all_groups(reading)
            self._shelf = Shelf(edition, tuple(types), tuple(versions))
        return self._shelf


def read_catalogue(session: Session) -> Shelf:
    """The catalogue of this application's database."""
    kept: CatalogueInMemory = current_app.extensions["catalogue"]
    return kept.read(session)
