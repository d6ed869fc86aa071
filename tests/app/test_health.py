"""What a watchman is told."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask

from app import create_app
from app.config import Settings
from app.db import Database
from app.models.outbox import OutboxItem
from app.models.register import RegisterExtract

NOW = datetime(2026, 9, 14, 8, 42, tzinfo=UTC)


def ready_with(settings: Settings, database: Database) -> tuple[int, dict[str, object]]:
    app: Flask = create_app(settings, database=database, clock=lambda: NOW)
    answer = app.test_client().get("/health/ready")
    return answer.status_code, answer.get_json()


def waiting(key: str, due_at: datetime, done_at: datetime | None = None) -> OutboxItem:
    return OutboxItem(effect_key=key, kind="letter", payload={}, made_at=due_at, due_at=due_at, done_at=done_at)


def test_a_living_process_says_so_even_without_a_database(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings, database=Database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite'}"))
    answer = app.test_client().get("/health/live")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "live"})


def test_without_a_database_it_is_not_ready(settings: Settings, tmp_path: Path) -> None:
    status, answer = ready_with(settings, Database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite'}"))
    assert (status, answer["status"]) == (503, "not ready")


def test_a_fresh_service_is_ready_and_has_no_register_yet(settings: Settings, fresh_database: Database) -> None:
    status, answer = ready_with(settings, fresh_database)
    assert status == 200
    assert answer == {
        "status": "ready",
        "database": "answers",
        "outbox_wait_seconds": 0,
        "register_age_seconds": None,
    }


def test_the_wait_is_that_of_the_oldest_effect_that_is_due_and_not_done(
    settings: Settings, fresh_database: Database
) -> None:
    with fresh_database.writing.begin() as session:
        session.add(waiting("done", NOW - timedelta(hours=9), done_at=NOW))
        session.add(waiting("oldest", NOW - timedelta(minutes=5)))
        session.add(waiting("younger", NOW - timedelta(minutes=2)))
        session.add(waiting("not yet due", NOW + timedelta(days=1)))
    assert ready_with(settings, fresh_database)[1]["outbox_wait_seconds"] == 300


def test_the_age_of_the_register_counts_from_its_snapshot(settings: Settings, fresh_database: Database) -> None:
    with fresh_database.writing.begin() as session:
        session.add(RegisterExtract(number=7, snapshot_day=date(2026, 9, 13), imported_at=NOW))
    # Midnight in Brussels was at 22.00 UTC the evening before.
    assert ready_with(settings, fresh_database)[1]["register_age_seconds"] == 34 * 3600 + 42 * 60


def test_who_asks_for_no_part_hears_whether_it_is_ready(settings: Settings, fresh_database: Database) -> None:
    client = create_app(settings, database=fresh_database, clock=lambda: NOW).test_client()
    assert (client.get("/health").status_code, client.get("/health").json) == (200, client.get("/health/ready").json)


def test_a_watchman_gets_no_cookie(settings: Settings, fresh_database: Database) -> None:
    answer = create_app(settings, database=fresh_database).test_client().get("/health/ready")
    assert "Set-Cookie" not in answer.headers
