"""An accountant with many customers: the matrix shows a page of them, a search keeps its ticks, without scripts."""

import time
import uuid
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from app.models.mandate import Mandate
from app.models.person import Person
from app.web.wizards.colleague.scene import ColleagueScene
from tests.colleagues import MANAGER, colleague
from tests.many_customers import copy_for_many
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.colleagues.test_appointing import NO_END, PATH, begin, rights_of
from tests.web.wizards.walk import answer, goes_to, read, walk
from tests.world import World

MANY = 60
MISSING = "U hebt nog niet gekozen. Kies alle klanten of kruis ze aan."


@pytest.fixture
def copies(world: World, active: Mandate) -> list[str]:
    """Sixty customers beside the bakery."""
    found = [str(one) for one in copy_for_many(world.session, active.id, MANY)]
    world.session.commit()
    return found


@pytest.fixture
def els(world: World) -> Person:
    found = colleague(world, "Els", MANAGER)
    world.session.commit()
    return found


@pytest.fixture
def address(jan: LintingClient, els: Person, copies: list[str]) -> str:
    """The question for which customers Els may work."""
    return walk(jan, begin(jan), (("who", {"who": str(els.id)}),))


def ticked(page: BeautifulSoup) -> set[str]:
    return {str(one["value"]) for one in page.select("main input[type=checkbox][checked]")}


def press(client: LintingClient, address: str, button: str, **more: object) -> BeautifulSoup:
    """What a browser posts with this button: everything that is ticked on the page, with these ticks more."""
    page = client.see(address)
    names = {"kept": [], "mandates": []} | {"scope": "chosen", "q": page.select_one("#q")["value"]}
    for one in page.select("main input[type=checkbox][checked]"):
        names[str(one["name"])].append(str(one["value"]))
    names["mandates"] += more.pop("tick", [])
    assert goes_to(answer(client, address, names | {"doe": button} | more)) == "customers"
    return client.see(address)


def test_what_nobody_carries_out_is_a_page_with_a_search(jan: LintingClient, copies: list[str]) -> None:
    page = jan.see(PATH)
    assert "Mandaten zonder medewerker (61)" in read(page)
    assert "61 mandaten, bladzijde 1 van 3" in read(page)
    assert len(page.select("section[aria-labelledby=niemand] li")) == 25
    links = [str(one["href"]) for one in page.select(".ml-pager a")]
    assert links == [f"{PATH}?bladzijde=2#niemand"]
    found = jan.see(f"{PATH}?zoek=klant 06")
    assert "2 van de 61 passen bij “klant 06”." in read(found)
    assert [words_of(one).split(",")[0] for one in found.select("section[aria-labelledby=niemand] li a")] == [
        "Klant 006 BV", "Klant 060 BV"
    ]  # fmt: skip
    assert "Geen mandaat zonder medewerker past bij “<b>niets”." in read(jan.see(f"{PATH}?zoek=<b>niets"))
    links = [str(one["href"]) for one in jan.see(f"{PATH}?zoek=klant&bladzijde=2").select(".ml-pager a")]
    assert links == [f"{PATH}?zoek=klant#niemand", f"{PATH}?zoek=klant&bladzijde=3#niemand"]
    assert jan.get(f"{PATH}/afdruk.pdf?zoek=klant").data[:4] == b"%PDF"


def test_few_customers_stand_there_without_a_search(jan: LintingClient, els: Person, active: Mandate) -> None:
    page = jan.see(walk(jan, begin(jan), (("who", {"who": str(els.id)}),)))
    assert page.select_one("#q") is None
    assert len(page.select("main input[type=checkbox]")) == 1
    assert jan.see(PATH).select_one("main form[role=search]") is None


def test_ticks_are_kept_from_search_to_search_and_page_to_page(
    jan: LintingClient, world: World, els: Person, address: str, copies: list[str]
) -> None:
    page = jan.see(address)
    assert "Nu zijn dat er 61." in read(page)
    assert (len(page.select("main input[type=checkbox]")), ticked(page)) == (25, set())
    page = press(jan, address, "bladzijde-2", tick=[copies[0], copies[1]])
    assert "Bladzijde 2 van 3" in read(page)
    assert "U koos 2 klanten. Wie u koos (2)" in read(page)
    page = press(jan, address, "zoek", tick=[copies[30]], q="klant 059")
    assert "1 klant past bij “klant 059”" in read(page)
    assert ticked(page) == {copies[0], copies[1], copies[30]}
    page = press(jan, address, "zoek", tick=[copies[58]], kept=[copies[0], copies[30]], q="")
    assert "U koos 3 klanten. 1 daarvan staat hieronder op deze bladzijde." in read(page)
    assert ticked(page) == {copies[0], copies[30], copies[58]}
    chosen = {"scope": "chosen", "q": "", "kept": [copies[30], copies[58]], "mandates": [copies[0], str(uuid.uuid4())]}
    assert goes_to(answer(jan, address, chosen)) == "level"
    assert ticked(jan.see(address)) == {copies[0], copies[30], copies[58]}
    check = walk(jan, address.replace("customers", "level"), (("level", {"level": "view"}), NO_END))
    assert "alleen voor Klant 001 BV, Klant 031 BV en Klant 059 BV" in read(jan.see(check))
    jan.fill_in(check)
    assert rights_of(world, els) == [("executor", "view", False)] * 3 + [("manager", "manage", True)]


def test_enter_with_all_customers_chosen_goes_on_and_a_search_finds_nothing(jan: LintingClient, address: str) -> None:
    nobody = press(jan, address, "zoek", q="niemand")
    assert "Geen klant past bij “niemand”." in read(nobody)
    refused = answer(jan, address, {"scope": "chosen", "q": "niemand"}, 422)
    assert errors_of(page_of(refused, 422)) == [MISSING]
    press(jan, address, "zoek", q="")
    assert errors_of(page_of(answer(jan, address, {"scope": "chosen", "q": ""}, 422), 422)) == [MISSING]
    # A browser presses the first button for who types Enter on a choice.
    assert goes_to(answer(jan, address, {"scope": "all", "q": "", "doe": "zoek"})) == "level"


def test_thousands_of_chosen_customers_are_named_at_once() -> None:
    ids = [uuid.uuid4() for _ in range(4_000)]
    rows = [SimpleNamespace(id=one, partner=SimpleNamespace(name=str(one))) for one in ids]
    scene = SimpleNamespace(mandate_ids=tuple(reversed(ids)), customers=rows)
    began = time.perf_counter()
    names = ColleagueScene.names_of_customers.fget(scene)  # type: ignore[attr-defined]
    assert names == [str(one) for one in ids]
    # Looking each of them up among all others takes seconds.
    assert time.perf_counter() - began < 1
