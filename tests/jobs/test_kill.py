"""Workers are killed without a word while people give mandates: no letter is lost, and none is printed twice."""

import hashlib
import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from app import clock
from app.config import Settings
from app.core.letters.data import KINDS_WITH_CODE
from app.core.letters.printing import open_letter_part
from app.core.vault import CODE_SIGNS, Vault
from app.db import Database
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode, LetterContent
from tests.jobs.nursery import Nursery
from tests.jobs.village import NAMES, Village

SOAK = os.environ.get("SOAK") == "1"
KILLS = 300 if SOAK else 8
MOST_MANDATES = 3_000 if SOAK else 60
WORKERS = 2
PATIENCE = 60  # seconds without any progress
AT_HAND = 4  # items that always wait, so that a worker is never idle when it is killed
CODE = re.compile(f"[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}")


@pytest.fixture
def nursery(environment: dict[str, str], tmp_path: Path) -> Iterator[Nursery]:
    """Workers, and none left behind."""
    nursery = Nursery(environment, tmp_path / "worker.log", lease=2)
    yield nursery
    nursery.close()


def test_killed_workers_lose_no_letter_and_print_none_twice(
    fresh_database: Database,
    settings: Settings,
    nursery: Nursery,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    seed = random.randrange(2**32)
    village = Village(fresh_database, clock.now(), MOST_MANDATES)
    for _ in range(WORKERS):
        nursery.start()
    enough = Event()
    with ThreadPoolExecutor(1) as giver:
        given = giver.submit(give_until, village, enough)
        try:
            killed_at_work = kill_at_random(village, nursery, random.Random(seed), given)
        finally:
            enough.set()
        mandates = given.result()
    wait_until_done(village)
    attempts = Counter(item.attempts for item in village.items())
    record_property(
        "figure",
        f"workers killed on {fresh_database.url.get_backend_name()}: {KILLS}, {killed_at_work} of them with a claim, "
        f"{mandates} mandates, attempts {dict(sorted(attempts.items()))}, seed {seed}",
    )
    assert len(village.letters()) == 2 * mandates
    assert village.undone() == []
    check_letters(fresh_database, Vault(settings.letter_key, settings.secret_key))
    # The test means something only when work was cut short and taken over.
    assert killed_at_work > 0
    assert sum(attempts.values()) > attempts[1]
    log = (tmp_path / "worker.log").read_text()
    assert [word for word in NAMES if word in log] == []


def give_until(village: Village, enough: Event) -> int:
    """Give mandates until it is enough, and no faster than letters are printed; how many were committed."""
    count = 0
    while not enough.wait(0.02) and count < MOST_MANDATES:
        if len(village.undone()) < AT_HAND:
            village.give(clock.now())
            count += 1
    return count


def kill_at_random(village: Village, nursery: Nursery, chance: random.Random, given: Future[int]) -> int:
    """Kill workers at random moments while they are at work; how many still held a claim when they died.

    Between two kills at least one item more is done, so that some workers die at once and others after many letters.
    """
    held = done = 0
    for _ in range(KILLS):
        done = wait_for(partial(more_done_than, village, done))
        victim = wait_for(lambda: next(iter(at_work(village) & nursery.pids), None))
        time.sleep(chance.uniform(0, 0.2))
        nursery.kill(victim)
        held += victim in at_work(village)
        nursery.start()
        assert not given.done(), "there were not enough neighbours, or giving went wrong"
    return held


def more_done_than(village: Village, before: int) -> int | None:
    count = sum(item.done_at is not None for item in village.items())
    return count if count > before else None


def at_work(village: Village) -> set[int]:
    """The processes that hold a claim, dead or alive."""
    return {int(item.claim.split("-")[0]) for item in village.undone() if item.claim}


def wait_for(find: Callable[[], int | None]) -> int:
    deadline = time.monotonic() + PATIENCE
    while (found := find()) is None:
        assert time.monotonic() < deadline, "the workers do nothing"
        time.sleep(0.01)
    return found


def wait_until_done(village: Village) -> None:
    left, deadline = len(village.undone()), time.monotonic() + PATIENCE
    while left:
        assert time.monotonic() < deadline, f"{left} items are left and nothing happens"
        time.sleep(0.05)
        now_left = len(village.undone())
        if now_left < left:
            left, deadline = now_left, time.monotonic() + PATIENCE


def check_letters(database: Database, vault: Vault) -> None:
    """Each letter is printed once, its bytes are whole, and the code on it is the one that is kept."""
    with database.reading() as session:
        printed = session.scalars(select(JournalEntry.data).where(JournalEntry.kind == "letter_printed")).all()
        letters = session.scalars(select(Letter)).all()
        assert Counter(data["letter_id"] for data in printed) == {str(letter.id): 1 for letter in letters}
        parts = Counter(session.scalars(select(LetterContent.letter_id)))
        assert parts == {letter.id: 2 + (letter.pages or 0) for letter in letters}
        codes = {code.letter_id: code.code_hash for code in session.scalars(select(LetterCode))}
        assert set(codes) == {letter.id for letter in letters if letter.kind in KINDS_WITH_CODE}
        for letter in letters:
            pdf = open_letter_part(session, letter, "pdf", vault)
            assert hashlib.sha256(pdf).hexdigest() == letter.sha256
            (on_paper,) = set(CODE.findall(open_letter_part(session, letter, "text", vault).decode()))
            assert vault.hash_code(letter.id, on_paper) == codes[letter.id]
