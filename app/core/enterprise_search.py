"""Finding enterprises by name as people type it: a typo, words in another order, no accents, with or without the town.

1. Ask the engine for entries that hold every word; it hands out at most 200, short names first.
2. When that is too little: the same, with words that are spelled almost alike, or begin with the last one.
3. When nothing fits well: leave out one word.
Then order what was found by how well it fits. See docs/decisions for what was measured.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Text, cast, literal_column, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.core.search_ranking import Query, rank
from app.core.search_spelling import Spelling, spellings
from app.core.search_words import query_words
from app.models.register_search import SearchEntry

MAX_WORDS = 8
MAX_HITS = 200
GOOD = 0.8  # below this score of the best hit, leaving out a word may help

Group = Sequence[str]  # words of which an entry must hold one


@dataclass
class Hits:
    """Entries found so far, each once."""

    query: Query
    entries: dict[str, SearchEntry] = field(default_factory=dict)

    def add(self, entries: Iterable[SearchEntry]) -> None:
        """Keep these too."""
        self.entries |= {entry.number: entry for entry in entries}

    def ranked(self) -> list[tuple[float, str]]:
        """(score, number), best first."""
        return rank(self.query, self.entries.values())


def search_names(session: Session, typed: str, *, limit: int) -> list[str]:
    """The numbers of the enterprises that `typed` fits best, best first, at most `limit`."""
    words = query_words(typed)[:MAX_WORDS]
    if not words:
        return []
    spelled = spellings(session, words)
    hits = Hits(Query(words, {one.word: one.uses for one in spelled}))
    hits.add(_holding(session, [[word] for word in words]))
    if len(hits.entries) < limit:
        for groups in _respelled(spelled):
            hits.add(_holding(session, groups))
    best = hits.ranked()
    if len(words) > 1 and (not best or best[0][0] < GOOD):
        for groups in _with_one_left_out(spelled):
            hits.add(_holding(session, groups))
        best = hits.ranked()
    return [number for _, number in best[:limit]]


def _respelled(spelled: Sequence[Spelling]) -> Iterable[list[Group]]:
    yield [one.variants for one in spelled]
    for place, one in enumerate(spelled):
        before, after = spelled[:place], spelled[place + 1 :]
        if one.parts:  # "zoeteinval"
            yield [*(o.variants for o in before), *([part] for part in one.parts), *(o.variants for o in after)]
        if one.with_next:  # "zoete in val"
            yield [*(o.variants for o in before), [one.with_next], *(o.variants for o in after[1:])]


def _with_one_left_out(spelled: Sequence[Spelling]) -> Iterable[list[Group]]:
    for left_out in range(len(spelled)):
        yield [one.variants for place, one in enumerate(spelled) if place != left_out]


def _holding(session: Session, groups: Sequence[Group]) -> list[SearchEntry]:
    """At most 200 entries that hold a word of every group, short names first."""
    if not all(groups):
        return []
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    ids = _ids_on_sqlite(session, groups) if is_sqlite else _ids_on_postgresql(session, groups)
    return list(session.scalars(select(SearchEntry).where(SearchEntry.id.in_(ids)).order_by(SearchEntry.id)))


def _ids_on_sqlite(session: Session, groups: Sequence[Group]) -> Sequence[int]:
    found = text("SELECT rowid FROM register.search_index WHERE search_index MATCH :words ORDER BY rowid LIMIT :most")
    # Words are letters and digits only, so quoting them is enough.
    alternatives = (" OR ".join(f'"{word}"' for word in group) for group in groups)
    return session.scalars(found, {"words": " AND ".join(f"({one})" for one in alternatives), "most": MAX_HITS}).all()


def _ids_on_postgresql(session: Session, groups: Sequence[Group]) -> Sequence[int]:
    # As the index has it, to the letter; or else it is not used.
    words = literal_column("string_to_array(words, ' ')")
    fits = [words.op("&&")(cast(list(group), ARRAY(Text))) for group in groups]
    # Materialized: or else the planner walks the ids, hoping to meet enough hits soon.
    hits = select(SearchEntry.id).where(*fits).cte("hits").prefix_with("MATERIALIZED")
    return session.scalars(select(hits.c.id).order_by(hits.c.id).limit(MAX_HITS)).all()
