"""The letters of a mandate: shown as soon as they are printed, and only to whom they are addressed."""

import re
from collections.abc import Callable
from datetime import timedelta

from bs4 import BeautifulSoup

from app.core.journal import record_rule
from app.core.people import accounts
from app.core.people.persons import ensure_person
from app.core.rights.granting import grant_right
from app.models.mandate import Mandate
from app.models.user_right import RightKind
from tests.web.client import HTMX, LintingClient
from tests.web.conftest import StillClock
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import read
from tests.world import World

CODE = re.compile(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")
LARGEST_PICTURE = 60_000
Print = Callable[[], None]


def links_of(page: BeautifulSoup) -> dict[str, str]:
    """Where the letters on a page lead: the first of each sort."""
    found = {
        "image": page.select_one("main img[src*='/pagina/']"),
        "pdf": page.select_one("main a[href$='brief.pdf']"),
        "text": page.select_one("main a[href$='/lezen']"),
    }
    return {name: str(tag.get("src") or tag.get("href")) for name, tag in found.items() if tag is not None}


def test_letters_are_told_once_for_each_day_on_which_they_were_printed(
    maria: LintingClient, offered: Mandate, world: World
) -> None:
    for days in (0, 0, 3):
        world.later(days=days)
        record_rule(world.session, "letter_printed", offered, now=world.now, party_id=world.bakery.id)
    world.session.commit()
    told = read(maria.see(f"/mandaten/{offered.id}").main)
    assert told.count(f"Wij drukten een brief voor {world.bakery.name}.") == 2


def test_a_letter_appears_on_its_page_as_soon_as_it_is_printed(
    maria: LintingClient, offered: Mandate, print_letters: Print
) -> None:
    page = maria.see(f"/mandaten/{offered.id}")
    assert "Wij drukken uw brief. Hij is hier zo meteen." in read(page.main)
    card = page.select_one("main [hx-get]")
    assert card is not None
    assert card["hx-trigger"] == "every 2s"
    waiting = maria.get(str(card["hx-get"]), headers=HTMX)
    assert "hx-get" in waiting.get_data(as_text=True)
    assert maria.get(str(card["hx-get"])).location == f"/mandaten/{offered.id}"
    print_letters()
    shown = maria.get(str(card["hx-get"]), headers=HTMX).get_data(as_text=True)
    assert "hx-get" not in shown
    assert "Open de brief (pdf, 2 pagina’s)" in shown
    page = maria.see(f"/mandaten/{offered.id}")
    picture = page.select_one("main img")
    assert picture is not None
    assert (picture["loading"], picture["width"], picture["height"]) == ("lazy", "620", "877")
    assert "De brief komt ten laatste op dinsdag 1 december 2026 met de post." in read(page.main)


def test_a_page_does_not_ask_for_ever(maria: LintingClient, offered: Mandate, still_clock: StillClock) -> None:
    still_clock.wait(timedelta(minutes=3))
    page = maria.see(f"/mandaten/{offered.id}")
    assert page.select("main [hx-get]") == []
    assert "Dat duurt langer dan anders." in read(page.main)


def test_pictures_pdf_and_words_are_kept_by_nobody(
    maria: LintingClient, offered: Mandate, print_letters: Print
) -> None:
    print_letters()
    links = links_of(maria.see(f"/mandaten/{offered.id}"))
    picture, pdf = maria.get(links["image"]), maria.get(links["pdf"])
    assert (picture.mimetype, pdf.mimetype) == ("image/webp", "application/pdf")
    assert len(picture.data) <= LARGEST_PICTURE
    assert pdf.data.startswith(b"%PDF")
    assert {one.headers["Cache-Control"] for one in (picture, pdf)} == {"private, no-store"}
    assert pdf.headers["Content-Disposition"] == f'inline; filename="brief-{offered.dossier_number}.pdf"'
    words = read(maria.see(links["text"]).main)
    assert "U gaf een mandaat aan Boekhoudkantoor Peeters BV" in words
    assert CODE.search(words), "the code belongs to the words: who cannot see a picture must be able to use it"
    assert maria.get(links["image"].replace("/1.webp", "/9.webp")).status_code == 404


def test_the_other_side_gets_its_own_letter_and_never_this_one(
    maria: LintingClient, jan: LintingClient, offered: Mandate, print_letters: Print
) -> None:
    print_letters()
    mine, his = (links_of(one.see(f"/mandaten/{offered.id}")) for one in (maria, jan))
    assert set(mine.values()).isdisjoint(his.values())
    assert {jan.get(address).status_code for address in mine.values()} == {404}
    assert {maria.get(address).status_code for address in his.values()} == {404}
    assert "U krijgt een mandaat van Bakkerij De Zoete Inval BV" in read(jan.see(his["text"]).main)


def test_who_only_executes_cannot_read_the_code_in_a_letter(
    jan: LintingClient, browser: Browser, world: World, offered: Mandate, print_letters: Print
) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    accounts.create_account(world.session, "els", "demo", els.id)
    grant_right(world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=world.now.date())
    world.session.commit()
    print_letters()
    executor = browser("els")
    for address in links_of(jan.see(f"/mandaten/{offered.id}")).values():
        assert executor.get(address).status_code == 404


def test_a_clerk_reads_the_customers_letter_with_the_code_covered(
    maria: LintingClient, jan: LintingClient, counter: Callable[..., LintingClient], offered: Mandate,
    print_letters: Print,
) -> None:
    print_letters()
    karim = counter()
    page = karim.see(f"/mandaten/{offered.id}")
    links = links_of(page)
    assert set(links) == {"text"}
    assert "De code in de brief is afgedekt." in read(page.main)
    words = read(karim.see(links["text"]).main)
    assert "(afgedekt)" in words
    assert not CODE.search(words)
    home = links_of(maria.see(f"/mandaten/{offered.id}"))
    assert {karim.get(home[sort]).status_code for sort in ("image", "pdf")} == {404}
    assert karim.get(links_of(jan.see(f"/mandaten/{offered.id}"))["text"]).status_code == 404
