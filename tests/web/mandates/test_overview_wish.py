"""Choosing, searching and keeping the list of the overview, by its address alone."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from app.models.mandate import Mandate
from app.models.party import Party
from tests import acting
from tests.web.client import LintingClient, words_of
from tests.web.wizards.walk import read
from tests.world import DUO, FARM, World

TYPES = (
    "kmop.manage", "hinder.manage", "invest.manage", "subsidy.view", "recog.manage", "recog.view", "permit.manage",
    "permit.view", "leave.manage", "staff.view", "farm.view",
)  # fmt: skip
HOSTILE = '=HYPERLINK("http://kwaad.example","klik")'


def names(client: LintingClient, query: str = "") -> list[str]:
    """Whose mandates the overview shows."""
    return [words_of(one).split(",")[0] for one in client.see(f"/mandaten?{query}").select(".ml-mandate h3")]


@pytest.fixture
def three(world: World) -> list[Mandate]:
    """One active, one refused, one that waits; each with somebody else."""
    found = [acting.accept(world, world.give("hinder.manage")), world.give("permit.view", other_number=FARM)]
    found.append(acting.withdraw(world, world.give("recog.view", other_number=DUO, months=1)))
    world.session.commit()
    return found


def test_an_address_tells_which_mandates_are_shown(maria: LintingClient, three: list[Mandate]) -> None:
    office, farm, duo = "Boekhoudkantoor Peeters BV", "Hoeve Vanhoutte", "VZW De Beekhoek"
    assert sorted(names(maria)) == [office, farm, duo]
    assert names(maria, "status=actief") == [office]
    assert names(maria, "status=voorbij") == [duo]
    assert names(maria, "zoek=hoeve") == [farm]
    assert names(maria, "kant=nemer") == []
    assert names(maria, "kant=gever&volgorde=naam") == [office, farm, duo]
    assert len(names(maria, "status=onzin&kant=onzin&einde=31&volgorde=onzin&geven=-3")) == 3


def test_the_groups_are_links_with_counts_that_keep_the_rest_of_the_wish(
    maria: LintingClient, three: list[Mandate]
) -> None:
    page = maria.see("/mandaten?zoek=e&status=actief&volgorde=naam")
    links = {words_of(one): str(one["href"]) for one in page.select(".ml-groups a")}
    assert list(links) == ["Alles (3)", "Actief (1)", "Wacht op antwoord (1)", "Voorbij (1)"]
    assert links["Voorbij (1)"] == "/mandaten?status=voorbij&zoek=e&volgorde=naam"
    current = page.select(".ml-groups a[aria-current]")
    assert [words_of(one) for one in current] == ["Actief (1)"]
    form = page.select_one("main form[role=search]")
    assert form is not None
    assert form.select_one("input[name=status]")["value"] == "actief"
    assert form.select_one("input[name=zoek]")["value"] == "e"
    assert form.select_one("select[name=volgorde] option[selected]")["value"] == "naam"


def test_what_fits_nothing_says_so_and_leads_back(maria: LintingClient, three: list[Mandate]) -> None:
    page = maria.see("/mandaten?zoek=<b>niemand")
    assert "Er is geen mandaat dat past bij wat u koos." in read(page.main)
    assert page.select_one("main .ml-empty a[href='/mandaten']") is not None


def test_the_next_page_keeps_the_wish(maria: LintingClient, world: World) -> None:
    for _ in range(26):
        acting.withdraw(world, world.give("hinder.manage"))
    world.session.commit()
    page = maria.see("/mandaten?status=voorbij")
    link = page.find("a", string="Volgende bladzijde")
    assert link is not None
    assert link["href"] == "/mandaten?status=voorbij&geven=2"
    assert len(names(maria, str(link["href"]).split("?")[1])) == 1


def as_csv(client: LintingClient, query: str = "") -> list[list[str]]:
    response = client.get(f"/mandaten/lijst.csv?{query}")
    assert response.get_data().startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="mandaten.csv"'
    assert response.headers["Cache-Control"] == "private, no-store"
    return list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"), newline=""), delimiter=";"))


def as_xlsx(client: LintingClient, query: str = "") -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(client.get(f"/mandaten/lijst.xlsx?{query}").get_data()))
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


@pytest.mark.parametrize("kept", [as_csv, as_xlsx])
def test_a_file_holds_exactly_the_mandates_of_the_page(
    maria: LintingClient, three: list[Mandate], kept: Callable[..., list[list[object]]]
) -> None:
    for query in ("", "status=actief", "zoek=hoeve", "kant=nemer", "volgorde=naam"):
        head, *rows = kept(maria, query)
        assert head[:3] == ["Dossiernummer", "Uw kant", "Andere partij"] or head[:3] == (
            "Dossiernummer", "Uw kant", "Andere partij")
        assert [row[2] for row in rows] == names(maria, query)


def test_a_list_says_the_numbers_the_status_and_the_days(maria: LintingClient, three: list[Mandate]) -> None:
    (row,) = as_csv(maria, "status=actief")[1:]
    assert row[1:6] == ["U bent mandaatgever", "Boekhoudkantoor Peeters BV", "0199.000.250", "Actief", row[5]]
    assert row[7:] == ["23/11/2026", "23/11/2026", "22/11/2027", ""]
    assert row[0].replace(" ", "") == three[0].dossier_number


def test_a_list_holds_the_mandates_of_all_pages(maria: LintingClient, world: World) -> None:
    for _ in range(27):
        acting.withdraw(world, world.give("hinder.manage"))
    world.session.commit()
    assert len(as_csv(maria, "geven=2")) == len(as_xlsx(maria)) == 28


@pytest.mark.parametrize("name", [
    HOSTILE, "+32 2 000", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1", "＝1+1", "Jan; =1+1", 'Pe"ters\r\n=1+1', "Bel\x07",
    "O'Neill 🐟 Ξένος",
])
def test_a_hostile_name_is_text_in_every_file(
    maria: LintingClient, three: list[Mandate], world: World, name: str
) -> None:
    world.session.get_one(Party, three[0].holder_id).name = name
    world.session.commit()
    (row,) = as_csv(maria, "status=actief")[1:]
    assert not row[2].lstrip().startswith(tuple("=+-@＝＋－＠"))
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    assert row[2].removeprefix("'") == shown
    book = load_workbook(io.BytesIO(maria.get("/mandaten/lijst.xlsx?status=actief").get_data()))
    cell = book.active["C2"]
    assert (cell.value, cell.data_type) == (shown, "s")


def test_a_clerk_keeps_no_list_of_a_customer(counter: Callable[..., LintingClient], three: list[Mandate]) -> None:
    karim = counter()
    for kind in ("csv", "xlsx"):
        assert "Een lijst bewaren kan niet aan het loket." in read(karim.see(f"/mandaten/lijst.{kind}", 403).main)
    assert "csv" not in read(karim.see("/mandaten").main)


def test_paper_says_that_it_does_not_hold_everything(maria: LintingClient, three: list[Mandate]) -> None:
    page = maria.get("/mandaten/afdruk.pdf?status=actief")
    assert page.mimetype == "application/pdf"


def test_who_has_much_to_do_reads_what_ends_first_and_is_led_to_the_rest(jan: LintingClient, world: World) -> None:
    given = [world.give(key) for key in TYPES]
    for days, mandate in enumerate(given):
        mandate.answer_by += timedelta(days=days)
    world.session.commit()
    page = jan.see("/mandaten")
    shown = [str(link["href"]) for link in page.select("section[aria-labelledby=doen] h3 a")]
    assert shown == [f"/mandaten/{mandate.id}" for mandate in given[:10]]
    assert "U moet nog iets doen (11)" in read(page.main)
    assert page.select_one("section[aria-labelledby=doen] a[href='/mandaten?status=wacht']") is not None
