"""Waarom werkt het niet: the questions one at a time, the answer, on paper, and at the counter."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.db import Database
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from tests.colleagues import colleague
from tests.web.client import LintingClient
from tests.web.mandates.test_printouts import paper_of
from tests.web.small_world import add_account
from tests.web.wizards.walk import read
from tests.world import DUO, World

START = "/mandaten/waarom-werkt-het-niet"
LINK = "Waarom werkt het niet?"
BAKERY_NAME, OFFICE_NAME = "Bakkerij De Zoete Inval BV", "Boekhoudkantoor Peeters BV"


def walk(client: LintingClient, *answers: dict[str, str], begin: str = START) -> str:
    """Answer the questions; where the answer stands."""
    address = begin
    for values in answers:
        address = str(client.fill_in(address, values).location)
    return address


def test_from_the_page_of_a_mandate_one_question_leads_to_the_cause(jan: LintingClient, offered: Mandate) -> None:
    page = jan.see(f"/mandaten/{offered.id}")
    link = str(page.find("a", string=LINK)["href"])
    answer = walk(jan, {"wat": "hinder.manage"}, begin=link)
    shown = jan.see(answer)
    assert "aanvaardde nog niet" in read(shown.main)
    assert "Wie kan dit oplossen? Uzelf." in read(shown.main)
    button = shown.find("a", string="Naar het mandaat, om te antwoorden")
    assert str(button["href"]) == f"/mandaten/{offered.id}"


def test_from_my_mandates_the_other_is_chosen_or_typed(maria: LintingClient, offered: Mandate) -> None:
    assert maria.see("/mandaten").find("a", href=START)
    given = walk(maria, {"kant": "given"})
    page = maria.see(given)
    assert OFFICE_NAME in read(page.main)
    chosen = str(page.select_one("input[name=met]")["value"])
    words = read(maria.see(walk(maria, {"met": chosen}, {"wat": "hinder.manage"}, begin=given)).main)
    assert f"{OFFICE_NAME} aanvaardde nog niet. Bel hen, of wacht tot" in words.replace("nog niet.  ", "nog niet. ")
    typed = walk(maria, {"met": "number", "number": "0199.000.448"}, {"wat": "hinder.manage"}, begin=given)
    words = read(maria.see(typed).main)
    assert "VZW De Beekhoek heeft geen mandaat van" in words
    assert "Een mandaat geven" in words


def test_it_works_says_so_and_comes_on_paper(jan: LintingClient, active: Mandate) -> None:
    answer = walk(jan, {"wat": "hinder.manage"}, begin=f"{START}?kant=held&met={active.giver_id}")
    words = read(jan.see(answer).main)
    assert "Het werkt: U mag dit doen" in words
    assert "Dan ligt het aan de andere toepassing. Bel gratis 1700." in words
    paper = paper_of(jan, answer).words
    assert "Het werkt: U mag dit doen" in paper
    assert "Nog iets zoeken" not in paper


def test_who_decides_asks_for_a_colleague(jan: LintingClient, active: Mandate, world: World) -> None:
    els = colleague(world, "Els", level="view")
    world.session.commit()
    begin = f"{START}?kant=held&met={active.giver_id}"
    answer = walk(jan, {"wie": str(els.id)}, {"wat": "hinder.manage"}, begin=begin)
    page = jan.see(answer)
    assert "Els Wouters mag dit mandaat alleen bekijken." in read(page.main)
    assert str(page.find("a", string="Wie mag wat")["href"]) == "/medewerkers"


def test_who_only_executes_asks_for_himself(browser: Callable, active: Mandate, world: World) -> None:
    els = colleague(world, "Els", level="view")
    add_account(world, "els", els)
    world.session.commit()
    client = browser("els")
    answer = walk(client, {"wat": "hinder.manage"}, begin=f"{START}?kant=held&met={active.giver_id}")
    words = read(client.see(answer).main)
    assert "U mag dit mandaat alleen bekijken." in words
    assert "Vraag het aan Jan Peeters." in words


def test_for_the_own_party_it_is_the_register_that_counts(maria: LintingClient) -> None:
    answer = walk(maria, {"kant": "own"}, {"wat": "hinder.manage"})
    assert "U bent wettelijk vertegenwoordiger van" in read(maria.see(answer).main)


@pytest.mark.parametrize(
    ("address", "values", "error"),
    [
        ("", {}, "Kies wat niet werkt."),
        ("?kant=held", {}, "Het ondernemingsnummer ontbreekt nog."),
        ("?kant=given", {"met": "number", "number": "12"}, "Dit nummer heeft 2 cijfers."),
        ("?kant=own", {}, "Kies wat niet lukt."),
    ],
)
def test_what_is_missing_is_said_at_the_question(
    maria: LintingClient, address: str, values: dict[str, str], error: str
) -> None:
    form = maria.see(START + address).select_one("main form[method=post]")
    assert error in maria.send(form, START + address, values, 422).get_data(as_text=True)


def test_an_enterprise_that_nobody_knows_is_said_and_the_way_back_is_there(maria: LintingClient) -> None:
    response = maria.get(f"{START}/antwoord?kant=held&met=0999999922&wat=hinder.manage")
    assert response.status_code == 404
    assert "Wij kennen dit ondernemingsnummer niet." in response.get_data(as_text=True)


def test_an_address_that_somebody_changed_leads_to_the_question(maria: LintingClient, offered: Mandate) -> None:
    response = maria.get(f"{START}/antwoord?kant=sideways&wat=x")
    assert (response.status_code, response.location) == (303, f"{START}?wat=x")
    assert maria.get(f"{START}/antwoord?kant=own&wat=nothing").status_code == 404
    assert maria.get(f"{START}/antwoord?kant=held&met={offered.id}&wat=hinder.manage").status_code == 404


def test_back_leads_to_the_question_before(maria: LintingClient) -> None:
    page = maria.see(f"{START}?kant=held&met={DUO}")
    assert str(page.select_one("a.ml-back")["href"]) == f"{START}?kant=held"
    assert str(maria.see(f"{START}?kant=held").select_one("a.ml-back")["href"]) == START


def test_at_the_counter_each_look_is_written_down(
    counter: Callable, offered: Mandate, sqlite_database: Database
) -> None:
    clerk = counter()
    assert clerk.see("/loket/klant").find("a", href=START)
    answer = walk(clerk, {"wat": "hinder.manage"}, begin=f"{START}?kant=given&met={offered.holder_id}")
    assert "aanvaardde nog niet" in read(clerk.see(answer).main)
    assert clerk.get(f"{answer.replace('/antwoord', '/antwoord/afdruk.pdf')}").mimetype == "application/pdf"
    with sqlite_database.reading() as session:
        looks = session.scalars(select(JournalEntry).where(JournalEntry.kind == "why_looked")).all()
    assert [one.mandate_id for one in looks] == [offered.id, offered.id]
    assert all(one.visit_id for one in looks)
