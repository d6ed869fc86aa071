"""The catalogue in memory: as new as the tables, at every question."""

import copy
import sqlite3
import threading
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.core.mandates import catalogue
from app.core.mandates.catalogue_file import load_catalogue
from app.db import Database, Session
from app.web.catalogue import CatalogueInMemory, Shelf
from tests.world import CATALOGUE, TODAY

DEMO = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


@pytest.fixture
def kept(fresh_database: Database) -> CatalogueInMemory:
    """The memory of a database that holds the demo's catalogue."""
    load(fresh_database, DEMO)
    return CatalogueInMemory(fresh_database)


def load(database: Database, content: dict) -> None:
    with database.writing.begin() as session:
        load_catalogue(session, content)


def read(database: Database, kept: CatalogueInMemory) -> Shelf:
    with database.reading() as session:
        return kept.read(catalogue.get_edition(session), session)


def test_it_says_what_the_tables_say(fresh_database: Database, kept: CatalogueInMemory) -> None:
    shelf = read(fresh_database, kept)
    with fresh_database.reading() as session:
        groups = catalogue.list_groups(session, TODAY)
        types = catalogue.list_all_types(session)
    assert [one.id for one in shelf.groups_on(TODAY)] == [one.id for one in groups]
    assert [(one.key, one.domain.name) for one in shelf.types] == [(one.key, one.domain.name) for one in types]


def test_it_is_read_once_as_long_as_nothing_is_loaded(fresh_database: Database, kept: CatalogueInMemory) -> None:
    assert read(fresh_database, kept) is read(fresh_database, kept)


def test_a_load_shows_at_the_very_next_question(fresh_database: Database, kept: CatalogueInMemory) -> None:
    before = read(fresh_database, kept)
    content = copy.deepcopy(DEMO)
    content["types"][0]["name"] = "Iets anders doen"
    load(fresh_database, content)
    assert read(fresh_database, kept).types[0].name == "Iets anders doen"
    assert before.types[0].name == DEMO["types"][0]["name"]


def test_a_load_that_was_undone_shows_nothing(fresh_database: Database, kept: CatalogueInMemory) -> None:
    before = read(fresh_database, kept)
    with fresh_database.writing() as session:
        content = copy.deepcopy(DEMO)
        content["types"][0]["name"] = "Iets anders doen"
        load_catalogue(session, content)
        session.rollback()
    assert read(fresh_database, kept) is before


ASKED = {
    "a page that shows it": lambda session, kept: kept.read(catalogue.get_edition(session), session).types[0].domain,
    "a page that names types": lambda session, _: catalogue.find_types(session, ["hinder.manage"])[0].domain,
}  # fmt: skip


@pytest.mark.parametrize("asks", ASKED.values(), ids=ASKED)
def test_reading_it_holds_up_nobody_who_is_about_to_write(
    sqlite_database: Database, asks: Callable[[Session, CatalogueInMemory], object]
) -> None:
    load(sqlite_database, DEMO)
    kept = CatalogueInMemory(sqlite_database)
    writes = threading.Event()

    def write() -> None:
        with sqlite_database.writing.begin() as session:
            session.execute(text("UPDATE party SET name = name"))
            writes.set()

    with ThreadPoolExecutor(1) as other:
        with sqlite_database.reading() as session:
            catalogue.get_edition(session)
            writing = other.submit(write)
            assert writes.wait(5)
            wait_until_nobody_may_begin_to_read(sqlite_database)
            assert asks(session, kept)
        writing.result()


def wait_until_nobody_may_begin_to_read(database: Database) -> None:
    """A writer waits for the readers that are there, and lets no other in."""
    until = time.monotonic() + 5
    with closing(sqlite3.connect(str(database.url.database), timeout=0)) as connection:
        while True:
            try:
                connection.execute("SELECT number FROM catalogue_edition").fetchall()
            except sqlite3.OperationalError:
                return
            assert time.monotonic() < until, "the writer does not wait"
            time.sleep(0.01)


def test_a_withdrawn_type_is_no_longer_shown(fresh_database: Database, kept: CatalogueInMemory) -> None:
    content = copy.deepcopy(DEMO)
    key = content["types"][0]["key"]
    content["types"][0]["withdrawn_from"] = TODAY + timedelta(days=1)
    load(fresh_database, content)
    shelf = read(fresh_database, kept)
    assert key in [one.key for one in shelf.types_on(TODAY)]
    assert key not in [one.key for one in shelf.types_on(TODAY + timedelta(days=1))]
    assert [one.key for one in shelf.types_under({key, "unknown"})] == [key]


def test_a_type_is_shown_to_the_side_that_may_start_it(fresh_database: Database, kept: CatalogueInMemory) -> None:
    content = copy.deepcopy(DEMO)
    key = content["types"][0]["key"]
    content["types"][0]["starters"] = "holder"
    load(fresh_database, content)
    shelf = read(fresh_database, kept)
    assert key not in [one.key for one in shelf.types_on(TODAY)]
    assert key in [one.key for one in shelf.types_on(TODAY, starter="holder")]


def test_a_version_of_tomorrow_waits_for_its_day(fresh_database: Database, kept: CatalogueInMemory) -> None:
    content = copy.deepcopy(DEMO)
    group = content["groups"][0]
    group |= {"version": group["version"] + 1, "from": date(2030, 1, 1)}
    load(fresh_database, content)
    shelf = read(fresh_database, kept)

    def number_on(day: date) -> int:
        return next(one.number for one in shelf.groups_on(day) if one.group_key == group["key"])

    assert number_on(date(2030, 1, 1)) == group["version"]
    assert number_on(date(2029, 12, 31)) == group["version"] - 1
