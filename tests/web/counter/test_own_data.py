"""A clerk prints what is kept of his customer: never on the screen, only with a document shown, and it is kept."""

from sqlalchemy import func, select

from app.db import Database
from app.models.journal import JournalEntry
from tests.web.client import LintingClient, page_of, words_of
from tests.web.counter.test_visit import CARD, choose, help_maria, start
from tests.web.pages.test_own_data import words_of_pdf
from tests.world import World

PAGE, SHEETS = "/loket/klant/gegevens", "/loket/klant/gegevens/afdruk.pdf"


def prints(database: Database) -> int:
    with database.reading() as session:
        query = select(func.count()).select_from(JournalEntry).where(JournalEntry.kind == "data_shown")
        return session.execute(query).scalar_one()


def test_the_sheets_come_after_the_button_and_every_time_is_kept(
    desk: LintingClient, world: World, sqlite_database: Database
) -> None:
    help_maria(desk)
    page = desk.see(PAGE)
    assert "Uw naam is" not in words_of(page)
    assert desk.get(SHEETS).status_code == 403
    assert desk.fill_in(PAGE).location == SHEETS
    words = words_of_pdf(desk.get(SHEETS).data)
    assert "Dit is alles wat wij van Maria Vermeulen bewaren." in words
    assert "Uw gegevens afgedrukt, voor Bakkerij De Zoete Inval BV." in words
    assert prints(sqlite_database) == 1


def test_who_showed_no_document_gets_nothing(desk: LintingClient, world: World, sqlite_database: Database) -> None:
    start(desk)
    choose(desk, "Maria Vermeulen")
    desk.fill_in("/loket/klant/bewijs", CARD | {"method": "none"})
    page = desk.see(PAGE)
    assert "wie een eigen document toonde" in words_of(page.find("main"))
    assert page.select("main form") == []
    assert prints(sqlite_database) == 0


def test_between_customers_there_is_nothing_to_print(desk: LintingClient) -> None:
    assert desk.get(PAGE).location == desk.get(SHEETS).location == "/loket/klaar"
    assert page_of(desk.get("/loket")).select(f"a[href='{PAGE}']") == []
