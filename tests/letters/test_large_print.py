"""Large print: 17 points, whole sheets, and nothing lost or pushed off a page."""

import re
import subprocess

import pytest
from bs4 import BeautifulSoup

from app.adapters.press.printer_profile import read_profile
from app.adapters.press.samples import CODE, sample
from app.core.letters.data import KINDS, KINDS_WITH_CODE
from tests.letters.sheets import words_of

QUIET = read_profile("right-window").quiet
ADDRESS = read_profile("right-window").address
CODES_AT = 150
ABOVE_THE_CUT, UNDER_THE_CUT = (85, 112), (200, 60)  # millimetres: from, and how high
LONG = ("invitation.giver", "active.holder", "expiring.holder", "refused.giver", "lapsing.holder", "colleague.party")
EVERY = [(kind, "usual") for kind in KINDS] + [(kind, "long") for kind in LONG]


@pytest.mark.parametrize(("kind", "size"), EVERY)
def test_a_letter_in_large_print_fills_whole_sheets_with_all_it_says(press, large, kind, size):
    pdf, pages, sheets = large(kind, size)
    words = words_of(pdf)
    assert pages % 2 == 0
    said = BeautifulSoup(press.text_version(sample(kind, size)), "html.parser").find_all(["h2", "h3", "li"])
    for block in said:
        # A name too long for a line is broken in it.
        assert "".join(block.get_text().split()).removesuffix("opdeachterkantin.") in words.replace(" ", "")
    assert ("Handtekening" in words) == (kind.split(".")[0] in HANDS_SOMETHING_BACK)
    assert (CODE in words) == (kind in KINDS_WITH_CODE)
    assert "in grote letters" not in words
    for page in range(1, pages + 1):
        assert f"pagina {page} van {pages}" in words
        assert len(sheets.codes(page, CODES_AT)) == 2
        for top, height in (ABOVE_THE_CUT, UNDER_THE_CUT):
            assert sheets.ink(page, 186, top, 24, height) is None, "nothing runs into the right margin"
        assert sheets.ink(page, 0, 284, 210, 12.5) is None


HANDS_SOMETHING_BACK = {
    "round",
    "colleague",
    "onward",
    "given", "active", "suspended", "extension_sent", "extended", "expiring", "yearly", "invitation", "extension_asked",
    "overview", "still_needed", "transfer_sent", "passed_on", "to_sign", "extension_waits", "sign_waits",
}  # fmt: skip


@pytest.mark.parametrize(("kind", "size"), EVERY)
def test_the_front_keeps_the_window_free_and_ends_above_its_foot(large, kind, size):
    _, _, sheets = large(kind, size)
    left, top, right, bottom = sheets.ink(1, QUIET.x, QUIET.y, QUIET.width, QUIET.height)
    assert left >= ADDRESS.x - 0.2
    assert right <= ADDRESS.x + ADDRESS.width
    assert ADDRESS.y <= top < bottom <= ADDRESS.y + ADDRESS.height
    assert sheets.ink(1, 10, 262, 150, 4) is None
    # White paper between the message and the box, whose bar at the left shows where it begins.
    box_top = next(y / 2 for y in range(518, 400, -1) if sheets.ink(1, 25.2, y / 2 - 0.5, 2, 0.5) is None)
    assert sheets.ink(1, 20, box_top - 1, 170, 0.8) is None


def test_the_letters_are_a_third_larger(large, printed):
    usual, larger = (height_of("kmo-portefeuille", pdf) for pdf in (
        printed("stopped.giver", "usual").pdf, large("stopped.giver", "usual")[0]))  # fmt: skip
    assert larger / usual == pytest.approx(17 / 12.5, rel=0.02)


def test_the_form_stands_on_the_page_that_the_letter_names(large):
    pdf, _, _ = large("invitation.holder", "usual")
    assert "vul het formulier op pagina 4 in" in words_of(pdf)
    assert "Antwoordformulier" in words_on(pdf, 4)


def test_cutting_off_the_slip_takes_no_words_of_the_letter_along(large):
    pdf, _, sheets = large("given.giver", "usual")
    assert "Strook bij dossier" in words_on(pdf, 4)
    assert sheets.ink(3, 25, 200, 135, 65) is None


def height_of(word: str, pdf: bytes) -> float:
    """How high the line of this word is."""
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    top, bottom = re.search(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{word}', found).groups()  # type: ignore[union-attr]
    return float(bottom) - float(top)


def words_on(pdf: bytes, page: int) -> str:
    """The words of one page."""
    command = ["pdftotext", "-raw", "-f", str(page), "-l", str(page), "-", "-"]
    return " ".join(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode().split())
