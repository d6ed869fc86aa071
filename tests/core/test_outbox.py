"""The outbox gives out its work once, oldest first, and gets back what a dead worker held."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.outbox import Work
from app.db import Database
from app.models.outbox import OutboxItem
from tests.world import NOON

LEASE = timedelta(seconds=20)


def put(session: Session, key: str, *, due: datetime = NOON, kind: str = "print_letter") -> None:
    outbox.put(session, kind, key, {"key": key}, now=NOON, due=due)


def claim(session: Session, now: datetime = NOON, *, by: str = "one", kinds: tuple[str, ...] = ()) -> Work | None:
    return outbox.claim_next(session, now=now, lease=LEASE, claim=by, kinds=kinds)


def key_of(work: Work | None) -> str | None:
    return work.payload["key"] if work else None


def row(session: Session, key: str) -> OutboxItem:
    query = select(OutboxItem).where(OutboxItem.effect_key == key)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def test_asking_twice_for_an_effect_is_asking_once(session: Session) -> None:
    put(session, "a")
    put(session, "a", due=NOON + timedelta(days=1))
    assert [(item.effect_key, item.due_at) for item in session.scalars(select(OutboxItem))] == [("a", NOON)]


def test_the_item_that_has_been_due_longest_comes_first_whatever_its_kind(session: Session) -> None:
    put(session, "letter", due=NOON - timedelta(minutes=1))
    put(session, "day", due=NOON - timedelta(minutes=2), kind="daily")
    put(session, "later", due=NOON + timedelta(minutes=1))
    assert [key_of(claim(session, by=f"{n}")) for n in range(3)] == ["day", "letter", None]


def test_only_the_kinds_that_are_asked_for_are_given_out(session: Session) -> None:
    put(session, "letter")
    assert not outbox.has_work(session, now=NOON, kinds=["daily"])
    assert claim(session, kinds=("daily",)) is None
    assert key_of(claim(session, kinds=("daily", "print_letter"))) == "letter"


def test_a_claimed_item_is_nobody_elses_until_the_lease_is_over(session: Session) -> None:
    put(session, "a")
    first = claim(session, by="one")
    assert claim(session, NOON + LEASE - timedelta(seconds=1), by="two") is None
    second = claim(session, NOON + LEASE, by="two")
    assert first is not None
    assert second is not None
    assert (second.item_id, second.attempts) == (first.item_id, 2)


def test_who_lost_the_claim_cannot_finish_nor_fail_the_item(session: Session) -> None:
    put(session, "a")
    first = claim(session, by="one")
    second = claim(session, NOON + LEASE, by="two")
    assert first is not None
    assert second is not None
    assert not outbox.finish(session, first.item_id, first.claim, now=NOON)
    assert not outbox.fail(session, first.item_id, first.claim, "some.Error", now=NOON)
    assert (row(session, "a").done_at, row(session, "a").claim) == (None, "two")


def test_a_finished_item_is_never_given_out_again(session: Session) -> None:
    put(session, "a")
    work = claim(session)
    assert work is not None
    assert outbox.finish(session, work.item_id, work.claim, now=NOON)
    assert not outbox.has_work(session, now=NOON + timedelta(days=365))
    assert outbox.count_undone(session, NOON) == 0


def test_after_a_failure_each_pause_is_twice_the_one_before_up_to_an_hour(session: Session) -> None:
    put(session, "a")
    now, pauses = NOON, []
    for attempt in range(12):
        work = claim(session, now, by=f"{attempt}")
        assert work is not None
        assert outbox.fail(session, work.item_id, work.claim, "some.Error", now=now)
        free = row(session, "a").claimed_until
        assert free is not None
        assert not outbox.has_work(session, now=free - timedelta(microseconds=1))
        pauses.append((free - now).total_seconds())
        now = free
    assert pauses[:4] == [5, 10, 20, 40]
    assert pauses[-3:] == [2560, 3600, 3600]
    assert (row(session, "a").attempts, row(session, "a").last_error) == (12, "some.Error")


def test_a_failing_item_does_not_stop_its_neighbours(session: Session) -> None:
    put(session, "bad", due=NOON - timedelta(hours=1))
    put(session, "good")
    work = claim(session)
    assert work is not None
    outbox.fail(session, work.item_id, work.claim, "some.Error", now=NOON)
    assert key_of(claim(session)) == "good"


def test_the_wait_of_a_failing_item_goes_on_counting(session: Session) -> None:
    put(session, "bad", due=NOON - timedelta(hours=1))
    assert outbox.oldest_undone_age(session, NOON) == timedelta(hours=1)
    work = claim(session)
    assert work is not None
    outbox.fail(session, work.item_id, work.claim, "some.Error", now=NOON)
    assert outbox.oldest_undone_age(session, NOON + timedelta(hours=1)) == timedelta(hours=2)
    assert outbox.count_undone(session, NOON) == 1


def test_what_is_done_is_thrown_away_after_thirty_days_and_what_failed_never(session: Session) -> None:
    month = timedelta(days=30)
    for key in ("done", "done later", "failed", "in hand"):
        put(session, key)
        work = claim(session, by=key)
        assert work is not None
        if key.startswith("done"):
            outbox.finish(session, work.item_id, key, now=NOON + timedelta(seconds=key == "done later"))
        if key == "failed":
            outbox.fail(session, work.item_id, key, "some.Error", now=NOON)
    put(session, "waits")
    assert outbox.delete_finished(session, now=NOON + month - timedelta(microseconds=1)) == 0
    assert outbox.delete_finished(session, now=NOON + month) == 1
    assert outbox.delete_finished(session, now=NOON + month * 100) == 1
    left = session.scalars(select(OutboxItem.effect_key).order_by(OutboxItem.effect_key)).all()
    assert left == ["failed", "in hand", "waits"]


def test_without_work_nothing_waits(session: Session) -> None:
    put(session, "later", due=NOON + timedelta(minutes=1))
    assert outbox.oldest_undone_age(session, NOON) == timedelta()


@pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
def test_two_workers_in_the_same_moment_do_not_wait_for_each_other(fresh_database: Database) -> None:
    with fresh_database.writing.begin() as session:
        put(session, "a")
        put(session, "b")
    with fresh_database.writing.begin() as one, fresh_database.writing.begin() as two:
        assert {key_of(claim(one, by="one")), key_of(claim(two, by="two"))} == {"a", "b"}
