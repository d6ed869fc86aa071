"""What the post and the scanner need of a printed sheet, measured on the drawn pages."""

import pytest

from app.adapters.press.page_pictures import page_pictures
from app.adapters.press.printer_profile import UnknownProfile, read_profile
from app.adapters.press.samples import SIZES, sample
from app.core.letters.data import KINDS, OVERVIEW, ROUND
from tests.letters.sheets import page_from

RIGHT = read_profile("right-window")
TEXT_ENDS = 262  # millimetres from the top
FOOT_BEGINS = 273
SMALLEST_CODE = 20
FOLDS = (99, 198)
ONE_PAGE_KINDS = {
    "appointment_waits.party",
    "invitation_ended.party",
    "invitation_ended.colleague",
    "not_signed.giver",
    "not_signed.holder",
    "not_extended.giver",
    "not_extended.holder",
    "transfer_told.holder",
    "transferred.giver",
    "transferred.holder",
    "stays.giver",
    "stays.holder",
    "refused.giver",
    "refused.holder",
    "withdrawn.giver",
    "withdrawn.holder",
    "stopped.giver",
    "stopped.holder",
    "lapsed.giver",
    "lapsed.holder",
    "lapsing.giver",
}
EVERY = [(kind, size) for kind in KINDS for size in SIZES]
# All tests of one letter come one after another, so that one process draws it, and not each process that has some.
of_every_letter = pytest.mark.parametrize(("kind", "size"), EVERY, scope="module")


@of_every_letter
def test_nothing_but_the_address_stands_in_the_window(sheets, kind, size):
    sheet, address, quiet = sheets(kind, size), RIGHT.address, RIGHT.quiet
    left, top, right, bottom = sheet.ink(1, quiet.x, quiet.y, quiet.width, quiet.height)
    assert left >= address.x - 0.2
    assert right <= address.x + address.width
    assert top >= address.y
    assert bottom <= address.y + address.height


@of_every_letter
def test_the_front_ends_above_the_foot_and_the_lower_code(sheets, kind, size):
    sheet = sheets(kind, size)
    assert sheet.ink(1, 10, TEXT_ENDS, 150, FOOT_BEGINS - TEXT_ENDS) is None
    assert sheet.ink(1, 0, 284, 210, 12.5) is None
    assert sheet.ink(1, 186, 85, 24, 200) is None, "nothing runs into the right margin"


@of_every_letter
def test_the_message_ends_above_the_box(sheets, kind, size):
    # The box has a thick bar on its left; above it there is white paper, then the last line of the message.
    sheet, half = sheets(kind, size), 0.5
    box_top = next(y / 2 for y in range(518, 440, -1) if sheet.ink(1, 25.2, y / 2 - half, 2, half) is None)
    assert sheet.ink(1, 20, box_top - 1, 170, 0.8) is None
    assert box_top > 230


@of_every_letter
def test_every_page_carries_two_codes_that_a_scanner_reads(sheets, printed, kind, size):
    pages = printed(kind, size).pages
    for page in range(1, pages + 1):
        codes = sheets(kind, size).codes(page, 150)
        assert [code.text for code in codes] == [f"VM1-260914000151-{page}/{pages}"] * 2
        for code in codes:
            assert code.bottom - code.top >= SMALLEST_CODE - 0.2
            assert code.right - code.left >= SMALLEST_CODE - 0.2
            assert all(not code.top - 2 < fold < code.bottom + 2 for fold in FOLDS), "a code stands on a fold"
        assert abs(codes[0].top - codes[1].top) > 100
        assert abs(codes[0].left - codes[1].left) > 100 or page > 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_codes_are_read_at_300_dots_per_inch_too(sheets, printed, kind):
    for page in range(1, printed(kind, "usual").pages + 1):
        assert len(sheets(kind, "usual").codes(page, 300)) == 2


@of_every_letter
def test_a_letter_fills_whole_sheets_or_one_front(printed, kind, size):
    pages = printed(kind, size).pages
    assert pages % 2 == 0 or (pages == 1 and kind in ONE_PAGE_KINDS)
    if size != "long" and kind not in {OVERVIEW, ROUND}:
        assert pages <= 2, "even the 5 types of Mijn boekhouder fit on one sheet"


@of_every_letter
def test_each_page_has_a_picture_that_loads_on_a_phone(printed, kind, size):
    letter = printed(kind, size)
    pictures = page_pictures(letter.pdf)
    assert len(pictures) == letter.pages
    for picture in pictures:
        assert len(picture) <= 60_000
        page = page_from(picture)
        assert page.format == "WEBP"
        assert page.width >= 850


def test_the_answer_form_shows_its_return_address_in_the_same_window(sheets):
    sheet, address, quiet = sheets("invitation.holder", "usual"), RIGHT.address, RIGHT.quiet
    left, top, right, bottom = sheet.ink(2, quiet.x, quiet.y, quiet.width, quiet.height)
    assert (left >= address.x - 0.2, top >= address.y) == (True, True)
    assert (right <= address.x + address.width, bottom <= address.y + address.height) == (True, True)


def test_seven_address_lines_fit_in_the_window(press):
    from tests.letters.sheets import Sheets  # the fixture keeps one letter per kind; this one is apart

    letter = sample("refused.giver")
    letter.address_lines[:] = [f"Regel {number} van het adres" for number in range(1, 7)] + ["9300 Aalst"]
    _left, top, _right, bottom = Sheets(press.print_pdf(letter)[0]).ink(1, 85, 25, 125, 59)
    assert (top >= 40, bottom <= 69) == (True, True)


def test_a_letter_that_is_handed_over_has_an_empty_window(press):
    from tests.letters.sheets import Sheets

    letter = sample("refused.giver")
    letter.address_lines.clear()
    assert Sheets(press.print_pdf(letter)[0]).ink(1, 85, 25, 125, 59) is None


def test_another_envelope_is_another_profile(settings):
    from dataclasses import replace

    from app.adapters.press import Press
    from tests.letters.sheets import Sheets

    left = read_profile("left-window")
    sheet = Sheets(Press(replace(settings, printer_profile="left-window")).print_letter(sample("given.giver")).pdf)
    x, y, right, bottom = sheet.ink(1, left.quiet.x, left.quiet.y, left.quiet.width, left.quiet.height)
    assert x >= left.address.x - 0.2
    assert y >= left.address.y
    assert right <= left.address.x + left.address.width
    assert bottom <= left.address.y + left.address.height
    assert len(sheet.codes(1, 150)) == 2


def test_an_unknown_profile_is_refused_with_those_there_are():
    with pytest.raises(UnknownProfile, match="left-window, right-window"):
        read_profile("../secret")
