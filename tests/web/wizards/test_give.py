"""Maria gives her accountant a mandate at home."""

from sqlalchemy import func, select

from app.db import Database
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.web.client import LintingClient
from tests.web.wizards.walk import begin, read, walk
from tests.world import OFFICE

ANSWERS = (
    ("holder", {"q": OFFICE}),
    ("holder-check", {"right": "yes"}),
    ("what", {"group": "own"}),
    ("types", {"types": ["hinder.manage", "subsidy.view"]}),
    ("start", {"when": "accepted"}),
    ("period", {"period": "12"}),
)


def count(database: Database, model: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def to_check(client: LintingClient) -> str:
    """Answer everything; the address of the check page."""
    return walk(client, begin(client, "/geven"), ANSWERS)


def test_six_answers_a_tick_and_a_button_give_one_mandate_and_two_letters(
    maria: LintingClient, sqlite_database: Database
) -> None:
    address = to_check(maria)
    page = maria.see(address)
    assert "Bakkerij De Zoete Inval BV geeft een mandaat (volmacht) aan Boekhoudkantoor Peeters BV." in read(page)
    done = maria.fill_in(address, {"read": "y"}).location
    page = maria.see(done)
    assert "U hebt het mandaat gegeven" in read(page.h1)
    assert "Ten laatste op woensdag 23 december 2026" in read(page)
    assert (count(sqlite_database, Mandate), count(sqlite_database, Letter)) == (1, 2)
