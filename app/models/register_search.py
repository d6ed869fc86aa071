"""What finding an enterprise by name needs: one entry per enterprise, and the list of all words in them.

The words of an entry are searched by the engine itself: an FTS5 index on SQLite, a GIN index on an array of words on
PostgreSQL. Everything else (spelling, order) is the same on both; see docs/decisions.
"""

from sqlalchemy import Connection, Index, String, Table, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import RegisterBase
from app.models.register import BIG_ID

# A word compares byte by byte, so that "all words that begin with bak" is one stretch of the index on both engines.
WORD = String(60).with_variant(String(60, collation="C"), "postgresql")


class SearchEntry(RegisterBase):
    """The folded words of an enterprise. The id carries the static order: short names first, stopped ones last."""

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_words", text("string_to_array(words, ' ')"), postgresql_using="gin").ddl_if(
            dialect="postgresql"
        ),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    names: Mapped[str] = mapped_column(Text)  # folded names, parted by "|"
    towns: Mapped[str] = mapped_column(Text)  # folded towns and postcodes, parted by "|"
    words: Mapped[str] = mapped_column(Text)  # all of them, each once, parted by a space


class SearchWord(RegisterBase):
    """A word that occurs, how often, and its mirror image, which finds words by their end."""

    __tablename__ = "search_word"
    __table_args__ = (
        Index(None, "length", "word"),
        Index(None, "length", "mirrored"),
        {"sqlite_with_rowid": False},  # the words themselves are the table: one look-up less
    )

    word: Mapped[str] = mapped_column(WORD, primary_key=True)
    mirrored: Mapped[str] = mapped_column(WORD)
    length: Mapped[int]
    uses: Mapped[int]


@event.listens_for(SearchEntry.__table__, "after_create")
def _create_word_index(_table: Table, connection: Connection, **_: object) -> None:
    # detail=none: only which entry holds the word, not where; a third of the size and quicker.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE register.search_index USING fts5"
            "(words, content='', detail=none, tokenize=\"unicode61 remove_diacritics 0\")"
        )


@event.listens_for(SearchEntry.__table__, "before_drop")
def _drop_word_index(_table: Table, connection: Connection, **_: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE IF EXISTS register.search_index")
