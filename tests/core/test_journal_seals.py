"""A seal on the journal shows whether anybody changed it behind our back, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core.journal import record
from app.core.journal_seals import BEFORE_THE_FIRST, check_seals, seal_journal
from app.core.mandates.lookup import get_mandate
from app.models.journal import Channel, Ground, JournalEntry
from app.models.journal_seal import JournalSeal
from app.models.mandate import Mandate
from tests.acting import refuse
from tests.world import World

GUARDED = ("journal", "journal_gone")
MOMENT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@contextmanager
def behind_our_back(session: Session) -> Iterator[None]:
    """What somebody could do who owns the database: put the triggers aside for a while."""
    if session.get_bind().dialect.name == "postgresql":
        for table in GUARDED:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        for table in GUARDED:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    known = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in known:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, statement in known:
        session.execute(text(statement))


@pytest.fixture
def sealed(world: World) -> World:
    """A world in which something was given yesterday, and the journal sealed this morning."""
    mandate = world.give()
    record(world.session, world.giver, "looked", now=world.now, ground=Ground.OWN_NAME, mandate=mandate)
    world.now += timedelta(days=1)
    assert seal_journal(world.session, now=world.now)
    return world


def only_mandate(world: World) -> Mandate:
    return get_mandate(world.session, world.session.scalars(select(Mandate.id)).one())


def newest(world: World) -> JournalSeal:
    return world.session.scalars(select(JournalSeal).order_by(JournalSeal.last_id.desc())).first()


def test_what_was_written_before_today_is_sealed_and_fits(sealed: World) -> None:
    report = check_seals(sealed.session)
    assert (report.seals, report.broken_on, report.unsealed) == (1, None, 0)
    assert report.entries == newest(sealed).entries > 0
    assert report.digest == newest(sealed).digest != BEFORE_THE_FIRST


def test_what_is_written_today_waits_for_the_next_seal(sealed: World) -> None:
    refuse(sealed, only_mandate(sealed))
    assert seal_journal(sealed.session, now=sealed.now) is None
    before = check_seals(sealed.session)
    assert before.unsealed > 0
    sealed.now += timedelta(days=1)
    assert seal_journal(sealed.session, now=sealed.now)
    after = check_seals(sealed.session)
    assert (after.seals, after.unsealed, after.entries) == (2, 0, before.entries + before.unsealed)


def test_a_day_without_entries_needs_no_seal(sealed: World) -> None:
    assert seal_journal(sealed.session, now=sealed.now + timedelta(days=9)) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET kind = 'refused' WHERE kind = 'given'",
        "UPDATE journal SET party_id = NULL WHERE kind = 'given'",
        "UPDATE journal SET data = '{}' WHERE kind = 'given'",
        "DELETE FROM journal WHERE kind = 'looked'",
    ],
)
def test_an_entry_that_was_changed_or_removed_breaks_the_seal(sealed: World, change: str) -> None:
    day = newest(sealed).day
    with behind_our_back(sealed.session):
        sealed.session.execute(text(change))
    report = check_seals(sealed.session)
    assert report.broken_on == day
    assert (report.entries, report.seals, report.digest) == (0, 0, BEFORE_THE_FIRST)


def test_the_first_seal_that_does_not_fit_is_named_and_the_ones_before_still_count(sealed: World) -> None:
    kept = newest(sealed).digest
    refuse(sealed, only_mandate(sealed))
    sealed.now += timedelta(days=1)
    second = seal_journal(sealed.session, now=sealed.now)
    with behind_our_back(sealed.session):
        sealed.session.execute(text("UPDATE journal SET kind = 'accepted' WHERE kind = 'refused'"))
    report = check_seals(sealed.session)
    assert (report.broken_on, report.seals, report.digest) == (second.day, 1, kept)


def test_a_seal_cannot_be_changed_or_removed(sealed: World) -> None:
    seal = newest(sealed)
    for statement in ("UPDATE journal_seal SET entries = 1", "DELETE FROM journal_seal"):
        with pytest.raises(DBAPIError, match="stays as it is"), sealed.session.begin_nested():
            sealed.session.execute(text(statement))
    with pytest.raises(DBAPIError, match="stays as it is"), sealed.session.begin_nested():
        sealed.session.execute(delete(JournalSeal), execution_options={"synchronize_session": False})
    assert newest(sealed).digest == seal.digest


def test_a_digest_stays_the_same_on_every_engine_and_in_every_later_version(session: Session) -> None:
    """Seals of years ago must still fit: this digest may never change, whatever column or library comes later."""
    data = {"types": ["kmop.manage"], "days": 3, "who": "é"}
    entry = JournalEntry(id=1, at=MOMENT, kind="alarm", channel=Channel.JOB, ground=Ground.RULE, data=data)
    session.add(entry)
    seal = seal_journal(session, now=MOMENT + timedelta(days=1))
    text_of_entry = (
        '{"at":"2026-11-26T09:30:00.000000+00:00","channel":"job","data":{"days":3,"types":["kmop.manage"],'
        '"who":"\\u00e9"},"ground":"rule","id":1,"kind":"alarm"}'
    )
    assert seal.digest == sha256(f"{BEFORE_THE_FIRST}\n{text_of_entry}".encode()).hexdigest()
