"""What a machine finds in the file: tags for a screen reader, fonts, the same bytes every time."""

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.adapters.press import merge
from app.adapters.press.samples import SIZES, sample
from app.core.letters.data import KINDS
from tests.letters.sheets import fonts_of, words_of

OURS = {"Letter", "Letter-Accents", "Address", "Address-Accents"}
PRINT_ONE = """
import hashlib, sys
from pathlib import Path
from app.adapters.press import Press
from app.config import Settings
from app.adapters.press.samples import sample
press = Press(Settings("sqlite://", Path("/nowhere"), 8000, demo=True, https=False, secret_key=b"", letter_key=b""))
press.print_letter(sample("refused.giver"))
print(press.print_letter(sample("given.giver", "five")).sha256)
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_tagged_for_a_screen_reader_in_dutch(printed, kind):
    document = PdfReader(BytesIO(printed(kind, "usual").pdf))
    catalogue = document.trailer["/Root"]
    assert catalogue["/Lang"] == "nl-BE"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in catalogue
    assert all(page["/Tabs"] == "/S" for page in document.pages)
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert document.metadata.title


@pytest.mark.parametrize("kind", KINDS)
def test_headings_lists_and_figures_are_marked_as_such(printed, kind):
    tags = list(_tags(PdfReader(BytesIO(printed(kind, "usual").pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"]))
    names = [name for name, _ in tags]
    assert names.count("/H1") == 1
    assert names.count("/H2") >= 3
    assert "/P" in names
    assert all(words == "Code voor onze verwerking" for name, words in tags if name == "/Figure")
    assert names.count("/Figure") == 2 * printed(kind, "usual").pages


@pytest.mark.parametrize(("kind", "size"), [(kind, size) for kind in KINDS for size in SIZES])
def test_every_font_is_ours_and_embedded(printed, kind, size):
    fonts = fonts_of(printed(kind, size).pdf)
    assert fonts
    for name, embedded, subset, unicode in fonts:
        assert name.split("+")[1].removesuffix("-Bold") in OURS
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_the_digest_is_that_of_the_bytes(printed):
    letter = printed("given.giver", "usual")
    assert letter.sha256 == sha256(letter.pdf).hexdigest()


def test_the_same_letter_gives_the_same_bytes_in_any_process(press, printed):
    here = printed("given.giver", "five").sha256
    assert press.print_letter(sample("given.giver", "five")).sha256 == here
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.getcwd()}
    there = subprocess.run(
        [sys.executable, "-c", PRINT_ONE], capture_output=True, env=environment, check=True, text=True
    )
    assert there.stdout.strip() == here


def test_another_fact_gives_other_bytes(press, printed):
    other, _ = press.print_pdf(sample("refused.giver", acted_on="2026-11-19"))
    assert other != printed("refused.giver", "usual").pdf


def test_letters_merged_for_one_print_run_each_begin_on_a_front(printed):
    letters = [printed(kind, "usual") for kind in ("refused.giver", "given.giver", "lapsed.giver", "active.giver")]
    pages = PdfReader(BytesIO(merge([letter.pdf for letter in letters]))).pages
    first_words = [
        "weigert het mandaat",
        None,
        "U gaf een mandaat",
        "Strook",
        "niemand antwoordde",
        None,
        "mag nu voor",
        "Strook",
    ]
    assert [letter.pages for letter in letters] == [1, 2, 1, 2]
    assert len(pages) == len(first_words)
    for page, words in zip(pages, first_words, strict=True):
        text = page.extract_text()
        assert words in text if words else not text.strip()


def _tags(element):
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from _tags(child)
    elif isinstance(element, dict):
        if "/S" in element:
            yield element["/S"], element.get("/Alt")
        if "/K" in element:
            yield from _tags(element["/K"])


@pytest.mark.parametrize(("count", "pages"), [(8, 4), (9, 4), (20, 6)])
def test_the_last_page_of_a_yearly_list_is_the_one_that_is_signed(press, count, pages):
    """With 8 people it said nothing but whom to ask."""
    people = sample("round.party").data["people"]
    listed = [people[place % 2] | {"name": f"Persoon {place + 1}"} for place in range(count)]
    pdf, printed = press.print_pdf(sample("round.party", people=listed))
    assert printed == pages
    words = words_of(pdf)
    last = words.split(f"pagina {pages - 1} van {pages}")[1]
    assert "Handtekening" in last
    assert "Vragen?" in last
    assert all(f"{place + 1}. Persoon {place + 1}" in words for place in range(count))


@pytest.mark.parametrize(("count", "pages", "signed_on"), [(1, 2, 2), (2, 4, 3), (12, 6, 6), (40, 10, 10)])
def test_whom_to_ask_stands_under_the_signature_in_large_print_too(press, count, pages, signed_on):
    """With 2 or 12 people it had the last page for itself. With 2 a sheet is left over, and its back says that."""
    people = sample("round.party").data["people"]
    listed = [people[place % 2] | {"name": f"Persoon {place + 1}"} for place in range(count)]
    pdf, printed = press.print_pdf(sample("round.party", large_print=True, people=listed))
    assert printed == pages
    page = words_of(pdf).split(f"pagina {signed_on - 1} van {pages}")[1].split(f"pagina {signed_on} van")[0]
    assert "Handtekening" in page
    assert "Uw contactpersoon is" in page
