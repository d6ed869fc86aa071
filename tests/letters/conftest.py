"""One press for all tests of letters, and each letter printed once, whichever of the test processes asks first."""

import pickle
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from app.adapters.press import Press, engine
from app.adapters.press.samples import sample
from app.config import Settings
from app.core.letters.data import PrintedLetter
from tests.letters import SETTINGS
from tests.letters.sheets import Sheets

# The tests of one letter come one after another, and a drawn page is 2 MB: keeping all took half a GB in each process.
LAST = 8  # letters


@pytest.fixture(scope="session")
def settings() -> Settings:
    return SETTINGS


@pytest.fixture(scope="session")
def press(settings) -> Press:
    return Press(settings)


@pytest.fixture(scope="session")
def printed(press, tmp_path_factory, worker_id) -> Callable[[str, str], PrintedLetter]:
    """A letter without the pictures for the screen: they take as long as the letter, and have a test of their own."""
    shelf = shelf_of(tmp_path_factory, worker_id)

    def print_now(kind: str, size: str) -> PrintedLetter:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "page_pictures", lambda _pdf: [])
            return press.print_letter(sample(kind, size))

    @lru_cache(LAST)
    def print_once(kind: str, size: str) -> PrintedLetter:
        return kept(shelf / f"{kind}-{size}", worker_id, lambda: print_now(kind, size))

    return print_once


@pytest.fixture(scope="session")
def large(press, tmp_path_factory, worker_id) -> Callable[[str, str], tuple[bytes, int, Sheets]]:
    """A letter in large print and its number of pages, printed once, and its pages as a scanner sees them."""
    shelf = shelf_of(tmp_path_factory, worker_id)

    @lru_cache(LAST)
    def print_once(kind: str, size: str) -> tuple[bytes, int, Sheets]:
        letter = sample(kind, size, large_print=True)
        pdf, pages = kept(shelf / f"{kind}-{size}-large", worker_id, lambda: press.print_pdf(letter))
        return pdf, pages, Sheets(pdf)

    return print_once


def shelf_of(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where the processes of one run put what they printed."""
    base = tmp_path_factory.getbasetemp()
    shelf = (base if worker_id == "master" else base.parent) / "letters"
    shelf.mkdir(exist_ok=True)
    return shelf


def kept(path: Path, worker_id: str, make: Callable[[], Any]) -> Any:
    """What any process made before, or else what `make` makes now."""
    if not path.exists():
        own = path.with_name(f"{path.name}.{worker_id}")
        own.write_bytes(pickle.dumps(make()))
        own.rename(path)
    return pickle.loads(path.read_bytes())  # noqa: S301 - written by these tests


@pytest.fixture(scope="session")
def sheets(printed) -> Callable[[str, str], Sheets]:
    return lru_cache(LAST)(lambda kind, size: Sheets(printed(kind, size).pdf))
