"""Filling the search index of a whole register in a stream."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, text

from app.adapters.register.loading import Numbered, load_rows
from app.adapters.register.progress import Progress
from app.core.register.search_index import read_entries, word_row
from app.models.register_search import SearchEntry, SearchWord

ENTRY_COLUMNS = ("id", "number", "names", "towns", "words")
WORD_COLUMNS = ("word", "mirrored", "length", "uses")


def index_everything(connection: Connection, progress: Progress) -> int:
    """Make the search entry of every enterprise; how many."""
    uses: Counter[str] = Counter()

    def entries() -> Iterator[Numbered]:
        for place, entry in enumerate(read_entries(connection)):
            row = entry.row()
            uses.update(str(row["words"]).split())
            yield place, tuple(row[column] for column in ENTRY_COLUMNS)

    made = load_rows(connection, SearchEntry.__table__, ENTRY_COLUMNS, entries(), "search", progress)
    if connection.dialect.name == "sqlite":
        # In the order of the ids: in any other, FTS5 writes a segment for each step back.
        progress("word index", 0)
        for statement in (
            "INSERT INTO register.search_index(rowid, words) SELECT id, words FROM register.search_entry ORDER BY id",
            "INSERT INTO register.search_index(search_index) VALUES ('optimize')",
        ):
            connection.execute(text(statement))
    words = ((0, tuple(word_row(word, uses[word])[column] for column in WORD_COLUMNS)) for word in sorted(uses))
    load_rows(connection, SearchWord.__table__, WORD_COLUMNS, words, "words", progress)
    return made
