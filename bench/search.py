"""How well and how fast enterprises are found by what people type: a seeded set of queries with slips of the pen.

Each query is the name under which a random enterprise is shown, spoiled as people spoil it:

- 60 %: one slip in one word of four letters or more: a letter left out, doubled, replaced, or swapped with the next;
- 40 %: the words in another order;
- 75 %: accents left out; 80 %: no capitals;
- 30 %: a legal form added in front or behind, right or wrong;
- half of them with the town: mostly in Dutch, one in ten in French or as postcode. The slip can hit the town.

Whoever gets neither a slip, another order nor a legal form gets a slip, so no query is just the name. The wanted
enterprise is found when it is among the first ten. Some enterprises have the same name in the same town: nobody who
types these can tell them apart, so any of them counts.

Run: python -m bench.search [enterprises]
"""

import json
import random
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import ROOT
from app.core.register.enterprises import Enterprise, find_enterprises, list_enterprises
from app.core.register.search_words import fold
from app.models.register import RegisterAddress, RegisterEnterprise, RegisterName
from bench.baseline.search import search_by_rank
from bench.figure import Figure
from bench.register import prepare_search_register

ENTERPRISES, QUERIES, SEED = 1_000_000, 2_000, 42
BASELINE_QUERIES = 100  # the baseline is slow
LEGAL_FORMS = ("BV", "bvba", "NV", "n.v.", "vzw", "cv", "B.V.B.A.", "VOF", "BV.")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRST = 10
LIMIT = 50  # milliseconds
BASELINE_QUERIES = 200  # of the same queries: it takes many times longer


@dataclass(frozen=True)
class Query:
    """What somebody types, and the enterprise that is meant."""

    text: str
    wanted: Enterprise
    with_town: bool


@dataclass(frozen=True)
class Figures:
    """Shares of wanted enterprises among the first ten, and milliseconds a search."""

    with_town: float
    without_town: float
    p50: float
    p95: float
    cpu_p95: float
    missed: Sequence[Query]


def measure_search(folder: Path = ROOT / "var" / "bench", enterprises: int = ENTERPRISES) -> dict[str, float]:
    """Milliseconds a search at p50 and p95, processor time and wall clock, the ratio to the baseline, and the shares.

    At this size dozens of enterprises have the very same name, and nothing but the town tells them apart. So the share
    without town comes with the share that somebody would find who knows every name and guesses among equals.
    """
    with prepare_search_register(folder, enterprises).reading() as session:
        queries = make_queries(session, QUERIES, SEED)
        measure(session, queries[:100])  # let the machine read the file once
        figures = measure(session, queries)
        ranked = search_by_rank(session, [query.text for query in queries[:BASELINE_QUERIES]])
        guessed = share_by_guessing(session, [query for query in queries if not query.with_town])
    by_rank, cpu_by_rank = map(_p95, ranked)
    shares = {"with_town": figures.with_town, "without_town": figures.without_town, "guessed_without_town": guessed}
    times = {"p50_ms": figures.p50, "p95_ms": figures.p95, "cpu_p95_ms": figures.cpu_p95}
    baseline = {"baseline_p95_ms": by_rank, "baseline_cpu_p95_ms": cpu_by_rank}
    return shares | times | baseline | {"ratio": by_rank / figures.p95, "cpu_ratio": cpu_by_rank / figures.cpu_p95}


def share_by_guessing(session: Session, queries: Sequence[Query]) -> float:
    """How often ten guesses among all enterprises of the wanted name would hold the wanted one."""
    names = session.execute(select(RegisterName.entity_number, RegisterName.name))
    bearers = Counter(name for _, name in {(number, tuple(fold(name))) for number, name in names})
    alike = [bearers[tuple(fold(query.wanted.name))] for query in queries]
    return statistics.mean(min(1, FIRST / max(1, number)) for number in alike)


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def measure_searches() -> list[Figure]:
    """Lines of the table: the 95th percentile in processor time and by the wall clock, and what was found."""
    measured = measure_search()
    name = f"search, p95 at {ENTERPRISES:,} enterprises"
    sides = (("processor", "cpu_p95_ms", "baseline_cpu_p95_ms", "cpu_ratio"),
             ("wall clock", "p95_ms", "baseline_p95_ms", "ratio"))  # fmt: skip
    times = [
        Figure(f"{name}, {clock}", measured[ours], measured[baseline], "ms", measured[ratio], limit=LIMIT)
        for clock, ours, baseline, ratio in sides
    ]
    with_town, without, guessed = (measured[key] for key in ("with_town", "without_town", "guessed_without_town"))
    return [
        *times,
        Figure("found in the first ten, with town", 100 * with_town, 100, "%", with_town, goal=0.95),
        Figure("found in the first ten, without", 100 * without, 100 * guessed, "%", without / guessed, goal=0.8),
    ]


def make_queries(session: Session, count: int, seed: int) -> list[Query]:
    """`count` queries for random enterprises that have an address and did not stop; every other one with the town."""
    pick = random.Random(seed)
    numbers = list(session.scalars(select(RegisterEnterprise.number).order_by(RegisterEnterprise.number)))
    chosen = pick.sample(numbers, min(len(numbers), count + count // 4 + 20))
    known = {}
    for start in range(0, len(chosen), 500):
        known |= list_enterprises(session, chosen[start : start + 500])
    wanted = [known[number] for number in chosen if known[number].address and not known[number].stopped][:count]
    return [_query(pick, session, enterprise, place % 2 == 0) for place, enterprise in enumerate(wanted)]


def measure(session: Session, queries: Iterable[Query]) -> Figures:
    """Search for each query, one after the other."""
    times, cpu_times, found, missed = [], [], {True: [], False: []}, []
    for query in queries:
        start, cpu_start = time.perf_counter(), time.thread_time()
        items = find_enterprises(session, query.text, limit=FIRST).items
        times.append(1000 * (time.perf_counter() - start))
        cpu_times.append(1000 * (time.thread_time() - cpu_start))
        is_found = any(_same(one, query.wanted) for one in items)
        found[query.with_town].append(is_found)
        if not is_found:
            missed.append(query)
    p95, cpu_p95 = _p95(times), _p95(cpu_times)
    shares = statistics.mean(found[True]), statistics.mean(found[False])
    return Figures(*shares, statistics.median(times), p95, cpu_p95, missed)


def _same(one: Enterprise, wanted: Enterprise) -> bool:
    same_name = fold(one.name) == fold(wanted.name) and one.town == wanted.town
    return one.number == wanted.number or same_name


def _query(pick: random.Random, session: Session, wanted: Enterprise, with_town: bool) -> Query:
    words = wanted.name.split()
    shuffled, noise = pick.random() < 0.4 and len(words) > 1, pick.random() < 0.3
    slip = pick.random() < 0.6 or not (shuffled or noise)
    if shuffled:
        pick.shuffle(words)
    if with_town:
        words += _town(pick, session, wanted).split()
    if slip:
        words = _with_slip(pick, words)
    text = " ".join(words)
    if pick.random() < 0.75:
        text = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    if noise:
        form = pick.choice(LEGAL_FORMS)
        text = pick.choice((f"{form} {text}", f"{text} {form}"))
    return Query(text.lower() if pick.random() < 0.8 else text, wanted, with_town)


def _town(pick: random.Random, session: Session, wanted: Enterprise) -> str:
    kind = pick.choices(("dutch", "french", "postcode"), (8, 1, 1))[0]
    if kind == "postcode" and wanted.address.zip:
        return wanted.address.zip
    if kind == "french":
        query = select(RegisterAddress.town_fr).where(RegisterAddress.town_nl == wanted.town).limit(1)
        return session.scalars(query).first() or wanted.town
    return wanted.town


def _with_slip(pick: random.Random, words: list[str]) -> list[str]:
    places = [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not places:
        return words
    place = pick.choice(places)
    return [*words[:place], _slip(pick, words[place]), *words[place + 1 :]]


def _slip(pick: random.Random, word: str) -> str:
    at = pick.randrange(len(word) - 1)
    return pick.choice((
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + pick.choice(LETTERS) + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ))  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure_search(enterprises=int(sys.argv[1]) if sys.argv[1:] else ENTERPRISES), indent=2))
