"""What the clerk sees while typing: the same part of the desk as after the button."""

import pytest
from bs4 import BeautifulSoup

from app.models.register import RegisterName
from tests.web.client import HTMX, LintingClient, errors_of, held_by, page_of, words_of
from tests.web.counter.test_visit import start
from tests.world import BAKERY, World

BUILDER = "0199000349"
NOTHING = "Wij vinden geen onderneming. Kijk de naam na"


def typed(desk: LintingClient, query: str, status: int = 200) -> BeautifulSoup:
    """Type on the desk and stop for a moment; what the desk gets back."""
    page = desk.see("/loket")
    form = page.select_one("form[action='/loket/zoek']")
    assert form is not None
    box = form.select_one("#q")
    assert box is not None
    assert (box["hx-post"], box["hx-target"]) == ("/loket/zoek", "#treffers")
    assert page.select_one("#treffers[aria-live=polite]") is not None
    return page_of(desk.post("/loket/zoek", data=held_by(form) | {"q": query}, headers=HTMX), status)


@pytest.mark.parametrize("query", ["zoete inval", "Zoete Inval Aalst", "BE 0199.000.151"])
def test_what_is_found_comes_while_typing(desk: LintingClient, query: str) -> None:
    part = typed(desk, query)
    assert part.select_one(f"input[type=radio][value='{BAKERY}']") is not None
    assert part.h1 is None


@pytest.mark.parametrize(("query", "found"), [("0199.000.151", 1), ("zoete inval", 0)])
def test_who_is_found_by_a_number_need_not_be_chosen(desk: LintingClient, query: str, found: int) -> None:
    assert len(typed(desk, query).select("input[type=radio][checked]")) == found


def test_the_part_leads_to_the_visit_as_the_page_does(desk: LintingClient) -> None:
    form = typed(desk, "zoete inval").select_one("form")
    assert form is not None
    assert desk.send(form, "/loket", {"number": BAKERY}).location == "/loket/klant/wie"


def test_the_customer_is_found_by_a_dossier_number_while_typing(desk: LintingClient, world: World) -> None:
    mandate = world.give()
    world.session.commit()
    assert "Bakkerij De Zoete Inval" in words_of(typed(desk, mandate.dossier_number))


@pytest.mark.parametrize("query", ["", "0199", "0199.000.15", "0199.000.152"])
def test_nothing_is_said_against_a_number_while_it_is_typed(desk: LintingClient, query: str) -> None:
    assert words_of(typed(desk, query)) == ""


def test_who_works_under_another_name_is_known_again_by_his_own(desk: LintingClient, world: World) -> None:
    world.add_enterprise(BUILDER, "El Amrani Ahmed", "Truweelpad", "19", "9000", "Gent", natural=True)
    world.session.add(RegisterName(entity_number=f"2{BUILDER[1:]}", language="2", kind="003", name="Bouwwerken Ahmed"))
    world.session.commit()
    card = words_of(typed(desk, BUILDER))
    assert "Bouwwerken Ahmed Ook bekend als El Amrani Ahmed Ondernemingsnummer 0199.000.349" in card


def test_what_is_not_found_is_said_without_an_error(desk: LintingClient) -> None:
    part = typed(desk, "qqqqqq")
    assert NOTHING in words_of(part)
    assert part.select("[class*=error]") == []


def test_typing_leaves_nothing_behind(desk: LintingClient) -> None:
    typed(desk, "zoete inval")
    assert desk.see("/loket").select("input[type=radio]") == []


def test_nothing_chosen_shows_again_what_was_typed(desk: LintingClient) -> None:
    desk.fill_in("/loket", {"q": "peeters"})
    form = typed(desk, "zoete inval").select_one("form")
    assert form is not None
    page = page_of(desk.send(form, "/loket", {}, 422), 422)
    assert errors_of(page) == ["U hebt nog niet gekozen. Kies de onderneming van de klant."]
    assert page.select_one("#q")["value"] == "zoete inval"  # type: ignore[index]
    assert [tag["value"] for tag in page.select("input[type=radio]")] == [BAKERY]


def test_nobody_else_is_found_while_a_customer_looks_on(desk: LintingClient) -> None:
    form = desk.see("/loket").select_one("form[action='/loket/zoek']")
    assert form is not None
    start(desk)
    assert desk.post("/loket/zoek", data=held_by(form) | {"q": "zoete inval"}, headers=HTMX).status_code == 204
