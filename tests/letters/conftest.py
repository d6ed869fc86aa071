"""One press for all tests of letters, and each letter printed once, whichever of the test processes asks first."""

import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from app.adapters.press import Press
from app.config import Settings
from app.core.letters.data import PrintedLetter
from tests.letters.samples import sample
from tests.letters.sheets import Sheets


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings("sqlite://", Path("/nowhere"), 8000, demo=True, https=False, secret_key=b"", letter_key=b"")


@pytest.fixture(scope="session")
def press(settings) -> Press:
    return Press(settings)


@pytest.fixture(scope="session")
def printed(press, tmp_path_factory, worker_id) -> Callable[[str, str], PrintedLetter]:
    base = tmp_path_factory.getbasetemp()
    shelf = (base if worker_id == "master" else base.parent) / "letters"
    shelf.mkdir(exist_ok=True)

    @cache
    def print_once(kind: str, size: str) -> PrintedLetter:
        path = shelf / f"{kind}-{size}"
        if not path.exists():
            own = path.with_suffix(f".{worker_id}")
            own.write_bytes(pickle.dumps(press.print_letter(sample(kind, size))))
            own.rename(path)
        return pickle.loads(path.read_bytes())  # noqa: S301 - written by these tests

    return print_once


@pytest.fixture(scope="session")
def sheets(printed) -> Callable[[str, str], Sheets]:
    return cache(lambda kind, size: Sheets(printed(kind, size).pdf))
