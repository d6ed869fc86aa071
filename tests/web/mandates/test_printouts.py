"""Pages on paper: made by us, without a script, for exactly whom the page is for."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.core.views.overview import PAGE_SIZE
from app.models.mandate import Mandate
from app.translations.formats import dossier_text
from tests.letters.sheets import words_of
from tests.web.client import LintingClient
from tests.web.mandates.test_letter_code import READER, invited, opened
from tests.web.mandates.test_letter_code import walk as answer_letter
from tests.web.small_world import add_account
from tests.web.wizards.conftest import Browser
from tests.web.wizards.test_counter import to_check as to_check_at_the_counter
from tests.web.wizards.walk import read, send_looked_at, to_check, walk
from tests.world import FARM, World

__all__ = ["invited"]

OFFICE_NAME, BAKERY_NAME = "Boekhoudkantoor Peeters BV", "Bakkerij De Zoete Inval BV"
LINK = "Druk dit af (pdf)"
ONLY_ON_SCREEN = ("Druk dit af", "Bekijk dit mandaat", "Naar mijn mandaten", "Klaar, sluit", "Lees de brief")
PRINTED_AT = "Dit is geen brief. Afgedrukt op 23 november 2026 om 10.00 uur."
Counter = Callable[..., LintingClient]
Print = Callable[[], None]


class Paper:
    """A printed page, read back."""

    def __init__(self, pdf: bytes) -> None:
        self.document = PdfReader(BytesIO(pdf))
        self.words = words_of(pdf)


def link_on(client: LintingClient, address: str) -> str:
    """Where the link of the page at `address` leads that prints it."""
    links = [str(link["href"]) for link in client.see(address).select("main a") if read(link) == LINK]
    assert len(links) == 1, address
    return links[0]


def paper_of(client: LintingClient, address: str, mandate: Mandate | None = None) -> Paper:
    """The page at `address` on paper, after a look at what every sheet must be."""
    response = client.get(link_on(client, address))
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == 'inline; filename="afdruk.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"
    paper = Paper(response.data)
    assert PRINTED_AT in paper.words
    assert [words for words in ONLY_ON_SCREEN if words in paper.words] == []
    if mandate is not None:
        assert f"Dossiernummer {dossier_text(mandate.dossier_number)}.".replace("\u00a0", " ") in paper.words
    return paper


def test_the_page_of_a_mandate_comes_on_a_tagged_sheet_in_dutch(maria: LintingClient, active: Mandate) -> None:
    paper = paper_of(maria, f"/mandaten/{active.id}", active)
    catalogue = paper.document.trailer["/Root"]
    assert catalogue["/Lang"] == "nl-BE"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert paper.document.metadata.title == f"{OFFICE_NAME} en {BAKERY_NAME} – Mandaatloket"
    assert all("Annots" not in page for page in paper.document.pages)
    left, bottom, width, height = (float(value) for value in paper.document.pages[0].mediabox)
    assert (left, bottom, round(width), round(height)) == (0, 0, 595, 842)
    for sentence in (
        "Actief",
        "mag een premie vragen",
        f"Wat mag {OFFICE_NAME} niet doen?",
        "Het mandaat geldt",
        "Wat is er gebeurd?",
        f"gaf dit mandaat voor {BAKERY_NAME}.",
        "Vragen? Bel gratis 1700",
        "Pagina 1 van ",
    ):
        assert sentence in paper.words, sentence


def test_each_side_prints_its_own_letters_without_their_code(
    maria: LintingClient, jan: LintingClient, offered: Mandate, print_letters: Print
) -> None:
    print_letters()
    mine, his = (paper_of(one, f"/mandaten/{offered.id}", offered).words for one in (maria, jan))
    assert f"U gaf een mandaat aan {OFFICE_NAME}" in mine
    assert f"U gaf een mandaat aan {OFFICE_NAME}" not in his
    assert f"U krijgt een mandaat van {BAKERY_NAME}" in his
    assert f"U krijgt een mandaat van {BAKERY_NAME}" not in mine
    assert "Uw code" not in mine + his


def test_the_overview_comes_on_paper_with_the_dossier_numbers(jan: LintingClient, offered: Mandate) -> None:
    words = paper_of(jan, "/mandaten").words
    assert f"{BAKERY_NAME}, dossier {dossier_text(offered.dossier_number)}".replace("\u00a0", " ") in words
    assert "U moet nog iets doen (1)" in words


def test_another_page_of_the_overview_is_printed_as_it_is_shown(maria: LintingClient, world: World) -> None:
    for number in range(PAGE_SIZE + 1):
        world.give("hinder.manage").refused_on = world.now.date()
        world.later(seconds=number)
    world.session.commit()
    shown = maria.see("/mandaten?geven=2")
    names = [read(heading).replace("\u00a0", " ") for heading in shown.select(".ml-mandate h3")]
    words = paper_of(maria, "/mandaten?geven=2").words
    assert f"{PAGE_SIZE + 1} mandaten, bladzijde 2 van 2" in words
    assert [name for name in names if name not in words] == []
    assert words.count(", dossier ") == len(names) == 1


def test_what_was_done_with_a_mandate_comes_on_paper(maria: LintingClient, active: Mandate) -> None:
    done = str(maria.fill_in(f"/mandaten/{active.id}/stopzetten").location)
    words = paper_of(maria, done, active).words
    assert f"{OFFICE_NAME} kan niets meer doen in uw naam." in words
    assert "Uw brief komt ten laatste op dinsdag 1 december 2026." in words


def test_what_was_not_done_is_not_printed_either(maria: LintingClient, active: Mandate) -> None:
    response = maria.get(f"/mandaten/{active.id}/klaar/stopzetten/afdruk.pdf")
    assert response.location == f"/mandaten/{active.id}"
    address = to_check(maria)
    assert maria.get(address.replace("/check", "/done/print.pdf")).location == address


def test_the_end_of_giving_comes_on_paper(maria: LintingClient) -> None:
    done = str(maria.fill_in(to_check(maria), {"read": "y"}).location)
    words = paper_of(maria, done).words
    assert f"Het mandaat is nog niet actief: {OFFICE_NAME} moet het eerst aanvaarden." in words
    assert "Verstuurd op 23 november 2026 om 10.00 uur." in words


def test_the_end_of_accepting_comes_on_paper(jan: LintingClient, offered: Mandate) -> None:
    form = jan.see("/mandaten").select_one(f"main form[action='/aanvaarden/mandate/{offered.id}']")
    assert form is not None
    address = str(jan.send(form, "/mandaten", {}).location)
    check = walk(jan, str(jan.get(address).location), (("decide", {"decision": "refuse"}), ("reason", {})))
    words = paper_of(jan, str(jan.fill_in(check, {"read": "y"}).location), offered).words
    assert "U hebt het mandaat geweigerd" in words


def test_the_end_behind_a_letter_code_comes_on_paper_for_this_reader_alone(
    client: LintingClient, browser: Browser, invited: Callable[..., Mandate], maria: LintingClient
) -> None:
    mandate = invited()
    answer_letter(opened(client, mandate), "refuse", {"reason": ""}, READER, {"stands": "y"})
    words = paper_of(client, "/brief/klaar", mandate).words
    assert "U hebt het mandaat geweigerd" in words
    assert maria.get("/brief/klaar/afdruk.pdf").location == "/brief"


def test_who_has_not_done_anything_behind_a_letter_code_prints_nothing(
    client: LintingClient, invited: Callable[..., Mandate]
) -> None:
    opened(client, invited())
    assert client.get("/brief/klaar/afdruk.pdf").location == "/brief"


def test_at_the_counter_the_same_sheets_come_out(
    counter: Counter, world: World, offered: Mandate, print_letters: Print
) -> None:
    print_letters()
    karim = counter()
    assert f"U gaf een mandaat aan {OFFICE_NAME}" in paper_of(karim, f"/mandaten/{offered.id}", offered).words
    check = to_check_at_the_counter(karim, "kmop.manage")
    done = str(send_looked_at(karim, world, check, {"read": "y"}).location)
    assert "U hebt het mandaat gegeven" in paper_of(karim, done).words


def test_for_a_stranger_there_is_nothing_to_print(
    maria: LintingClient, client: LintingClient, browser: Browser, world: World
) -> None:
    done = str(maria.fill_in(to_check(maria), {"read": "y"}).location)
    mandate = next(str(link["href"]) for link in maria.see(done).select("main a") if "Bekijk" in read(link))
    add_account(world, "luc", world.add_representative(FARM, "Luc", "Vanhoutte"))
    world.session.commit()
    stranger = browser("luc")
    for address in (f"{mandate}/afdruk.pdf", f"{mandate}/klaar/intrekken/afdruk.pdf", f"{done}/print.pdf"):
        assert stranger.get(address).status_code == 404, address
        assert str(client.get(address).location).startswith("/aanmelden?next="), address
    assert OFFICE_NAME not in Paper(stranger.get("/mandaten/afdruk.pdf").data).words


def test_a_sign_that_no_font_has_is_said_and_nothing_ugly_is_printed(
    maria: LintingClient, world: World, active: Mandate
) -> None:
    active.holder.name = "Bakkerij 麵包"
    world.session.commit()
    page = maria.see(f"/mandaten/{active.id}/afdruk.pdf", 409)
    assert "Wij kunnen dit niet afdrukken" in read(page.h1)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script><img src=http://127.0.0.1/x>",
        "url(file:///etc/passwd) } * { display: none",
        "\u202eeknal\u202c Jansen",
        "W" * 320,
    ],
)
def test_a_hostile_name_stays_a_name(maria: LintingClient, world: World, active: Mandate, name: str) -> None:
    active.holder.name = name
    world.session.commit()
    paper = Paper(maria.get(f"/mandaten/{active.id}/afdruk.pdf").data)
    kept = "".join(name.replace("\u202e", "").replace("\u202c", "").split())
    assert kept in "".join(paper.words.split())
