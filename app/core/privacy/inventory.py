"""The list of personal data, read once from `inventory.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.retention import Retention

FILE = Path(__file__).with_name("inventory.toml")


class Forgetting(StrEnum):
    """What forgetting a person does with a column."""

    ERASE = "erase"
    KEEP = "keep"


@dataclass(frozen=True)
class Data:
    """Columns of one table that say something of a person; the texts of purpose and term are in Dutch."""

    table: str
    columns: tuple[str, ...]
    about: str
    group: str
    purpose: str
    term: str
    forgetting: Forgetting


@dataclass(frozen=True)
class Inventory:
    """`data` in the order of the file; `rest` holds, per table, the columns that say nothing of a person.

    `terms` gives for each term the setting that it depends on (None: none) and the sentence.
    """

    groups: Mapping[str, str]
    purposes: Mapping[str, str]
    terms: Mapping[str, tuple[str | None, str]]
    data: tuple[Data, ...]
    rest: Mapping[str, frozenset[str]]

    def until(self, term: str, retention: Retention) -> str:
        """Until when, as people read it: "tot 6 jaar na het einde van het mandaat"."""
        setting, says = self.terms[term]
        return says.format(n=retention.words(setting)) if setting else says

    def why_and_until(self, group: str, retention: Retention) -> list[tuple[str, str]]:
        """Each reason of a group with its terms, once, in the order of the file."""
        found: dict[str, list[str]] = {}
        for one in self.data:
            if one.group == group:
                until = self.until(one.term, retention)
                terms = found.setdefault(self.purposes[one.purpose], [])
                terms.extend([until] * (until not in terms))
        return [(why, " of ".join(terms)) for why, terms in found.items()]


@cache
def read_inventory() -> Inventory:
    """The list; KeyError or TypeError when the file lacks something."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    terms = {key: (one.get("setting"), one["says"]) for key, one in read["terms"].items()}
    data = [_data(table, one) for table, found in read["tables"].items() for one in found.get("data", ())]
    rest = {table: frozenset(found["rest"]) for table, found in read["tables"].items()}
    return Inventory(read["groups"], read["purposes"], terms, tuple(data), rest)


def _data(table: str, one: dict[str, object]) -> Data:
    columns, forgetting = tuple(one["columns"]), Forgetting(one["forgetting"])  # type: ignore[arg-type]
    texts = {name: str(one[name]) for name in ("about", "group", "purpose", "term")}
    return Data(table, columns, forgetting=forgetting, **texts)
