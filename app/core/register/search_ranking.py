"""Which of the enterprises that were found fits best what somebody typed."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import OSA

MIN_ALIKE = 0.6
BEGINS_WITH = 0.9
WEIGHT_OF_QUERY, WEIGHT_OF_NAME = 0.75, 0.25  # every typed word is found; every word of the name was typed
STOPPED_IDS = 100 * 10**8  # see search_index
STOPPED_COSTS = 0.02
OTHER_NAME_COSTS = 0.01  # the first name is the one that is shown
COMMON = 1000  # a word that this many enterprises have says half as much as a rare one


class Hit(NamedTuple):
    """What was found in the search index."""

    id: int
    number: str
    names: str
    towns: str


@dataclass
class Query:
    """The words that were typed; `uses` tells how often the register has each, so that rare words count for more."""

    words: Sequence[str]
    uses: Mapping[str, int]
    _alike: dict[tuple[str, str], float] = field(default_factory=dict)

    def weights(self) -> list[float]:
        """How much each word says: about 1 for a rare one, less for one that many enterprises have."""
        return [1 / (1 + math.log1p(self.uses.get(word, 0) / COMMON)) for word in self.words]

    def alike(self, typed: str, word: str) -> float:
        """How far `word` is what was `typed`: 1 for the same, 0 for something else."""
        known = self._alike.get((typed, word))
        if known is None:
            known = self._alike[typed, word] = _alike(typed, word)
        return known


def rank(query: Query, hits: Iterable[Hit]) -> list[tuple[float, str]]:
    """(score between 0 and 1, number) of each hit, best first; equals in the static order."""
    weights = query.weights()
    scored = [(-_score(query, weights, hit), hit.id, hit.number) for hit in hits]
    return [(-score, number) for score, _, number in sorted(scored)]


def _score(query: Query, weights: Sequence[float], hit: Hit) -> float:
    towns = hit.towns.replace("|", " ").split()
    in_town = [max((query.alike(typed, word) for word in towns), default=0.0) for typed in query.words]
    fits = [_fit(query, weights, in_town, name.split()) for name in hit.names.split("|")]
    best = max(fit - OTHER_NAME_COSTS * (place > 0) for place, fit in enumerate(fits))
    return best - STOPPED_COSTS * (hit.id >= STOPPED_IDS)


def _fit(query: Query, weights: Sequence[float], in_town: Sequence[float], name: Sequence[str]) -> float:
    in_name = [max((query.alike(typed, word) for word in name), default=0.0) for typed in query.words]
    found = sum(weight * max(pair) for weight, pair in zip(weights, zip(in_name, in_town, strict=True), strict=True))
    typed = sum(max((query.alike(typed, word) for typed in query.words), default=0.0) * len(word) for word in name)
    of_name = typed / (sum(map(len, name)) or 1)
    # A name of which nothing was typed is not meant, however well the town fits.
    return (WEIGHT_OF_QUERY * found / sum(weights) + WEIGHT_OF_NAME * of_name) if any(in_name) else 0.0


def _alike(typed: str, word: str) -> float:
    if typed == word:
        return 1.0
    if typed.isdigit() or word.isdigit():
        return 0.0  # another postcode is another town
    score = OSA.normalized_similarity(typed, word, score_cutoff=MIN_ALIKE)
    begins = BEGINS_WITH if len(typed) >= 3 and word.startswith(typed) else 0.0
    return max(score, begins)
