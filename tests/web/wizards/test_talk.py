"""At the counter the customer is asked alone, and in his own words, before anything of more than low risk is given."""

from collections.abc import Callable

from sqlalchemy import select

from app.db import Database
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.wizards.test_counter import AGREED, ALONE, to_check, to_consent
from tests.web.wizards.walk import ANSWERS, answer, begin, count, goes_to, read, send_looked_at, walk
from tests.world import World

Counter = Callable[..., LintingClient]
RISKY = ("kmop.manage",)


def to_alone(client: LintingClient) -> str:
    """Everything up to the questions to the customer alone."""
    answers = (*ANSWERS[:3], ("types", {"types": list(RISKY)}), *ANSWERS[4:])
    return walk(client, begin(client, "/geven"), answers)


def test_low_risk_asks_nothing_more(counter: Counter) -> None:
    client = counter()
    assert goes_to(answer(client, to_consent(client, "hinder.manage"), AGREED)) == "check"


def test_both_questions_are_asked_and_the_journal_of_the_visit_keeps_the_codes(
    counter: Counter, world: World, sqlite_database: Database
) -> None:
    client = counter()
    send_looked_at(client, world, to_check(client, *RISKY), {"read": "y"})
    assert count(sqlite_database, Mandate) == 1
    with sqlite_database.reading() as session:
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id)).all()
    assert [kind for kind in kinds if kind in {"spoke_alone", "consented", "told_back", "given"}] == [
        "spoke_alone", "consented", "told_back", "given",
    ]  # fmt: skip


def test_nothing_chosen_is_asked_again(counter: Counter) -> None:
    client = counter()
    address = to_alone(client)
    assert len(errors_of(page_of(answer(client, address, {}, 422), 422))) == 2
    understood = str(answer(client, str(answer(client, address, ALONE).location), AGREED).location)
    assert len(errors_of(page_of(answer(client, understood, {}, 422), 422))) == 1


def test_doubt_stops_the_giving_until_the_question_is_answered_otherwise(counter: Counter) -> None:
    client = counter()
    address = to_alone(client)
    assert goes_to(answer(client, address, {"chose": "unsure", "told": "no"})) == "alone"
    page = client.see(address)
    assert "Geef nu geen mandaat. Sluit het bezoek af en maak een nieuwe afspraak." in read(page)
    assert page.select("main input[checked]") == []
    assert goes_to(client.get(address.replace("alone", "check"))) == "alone"
    assert goes_to(answer(client, address, ALONE)) == "consent"


def test_who_does_not_tell_it_right_does_not_come_to_the_check_page(counter: Counter) -> None:
    client = counter()
    understood = str(answer(client, to_consent(client, *RISKY), AGREED).location)
    assert "wat mag Boekhoudkantoor Peeters BV voor u doen?" in read(client.see(understood))
    assert goes_to(answer(client, understood, {"told_back": "not_right"})) == "understood"
    assert "Geef de folder mee en maak een nieuwe afspraak." in read(client.see(understood))
    assert goes_to(answer(client, understood, {"told_back": "right_afterwards"})) == "check"


def test_a_changed_wish_is_told_back_again(counter: Counter) -> None:
    client = counter()
    check = to_check(client, *RISKY)
    consent = str(answer(client, check.replace("check", "period"), {"period": "6"}).location)
    assert goes_to(answer(client, consent, AGREED)) == "understood"


def test_doubt_holds_for_everything_in_this_visit(counter: Counter, sqlite_database: Database) -> None:
    client = counter()
    answer(client, to_alone(client), {"chose": "yes", "told": "unsure"})
    page = client.see(to_check(client, "hinder.manage"))
    assert "Geef nu geen mandaat." in read(page)
    assert page.find("button", string="Mandaat geven en brieven versturen") is None


def test_nothing_of_it_stands_on_the_papers_of_the_customer(counter: Counter, world: World) -> None:
    client = counter()
    done = str(send_looked_at(client, world, to_check(client, *RISKY), {"read": "y"}).location)
    page = client.see(done)
    story = client.see(str(next(link["href"] for link in page.select("main a") if "Bekijk" in read(link))))
    for words in (read(page), read(story)):
        assert "alleen met de klant" not in words
        assert "eigen woorden" not in words
