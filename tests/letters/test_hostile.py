"""Names that somebody registered to do harm, and names that our fonts must be able to print."""

import socket
from datetime import date

import pytest

from app.adapters.press import BadLetter, PressError, Unprintable
from app.adapters.press.bundle import read_bundle
from app.adapters.press.bundled import BundledOnly, NotBundled
from app.adapters.press.samples import CODE, sample
from app.core.people.names import cleaned, predicate, shortened
from app.core.rights.held import Held, words_for_letter
from app.models.mandate_type import AccessLevel
from tests.letters.sheets import Sheets, fonts_of, words_of

HOSTILE = (
    "<script>alert(1)</script><img src=http://evil.example/x.png>",
    "</p></div><style>*{display:none}</style>",
    'x" style="background:url(file:///etc/passwd)',
    "@import url(http://evil.example/x.css);",
    "{{ 7*7 }}{% raw %}{{ settings }}",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "<link rel=stylesheet href=//evil.example><base href=//evil.example>",
    "<!-- ",
    "]]><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<svg><image href='file:///etc/passwd'/></svg>",
)
FOREIGN = {
    "Ελληνική Εταιρεία": "Greek",
    "Пекарня Надежда": "Cyrillic",
    "מאפיית השלום": "Hebrew",
    "مخبز الأمل": "Arabic",
    "Şişli Ekmek Fırını ğ": "Letter-Accents",
    "Bánh mì Sài Gòn ế": "Vietnamese",
    "Łódź Żółć Piekarnia": "Letter-Accents",
}


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a letter reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_as_the_text_it_is(press, no_network, name):
    words = words_of(press.print_pdf(sample("refused.giver", giver_name=name, holder_name=name))[0])
    assert " ".join(name.split()) in words
    assert "Uw contactpersoon is Sofie Lambrecht" in words


def test_a_hostile_sentence_or_line_is_text_too(press, no_network):
    bad = "<img src=x> {mandaatgever} url(http://x)"
    letter = sample("given.giver", may=[f"{{mandaatnemer}} mag {bad}."], channel=bad, period=bad, acted_by=bad)
    assert words_of(press.print_pdf(letter)[0]).count(bad) >= 4


def test_signs_that_turn_or_end_a_line_are_taken_out():
    assert cleaned("Bak\u202eker\u2066ij\u200f\x00 De\r\nZoete\tInval\u2028BV \ufeff") == "Bakkerij De Zoete Inval BV"
    assert cleaned("1\u00a0oktober") == "1\u00a0oktober"
    assert cleaned("Cafe\u0301") == "Café"


def test_a_name_that_turns_the_line_round_does_not(press):
    words = words_of(press.print_pdf(sample("refused.giver", holder_name="Peeters\u202e VB moor"))[0])
    assert "Peeters VB moor weigert het mandaat" in words


def test_a_name_of_only_control_signs_is_refused(press):
    with pytest.raises(BadLetter, match="holder_name"):
        press.print_letter(sample("refused.giver", holder_name="\u202e\x00 \u200b"))


@pytest.mark.parametrize("kind", ["given.giver", "invitation.holder", "active.holder", "stopped.giver"])
def test_names_of_320_wide_letters_push_nothing_off_the_page(press, kind):
    pdf, pages = press.print_pdf(
        sample(kind, "five", holder_name="W" * 320, giver_name="M" * 320, recipient_name="W" * 320)
    )
    sheet = Sheets(pdf)
    left, top, right, bottom = sheet.ink(1, 85, 25, 125, 59)
    assert (left >= 104.8, top >= 40, right <= 195, bottom <= 69) == (True, True, True, True)
    for page in range(1, pages + 1):
        assert sheet.ink(page, 186, 0, 23.5, 195) is None
        assert sheet.ink(page, 186, 200, 23.5, 96) is None, "only the line to cut along crosses the sheet"
        assert len(sheet.codes(page, 150)) == 2
    words = words_of(pdf)
    assert "Klopt dit niet?" in words
    assert f"pagina {pages} van {pages}" in words


@pytest.mark.parametrize(
    ("name", "count", "large"),
    [("m" * 320, 1, 6), ("Samenwerkende Bakkers van de Kust BV", 2, 4), ("W" * 320, 9, 6)], ids="mSW",
)  # fmt: skip
def test_who_is_invited_for_a_hundred_customers_with_long_names_gets_one_sheet(press, name, count, large):
    """In large print the form has a sheet of its own, and names that fill a page push it on."""
    customers = [f"{name[:310]} {number}" for number in range(100)]
    right = Held("executor", name, AccessLevel.VIEW, False, customers, *(date(2026, 11, 30), date(2027, 11, 30)), ())
    names = dict.fromkeys(("colleague", "party_name", "acted_by", "recipient_name"), name)
    facts = names | {"rights": words_for_letter([right] * count)}
    assert press.print_pdf(sample("colleague.party", "long", **facts))[1] == 2
    pdf, pages = press.print_pdf(sample("colleague.party", "long", large_print=True, **facts))
    assert pages == large
    assert "andere klanten" in words_of(pdf)
    assert CODE in words_of(pdf)
    for page in range(1, pages + 1):
        assert Sheets(pdf).ink(page, 186, 85, 24, 110) is None, "nothing runs into the right margin"


@pytest.mark.parametrize("name", FOREIGN)
def test_a_name_in_another_script_is_printed_with_a_font_of_ours(press, name):
    fonts = fonts_of(press.print_pdf(sample("refused.giver", holder_name=name))[0])
    assert FOREIGN[name] in {font[0].split("+")[1].removesuffix("-Bold") for font in fonts}
    assert all(font[1] == "yes" for font in fonts)


def test_an_address_in_another_script_is_printed_too(press):
    letter = sample("refused.giver")
    letter.address_lines[1] = "Пекарня Надежда"
    assert "Cyrillic" in {font[0].split("+")[1] for font in fonts_of(press.print_pdf(letter)[0])}


def test_a_picture_in_a_name_is_left_out_and_nobody_without_his_letter(press):
    letter = sample("refused.giver", holder_name="Frituur \u2764\ufe0f \u2161 ★★★")
    letter.address_lines[1] = "★ Bakkerij ★"
    words = words_of(press.print_pdf(letter)[0])
    assert "Frituur II weigert het mandaat" in words
    assert "Bakkerij" in words
    assert "★" not in words


def test_a_sign_that_no_font_has_is_refused_by_its_number_not_by_the_name(press):
    with pytest.raises(Unprintable, match=r"U\+9905") as refusal:
        press.print_letter(sample("refused.giver", holder_name="Bakkerij 餅 Geheim"))
    assert "Geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "bundled:../app/config.py",
        "bundled:",
    ],
)
def test_nothing_but_a_bundled_file_is_served(address):
    with pytest.raises(NotBundled) as refusal:
        BundledOnly(read_bundle()).fetch(address)
    assert address not in str(refusal.value)


def test_a_missing_image_or_font_stops_the_letter(settings):
    from app.adapters.press import Press

    for missing in ("yes.svg", "mandaatloket-sans-700.woff2"):
        press = Press(settings)
        del press._bundle[missing]
        with pytest.raises((NotBundled, PressError)):
            press.print_letter(sample("given.giver"))


def test_a_long_name_is_shortened_at_a_word():
    assert shortened("Bakkerij De Zoete Inval BV") == "Bakkerij De Zoete Inval BV"
    assert shortened("Samenwerkende Vennootschap voor Boekhouding, Belastingadvies", 48) == (
        "Samenwerkende Vennootschap voor Boekhouding…"
    )
    assert shortened("x" * 320) == "x" * 59 + "…"
    assert shortened("W" * 320) == "W" * 29 + "…"


def test_a_sentence_in_a_list_leaves_out_the_name_that_its_heading_has():
    assert predicate("Peeters", "{mandaatnemer} mag niets indienen.") == "mag niets indienen"
    assert predicate("Peeters", "Peeters mag niets indienen.") == "mag niets indienen"
    assert (
        predicate("Peeters", "Anderen mogen niets, {mandaatnemer} ook niet.")
        == "Anderen mogen niets, Peeters ook niet."
    )
