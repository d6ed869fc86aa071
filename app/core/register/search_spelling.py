"""Words of the register that are spelled almost as a word that somebody typed.

One slip of the pen (a letter too many, too few, or another one) leaves the first half of a word whole, or the second
half. So two short stretches of the word list hold every candidate: words that begin alike, and words that end alike.
Two letters that changed places are looked up as such. The exact distance is then counted for all of these.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA
from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from app.models.register_search import SearchWord

MIN_LENGTH = 3  # of shorter words, too many are alike
TWO_SLIPS = 8  # from this length on, two slips in the same half are forgiven
MAX_VARIANTS = 24
MAX_COMPLETIONS = 10
MIN_COMPLETED = 3
MAX_CANDIDATES = 20_000
LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True)
class Spelling:
    """A typed word, and what in the register it may stand for."""

    word: str
    variants: tuple[str, ...]  # the word itself first
    parts: tuple[str, str] | None = None  # two words that were typed as one
    with_next: str | None = None  # one word that was typed as two


def find_spellings(session: Session, words: Sequence[str]) -> list[Spelling]:
    """What each typed word may stand for; the last may also be the beginning of a longer word."""
    glued = [first + second for first, second in pairwise(words)]
    parts = {part for word in words for pair in _splits(word) for part in pair}
    known = count_uses(session, {*words, *glued, *parts}.union(*map(_with_two_signs_swapped, words)))
    alike = _candidates(session, words)
    found = []
    for place, word in enumerate(words):
        is_last = place == len(words) - 1
        with_next = None if is_last or glued[place] not in known else glued[place]
        swapped = {other: known[other] for other in _with_two_signs_swapped(word) if other in known}
        longer = _completions(session, word) if is_last else []
        variants = tuple(dict.fromkeys([word, *_nearest(word, alike[place] | swapped), *longer]))
        found.append(Spelling(word, variants, _best_split(word, known), with_next))
    return found


def _candidates(session: Session, words: Sequence[str]) -> list[dict[str, int]]:
    """Per typed word, the register's words that begin or end alike and are about as long, with their uses."""
    stretches = []
    for place, word in enumerate(words):
        if len(word) < MIN_LENGTH or word.isdigit():
            continue
        half, most = len(word) // 2, _slips(word)
        lengths = range(len(word) - most, len(word) + most + 1)
        for column, start in ((SearchWord.word, word[:half]), (SearchWord.mirrored, word[half:][::-1])):
            # One question for all words: on a busy machine, every round trip counts.
            of_word = select(literal(place).label("place"), SearchWord.word, SearchWord.uses)
            stretches.append(of_word.where(SearchWord.length.in_(lengths), column >= start, column < start + LAST_SIGN))
    found: list[dict[str, int]] = [{} for _ in words]
    if stretches:
        for place, word, uses in session.execute(union_all(*stretches).limit(MAX_CANDIDATES)):
            found[place][word] = uses
    return found


def _nearest(word: str, candidates: Mapping[str, int]) -> list[str]:
    most = _slips(word)
    distances = {other: OSA.distance(word, other, score_cutoff=most) for other in candidates}
    near = [other for other, distance in distances.items() if distance <= most and other != word]
    return sorted(near, key=lambda other: (distances[other], -candidates[other], other))[:MAX_VARIANTS]


def _slips(word: str) -> int:
    return 2 if len(word) >= TWO_SLIPS else 1


def _best_split(word: str, known: Mapping[str, int]) -> tuple[str, str] | None:
    pairs = [pair for pair in _splits(word) if word not in known and all(part in known for part in pair)]
    return max(pairs, key=lambda pair: min(known[part] for part in pair), default=None)


def _completions(session: Session, start: str) -> list[str]:
    if len(start) < MIN_COMPLETED:
        return []
    query = select(SearchWord.word).where(SearchWord.word > start, SearchWord.word < start + LAST_SIGN)
    return list(session.scalars(query.order_by(SearchWord.uses.desc(), SearchWord.word).limit(MAX_COMPLETIONS)))


def count_uses(session: Session, words: Iterable[str]) -> dict[str, int]:
    """How many enterprises have each of these words; those that nobody has are left out."""
    rows = session.execute(select(SearchWord.word, SearchWord.uses).where(SearchWord.word.in_(words)))
    return {row.word: row.uses for row in rows}


def _with_two_signs_swapped(word: str) -> set[str]:
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}


def _splits(word: str) -> list[tuple[str, str]]:
    return [(word[:i], word[i:]) for i in range(2, len(word) - 1)]
