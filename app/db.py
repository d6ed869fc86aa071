"""The engine and the two session factories: `reading` and `writing`.

SQLite runs with its rollback journal, because the write-ahead log of every library before 3.51.3 can corrupt a database
when two connections write at the same moment. Writers begin with BEGIN IMMEDIATE: a plain BEGIN that reads first loses
the race for the write lock and cannot be retried.
"""

import os
import sqlite3
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Self, cast

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError as DBAPIError  # the command line says what it lacks
from sqlalchemy.exc import IntegrityError as IntegrityError  # the edges may have to say what it means
from sqlalchemy.exc import OperationalError as OperationalError  # and know that it passes by itself
from sqlalchemy.orm import Session as Session  # the edges name it when they hand it to the core
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

BUSY_MILLISECONDS = 10_000
# The connection that was used last knows most pages and statements already.
POOL = {"pool_use_lifo": True}
# What looks things up in the core: a session, or the bare connection of `glance`.
Reader = Session | Connection
MOST_IDLE = 8  # connections beside the pool
SQLITE = "sqlite"
REGISTER_FILE = "register.sqlite"
# At most so much of the database each connection keeps, until somebody else writes: a check among many mandates then
# copies few pages. A memory map would do the same, but one bad page of a disk ends the process.
CACHE_KILOBYTES = 65_536
PRAGMAS = (
    "journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}",
    f"cache_size=-{CACHE_KILOBYTES}",
)  # fmt: skip


class Database:
    """One database, seen through two factories.

    `reading()` gives a session that never writes. `writing.begin()` opens one transaction that commits at the end and
    rolls back when the block raises. `glance()` gives a connection to look one thing up that every request asks: on
    SQLite without a transaction around it, which would cost more than the question. `asking()` reads too, on a
    connection that stays open beside the pool: for questions that cost less than the pool does. It does not try a
    connection before it uses it, so whoever asks has another way when that one is broken. Who says that nothing of the
    register is read (`register=False`) is spared a look at its file.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == SQLITE
        self.engine = _sqlite_engine(self) if self.is_sqlite else _postgresql_engine(self)
        kept: dict[Any, Any] = {}
        self._open = _Open(self.engine, str(self.register_path) if self.is_sqlite else None)
        self.reading = cast("Callable[[], Session]", partial(Reading, self.engine, kept))
        self.asking = cast("Callable[..., Session]", partial(Reading, self.engine, kept, self._open))
        writer = self.engine.execution_options(writing=True) if self.is_sqlite else self.engine
        self.writing: sessionmaker[Session] = sessionmaker(writer, expire_on_commit=False)
        self.glance: Callable[[], Connection] = self.engine.execution_options(alone=True).connect

    @cached_property
    def register_path(self) -> Path:
        """The file of the register's copy, beside the database (SQLite only)."""
        return Path(str(self.url.database)).with_name(REGISTER_FILE)

    def dispose(self) -> None:
        """Close every connection that nobody uses."""
        self._open.close()
        self.engine.dispose()


class Reading:
    """A session that never writes; to whoever reads through it, a `Session`.

    What asks for columns goes straight to its `connection()`, which takes a third of the time, and what asks always the
    same to the `driver`, which takes a tenth. Asked for anything else, it makes the session itself, on the same
    connection and in the same transaction. `kept` is what this process remembers of the database, each thing beside the
    number that the database has for it, which is asked anew every time.
    """

    def __init__(
        self, engine: Engine, kept: dict[Any, Any], beside: "_Open | None" = None, within: "Reading | None" = None, *,
        register: bool = True,
    ) -> None:  # fmt: skip
        self._engine, self.kept, self._beside, self._within = engine, kept, beside, within
        self._register = register
        self._is_sqlite = engine.dialect.name == SQLITE
        # Plain attributes: a lock around each, as `cached_property` has, takes longer than looking a token up.
        self._pooled: PoolProxiedConnection | None = None
        self._connection: Connection | None = None
        self._session: Session | None = None

    @property
    def dialect(self) -> Dialect:
        """How the database is spoken to."""
        return self._engine.dialect

    def driver(self, *, alone: bool = False) -> PoolProxiedConnection:
        """The driver's own connection in this transaction; `alone` lets one statement go without beginning it."""
        if self._pooled is None:
            self._pooled = self._taken()
        # The other driver begins by itself.
        if self._is_sqlite and not alone and not self._pooled.in_transaction:  # type: ignore[attr-defined]
            self._pooled.execute("BEGIN")  # type: ignore[attr-defined]
        return self._pooled

    def _taken(self) -> PoolProxiedConnection:
        if self._within is not None:
            return self._within.driver()
        errors = self.dialect.loaded_dbapi.Error
        try:
            return self._engine.raw_connection() if self._beside is None else self._beside.take(register=self._register)
        except errors as error:  # whoever asks knows SQLAlchemy's errors, not those of each driver
            raise DBAPIError.instance(None, None, error, errors, dialect=self.dialect) from error

    def connection(self) -> Connection:
        """The connection of this transaction, for statements without objects."""
        if self._connection is None:
            whole = self._within
            self._connection = whole.begun() if whole else Connection(self._engine, self.driver(alone=True))
        return self._connection

    def begun(self) -> Connection:
        """The same, in a transaction that whoever goes on with it does not end."""
        connection = self.connection()
        if not connection.in_transaction():
            connection.begin()
        return connection

    @property
    def is_open(self) -> bool:
        """Whether it asked something, and was not closed since."""
        return self._pooled is not None

    def within(self) -> "Reading":
        """Another that reads in the same transaction, for whoever reads while this one is open.

        On another connection it would wait for who is about to write, who waits for us: SQLite lets no reader in then.
        """
        return Reading(self._engine, self.kept, within=self)

    def apart(self) -> Session:
        """A session of its own in the same transaction: what it loads outlives both."""
        return Session(self.begun(), expire_on_commit=False, autoflush=False)

    def close(self) -> None:
        """End the transaction; what is asked afterwards begins another."""
        session, connection, pooled = self._session, self._connection, self._pooled
        self._session = self._connection = self._pooled = None
        if session is not None:
            session.close()
        if self._within is not None:
            return
        if self._beside is None:
            last = connection or pooled
            if last is not None:
                last.close()
            return
        if connection is not None:
            connection.rollback()
        if pooled is not None:
            self._beside.give(pooled)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a session has
        if self._session is None:
            self._session = Session(self.connection(), expire_on_commit=False, autoflush=False)
        return getattr(self._session, name)


class _Open:
    """Connections beside the pool, open and used by nobody. One that broke takes the others along."""

    def __init__(self, engine: Engine, register: str | None) -> None:
        self._engine, self._register = engine, register
        self._idle: list[PoolProxiedConnection] = []

    def take(self, *, register: bool) -> PoolProxiedConnection:
        """One of them, or a new one; it sees the present `register`, or perhaps the one before."""
        try:
            taken = self._idle.pop()
        except IndexError:
            taken = self._engine.raw_connection()
            taken.detach()
            return taken
        if register and self._register is not None:
            _follow_the_register(cast("sqlite3.Connection", taken.dbapi_connection), taken.info, self._register)
        return taken

    def give(self, taken: PoolProxiedConnection) -> None:
        """Keep it for the next one; what it began is undone."""
        try:
            if taken.is_valid:
                cast("sqlite3.Connection", taken.dbapi_connection).rollback()
        except self._engine.dialect.loaded_dbapi.Error as error:
            taken.invalidate(error)
        if not taken.is_valid:
            self.close()
        elif len(self._idle) < MOST_IDLE:
            self._idle.append(taken)
        else:
            taken.close()

    def close(self) -> None:
        """Close them all, without a last word to those that broke."""
        while self._idle:
            one = self._idle.pop()
            driver = one.dbapi_connection
            one.invalidate()
            if driver is not None:
                driver.close()


def _postgresql_engine(database: Database) -> Engine:
    engine = create_engine(database.url, **POOL, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - psycopg's, which SQLite needs not
        # Ours are short statements with many joins. PostgreSQL compiled one that it overrated, 0.6 s at each execution.
        connection.execute("SET jit = off")
        connection.commit()

    return engine


def _sqlite_engine(database: Database) -> Engine:
    engine = create_engine(database.url, **POOL, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    register = str(database.register_path)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        # SQLAlchemy, not the driver, says when a transaction begins; see `begin` below.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("ATTACH DATABASE ? AS register", (register,))
        record.info["register"] = _identity(register)

    @event.listens_for(engine, "checkout")
    def follow_the_register(connection: sqlite3.Connection, record: ConnectionPoolEntry, proxy: object) -> None:
        # An import replaces the register's file. A pooled connection would keep reading the old one.
        _follow_the_register(connection, record.info, register)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        how = connection.get_execution_options()
        if how.get("writing"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif not how.get("alone") and not connection.connection.in_transaction:  # type: ignore[attr-defined]
            # This takes no lock and cannot fail, so the driver is told without all of SQLAlchemy's care for errors.
            connection.connection.execute("BEGIN")

    return engine


def _follow_the_register(connection: sqlite3.Connection, known: dict[Any, Any], register: str) -> None:
    if known.get("register") != _identity(register):
        connection.execute("DETACH DATABASE register")
        connection.execute("ATTACH DATABASE ? AS register", (register,))
        known["register"] = _identity(register)


def _identity(path: str) -> tuple[int, int] | None:
    # Attaching creates an empty file lazily; an empty file and a missing one are the same to us.
    try:
        stat = os.stat(path)
    except FileNotFoundError:
        return None
    return (stat.st_dev, stat.st_ino)


def is_reachable(session: Session) -> bool:
    """Whether the database answers at all; raises the driver's error when it does not."""
    return session.execute(text("SELECT 1")).scalar_one() == 1
