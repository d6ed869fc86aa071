"""An import and the work of the day may both tell mandates what the register says, at the same moment."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from app.core.acts.register_effects import apply_register
from app.core.policy import Policy
from app.db import Database
from app.models.journal import JournalEntry
from app.models.register import RegisterEnterprise
from tests.jobs.village import Village
from tests.world import BAKERY, NOON

PATIENCE = 30  # seconds
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def apply_in_own_transaction(database: Database) -> int:
    with database.writing.begin() as session:
        return apply_register(session, policy=Policy(), now=NOON).changed


def wait_until_somebody_waits_for_a_lock(database: Database) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with database.reading() as session:
            if session.execute(WAITING).scalar_one():
                return
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("situation", "kind"), [("bankrupt", "suspended"), ("normal", "unsuspended")])
def test_both_sides_are_told_once(fresh_database: Database, situation: str, kind: str) -> None:
    village = Village(fresh_database, NOON, 1)
    village.give(NOON)
    if situation == "normal":
        set_situation(fresh_database, "bankrupt")
        apply_in_own_transaction(fresh_database)
    set_situation(fresh_database, situation)
    with ThreadPoolExecutor(1) as other:
        with fresh_database.writing.begin() as session:
            first = apply_register(session, policy=Policy(), now=NOON).changed
            second = other.submit(apply_in_own_transaction, fresh_database)
            wait_until_somebody_waits_for_a_lock(fresh_database)
        assert (first, second.result()) == (1, 0)
    with fresh_database.reading() as session:
        told = Counter(session.scalars(select(JournalEntry.kind)))
    assert told[kind] == 1
    assert sum(letter.kind.startswith("suspended") for letter in village.letters()) == 2


def set_situation(database: Database, situation: str) -> None:
    with database.writing.begin() as session:
        session.get_one(RegisterEnterprise, BAKERY).situation = situation
