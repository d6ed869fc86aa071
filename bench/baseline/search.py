"""The baseline of the search: SQLite's FTS5 as it comes, ordered by its own rank.

Rules: the same index, the same queries, the same folding of words; any of the words counts, the best ten by bm25. It
forgives no slip of the pen and loads no names or addresses of what it found.
"""

import time
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.register.search_words import query_words

RANKED = text("SELECT rowid FROM register.search_index WHERE search_index MATCH :words ORDER BY rank LIMIT 10")


def search_by_rank(session: Session, queries: Iterable[str]) -> tuple[list[float], list[float]]:
    """Milliseconds a query: by the wall clock, and of processor time."""
    times, cpu_times = [], []
    for query in queries:
        start, cpu_start = time.perf_counter(), time.thread_time()
        words = query_words(query)
        if words:
            session.execute(RANKED, {"words": " OR ".join(f'"{word}"' for word in words)}).all()
        times.append(1000 * (time.perf_counter() - start))
        cpu_times.append(1000 * (time.thread_time() - cpu_start))
    return times, cpu_times
