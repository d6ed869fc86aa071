"""`flask journal check`: what the operator reads, and with which exit code."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.config import read_settings
from app.core.journal_blanking import blank_entries
from app.core.journal_seals import seal_journal
from app.db import Database
from tests.world import NOON, World


@pytest.fixture
def digest(sqlite_database: Database) -> str:
    """The seal on a journal in which one mandate was given."""
    with sqlite_database.writing.begin() as session:
        World(session, NOON).give()
    with sqlite_database.writing.begin() as session:
        return seal_journal(session, now=NOON + timedelta(days=1)).digest


@pytest.fixture
def check(sqlite_database: Database, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Exit code and words of `flask journal check ...`."""
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    app: Flask = create_app(settings, database=sqlite_database, clock=lambda: NOON)

    def run(*words: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["journal", "check", *words])
        return result.exit_code, result.output

    return run


def test_a_journal_as_it_was_sealed_is_said_to_be_so(digest: str, check: Callable[..., tuple[int, str]]) -> None:
    code, words = check("--expect", digest)
    assert code == 0
    assert f"fit 1 seals; 0 wait for the next. The newest is {digest}." in words


def test_another_seal_than_the_one_that_was_kept_is_an_error(
    digest: str, check: Callable[..., tuple[int, str]]
) -> None:
    code, words = check("--expect", "0" * 64)
    assert (code, digest in words) == (1, True)


def test_a_changed_entry_is_an_error_that_names_the_day(
    digest: str, check: Callable[..., tuple[int, str]], sqlite_database: Database
) -> None:
    assert digest
    with sqlite_database.writing.begin() as session:
        session.execute(text("DROP TRIGGER journal_no_update"))
        session.execute(text("UPDATE journal SET kind = 'refused'"))
    code, words = check()
    assert code == 1
    assert "not as it was sealed on 2026-11-24" in words


def test_it_says_how_many_entries_were_blanked_on_which_day(
    digest: str, check: Callable[..., tuple[int, str]], sqlite_database: Database
) -> None:
    assert digest
    with sqlite_database.writing.begin() as session:
        blank_entries(session, [1], now=NOON + timedelta(days=40))
    code, words = check()
    assert (code, words.splitlines()[1:]) == (
        0, ["1 of them were blanked after their term, on:", "  2027-01-02          1"]
    )  # fmt: skip


def test_an_empty_journal_has_nothing_to_prove(check: Callable[..., tuple[int, str]]) -> None:
    assert check() == (0, "0 entries fit 0 seals; 0 wait for the next.\n")
