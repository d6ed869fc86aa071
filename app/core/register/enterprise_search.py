"""Finding enterprises by name as people type it: a typo, words in another order, no accents, with or without the town.

1. Ask the engine for entries that hold every word; it hands out at most 200, short names first.
2. When that is too little: the same, with words that are spelled almost alike, or begin with the last one.
3. When nothing fits well: leave out one word.
Then order what was found by how well it fits. See docs/decisions for what was measured.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Text, cast, column, literal_column, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.core.register.search_ranking import Hit, Query, rank
from app.core.register.search_spelling import Spelling, count_uses, find_spellings
from app.core.register.search_words import query_words
from app.models.register_search import SearchEntry

MAX_WORDS = 8
MAX_HITS = 200
MAX_HITS_WITHOUT_A_WORD = 50
GOOD = 0.8  # below this score of the best hit, leaving out a word may help

Group = Sequence[str]  # words of which an entry must hold one

_ON_SQLITE = text(
    "SELECT rowid AS id FROM register.search_index WHERE search_index MATCH :words ORDER BY rowid LIMIT :most"
).columns(column("id"))


def search_names(session: Session, typed: str, *, limit: int) -> list[str]:
    """The numbers of the enterprises that `typed` fits best, best first, at most `limit`."""
    words = query_words(typed)[:MAX_WORDS]
    if not words:
        return []
    uses = count_uses(session, words)
    query = Query(words, uses)
    hits = set(_holding(session, [[word] for word in words])) if len(uses) == len(words) else set()
    if len(hits) >= limit:
        return _best(query, hits, limit)
    spelled = find_spellings(session, words)
    for groups in _respelled(spelled):
        hits.update(_holding(session, groups))
    if len(words) > 1 and not any(score >= GOOD for score, _ in rank(query, hits)):
        for groups in _with_one_left_out(spelled):
            hits.update(_holding(session, groups, MAX_HITS_WITHOUT_A_WORD))
    return _best(query, hits, limit)


def _best(query: Query, hits: Iterable[Hit], limit: int) -> list[str]:
    return [number for _, number in rank(query, hits)[:limit]]


def _respelled(spelled: Sequence[Spelling]) -> Iterable[list[Group]]:
    variants = [one.variants for one in spelled]
    yield variants
    for place, one in enumerate(spelled):
        if one.parts:  # "zoeteinval"
            yield [*variants[:place], *([part] for part in one.parts), *variants[place + 1 :]]
        if one.with_next:  # "zoete in val"
            yield [*variants[:place], [one.with_next], *variants[place + 2 :]]


def _with_one_left_out(spelled: Sequence[Spelling]) -> Iterable[list[Group]]:
    for left_out in range(len(spelled)):
        yield [one.variants for place, one in enumerate(spelled) if place != left_out]


def _holding(session: Session, groups: Sequence[Group], most: int = MAX_HITS) -> Iterable[Hit]:
    """At most so many entries that hold a word of every group, short names first."""
    if not all(groups):
        return ()
    if session.get_bind().dialect.name == "sqlite":
        # Words are letters and digits only, so quoting them is enough.
        alternatives = (" OR ".join(f'"{word}"' for word in group) for group in groups)
        ids = _ON_SQLITE.bindparams(words=" AND ".join(f"({one})" for one in alternatives), most=most).subquery()
    else:
        # As the index has it, to the letter; or else it is not used.
        words = literal_column("string_to_array(words, ' ')")
        fits = [words.op("&&")(cast(list(group), ARRAY(Text))) for group in groups]
        # Materialized: or else the planner walks the ids, hoping to meet enough hits soon.
        found = select(SearchEntry.id).where(*fits).cte("found").prefix_with("MATERIALIZED")
        ids = select(found.c.id).order_by(found.c.id).limit(most).subquery()
    rows = session.execute(
        select(SearchEntry.id, SearchEntry.number, SearchEntry.names, SearchEntry.towns).join(
            ids, ids.c.id == SearchEntry.id
        )
    )
    return (Hit(*row) for row in rows)
