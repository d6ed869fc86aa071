"""Filling what `enterprise_search` reads: one entry per enterprise, and the list of words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
    update,
)

from app.core.register.search_words import fold, index_words
from app.models.register import (
    AddressKind,
    RegisterAddress,
    RegisterEnterprise,
    RegisterEstablishment,
    RegisterName,
    Situation,
)
from app.models.register_search import SearchEntry, SearchWord

LONGEST_NAME = 99
STOPPED_LAST = 100
BODY = 10**8  # the first eight digits of an enterprise number; the last two follow from them
MAX_TOWNS = 6
AT_ONCE = 5000  # rows in memory while streaming
OWNER = RegisterEstablishment.enterprise_number
HasEntity = type[RegisterName] | type[RegisterAddress]


@dataclass
class Entry:
    """What an enterprise can be found by."""

    number: str
    situation: str
    names: list[str]
    places: list[str]  # town and postcode together

    def row(self) -> dict[str, object]:
        """The row of `search_entry`. Words are glued by a space, names and places by a bar."""
        names = list(dict.fromkeys(" ".join(fold(name)) for name in self.names))
        places = list(dict.fromkeys(" ".join(fold(place)) for place in self.places))[:MAX_TOWNS]
        words = sorted(set().union(*map(index_words, [*self.names, *places])))
        return {
            "id": self._id(names),
            "number": self.number,
            "names": "|".join(names),
            "towns": "|".join(places),
            "words": " ".join(words),
        }

    def _id(self, names: list[str]) -> int:
        # Hits come in the order of their id, and only the first few hundred are looked at. Short names first: whoever
        # types "Peeters" and means an enterprise called just that, must find it among the thousands with more words.
        length = min((len(name) for name in names), default=LONGEST_NAME)
        rank = min(length, LONGEST_NAME) + STOPPED_LAST * Situation(self.situation).is_stopped
        return rank * BODY + int(self.number[:8])


def index_enterprises(connection: Connection, numbers: Sequence[str]) -> None:
    """Make the entries of these enterprises anew, after their rows changed; those that are gone lose theirs."""
    _remove(connection, numbers)
    rows = [entry.row() for entry in read_entries(connection, numbers)]
    if not rows:
        return
    connection.execute(insert(SearchEntry), rows)
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO register.search_index(rowid, words) VALUES (:id, :words)"), rows)
    _count_words(connection, Counter(word for row in rows for word in str(row["words"]).split()))


def word_row(word: str, uses: int) -> dict[str, object]:
    """The row of `search_word`."""
    return {"word": word, "mirrored": word[::-1], "length": len(word), "uses": uses}


def read_entries(connection: Connection, numbers: Sequence[str] | None = None) -> Iterable[Entry]:
    """The entries of these enterprises, or of all, by number; read in a stream."""
    enterprises = select(RegisterEnterprise.number, RegisterEnterprise.situation).order_by(RegisterEnterprise.number)
    if numbers is not None:
        enterprises = enterprises.where(RegisterEnterprise.number.in_(numbers))
    with ExitStack() as stack:
        rows, names, places = (
            stack.enter_context(closing(connection.execute(query, execution_options={"yield_per": AT_ONCE})))
            for query in (enterprises, _names(numbers), _places(numbers))
        )
        names_of, places_of = _PerNumber(names), _PerNumber(places)
        for number, situation in rows:
            yield Entry(number, situation, names_of(number), places_of(number))


class _PerNumber:
    """Rows (number, text) in the order of the number, handed out for one number after the other."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def __call__(self, number: str) -> list[str]:
        found = []
        while self._next is not None and self._next[0] <= number:
            if self._next[0] == number:
                found.append(self._next[1])
            self._next = next(self._rows, None)
        return found


def _names(numbers: Sequence[str] | None) -> CompoundSelect:
    name = RegisterName.name.label("value")
    return _own_and_theirs(select(RegisterName.entity_number, name), select(OWNER, name), RegisterName, numbers)


def _places(numbers: Sequence[str] | None) -> CompoundSelect:
    parts = (RegisterAddress.zipcode, RegisterAddress.town_nl, RegisterAddress.town_fr)
    place = reduce(lambda left, right: left + " " + right, (func.coalesce(part, "") for part in parts)).label("value")
    seats = select(RegisterAddress.entity_number, place).where(RegisterAddress.kind == AddressKind.SEAT)
    return _own_and_theirs(seats, select(OWNER, place), RegisterAddress, numbers)


def _own_and_theirs(own: Select, theirs: Select, table: HasEntity, numbers: Sequence[str] | None) -> CompoundSelect:
    """The rows of enterprises themselves, and behind them those of their establishments, by enterprise."""
    theirs = theirs.join(RegisterEstablishment, RegisterEstablishment.number == table.entity_number)
    if numbers is not None:
        own, theirs = own.where(table.entity_number.in_(numbers)), theirs.where(OWNER.in_(numbers))
    order = (table.kind.label("kind"), table.id.label("row"))
    both = union_all(
        own.add_columns(literal(0).label("whose"), *order), theirs.add_columns(literal(1).label("whose"), *order)
    )
    owner, _, *rest = both.selected_columns
    return both.order_by(owner, *rest)


def _remove(connection: Connection, numbers: Sequence[str]) -> None:
    old = connection.execute(select(SearchEntry.id, SearchEntry.words).where(SearchEntry.number.in_(numbers))).all()
    if connection.dialect.name == "sqlite" and old:
        # The index has no copy of the words: it must be told which ones to forget.
        forget = text("INSERT INTO register.search_index(search_index, rowid, words) VALUES ('delete', :id, :words)")
        connection.execute(forget, [row._asdict() for row in old])
    connection.execute(delete(SearchEntry).where(SearchEntry.number.in_(numbers)))


def _count_words(connection: Connection, uses: Counter[str]) -> None:
    # The counts only order suggestions; a word that is no longer used does no harm.
    known = set(connection.scalars(select(SearchWord.word).where(SearchWord.word.in_(uses))))
    new = [word_row(word, times) for word, times in sorted(uses.items()) if word not in known]
    if new:
        connection.execute(insert(SearchWord), new)
    more = [{"old": word, "times": times} for word, times in uses.items() if word in known]
    if more:
        add = update(SearchWord).where(SearchWord.word == bindparam("old"))
        connection.execute(add.values(uses=SearchWord.uses + bindparam("times")), more)
