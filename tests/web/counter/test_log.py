"""The visits of a day, as page and as file: no names until the clerk says why."""

from sqlalchemy import select

from app.core.acts.leaving import close_counter
from app.core.policy import Policy
from app.db import Database
from app.models.visit import Visit
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.counter.test_visit import hand_over, help_maria
from tests.world import World

LOG = "/loket/bezoeken"


def visit_of(database: Database) -> str:
    with database.reading() as session:
        return f"{LOG}/{session.scalars(select(Visit.id)).one()}"


def test_a_day_tells_its_visits_without_a_name(desk: LintingClient, world: World) -> None:
    help_maria(desk)
    hand_over(desk, "pressure")
    page = desk.see(f"{LOG}?dag=2026-11-23")
    words = words_of(page.find("main"))
    assert "Bezoek 1, medewerker 4711. Druk of dwang vermoed." in words
    assert "Wettelijk vertegenwoordiger, identiteitskaart gelezen, tot 10.00 uur" in words
    assert "Vermeulen" not in str(page)
    assert "Zoete Inval" not in str(page)
    assert "geen bezoeken" in words_of(desk.see(f"{LOG}?dag=2026-11-22"))


def test_a_visit_that_the_directory_ended_says_so_everywhere(
    desk: LintingClient, world: World, sqlite_database: Database
) -> None:
    help_maria(desk)
    with sqlite_database.writing.begin() as session:
        clerk_id = session.scalars(select(Visit.clerk_id)).one()
        close_counter(session, clerk_id, policy=Policy(), now=world.now)
    said = "Medewerker werkt niet meer aan dit loket"
    for path in (f"{LOG}?dag=2026-11-23", "/loket"):
        assert said in words_of(desk.see(path).find("main"))
    assert said in desk.get(f"{LOG}/lijst.csv?dag=2026-11-23").get_data(as_text=True)


def test_the_file_says_the_same(desk: LintingClient, world: World) -> None:
    help_maria(desk)
    hand_over(desk)
    answer = desk.get(f"{LOG}/lijst.csv")
    head, row = answer.get_data().decode("utf-8-sig").splitlines()
    assert head.startswith("Nummer;Medewerker;Begin")
    assert row.startswith("1;4711;")
    assert "Klaar en verstuurd" in row
    assert "Vermeulen" not in row


def test_who_was_here_is_shown_after_a_reason(desk: LintingClient, world: World, sqlite_database: Database) -> None:
    help_maria(desk)
    hand_over(desk)
    address = visit_of(sqlite_database)
    assert "Vermeulen" not in str(desk.see(address))
    assert errors_of(page_of(desk.fill_in(address, {}, 422), 422)) == [
        "U hebt nog geen reden gekozen. Kies waarom u wilt zien wie hier was."
    ]
    assert desk.fill_in(address, {"reason": "complaint"}).location == address
    assert "Maria Vermeulen Voor Bakkerij De Zoete Inval BV" in words_of(desk.see(address))


def test_the_way_back_leads_to_the_day_of_the_visit(
    desk: LintingClient, world: World, sqlite_database: Database
) -> None:
    help_maria(desk)
    hand_over(desk)
    back = desk.see(f"{visit_of(sqlite_database)}?dag=2026-11-20").select_one("a.ml-back")
    assert back is not None
    assert back["href"] == f"{LOG}?dag=2026-11-20"


def test_a_colleague_at_another_counter_finds_no_such_visit(
    desk: LintingClient, world: World, sqlite_database: Database
) -> None:
    help_maria(desk)
    hand_over(desk)
    address = visit_of(sqlite_database)
    desk.fill_in(address, {"reason": "check"})
    lotte: LintingClient = desk.application.test_client()  # type: ignore[assignment]
    lotte.come_in_as("lotte")
    assert lotte.get(address).status_code == 404


def test_while_a_customer_is_here_the_log_stays_closed(desk: LintingClient, world: World) -> None:
    help_maria(desk)
    for path in (LOG, f"{LOG}/lijst.csv"):
        assert desk.get(path).location == "/loket/klant"


def test_a_day_that_is_none_is_today(desk: LintingClient, world: World) -> None:
    for day in ("gisteren", "0001-01-01", "9999-12-31", "2026-11-24"):
        assert "Bezoeken van 23 november 2026" in words_of(desk.see(f"{LOG}?dag={day}").h1)
