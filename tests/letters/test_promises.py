"""What every letter promises of the phone, the post and the site is what they do."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.adapters.press import Press
from app.adapters.press.samples import sample
from app.core.letters.data import FACTS, KINDS
from tests.letters import SETTINGS
from tests.letters.sheets import words_of
from tests.letters.test_words import WITH_SLIP

SHORT = "een hinderpremie aanvragen"
HELP = "Aan de telefoon kan het niet. Bel wel gratis 1700 als u hulp wilt."
# What nobody accepted yet is taken back by phone, whatever its types say.
WAITS = "Zolang er geen antwoord is, kunt u ook bellen: gratis 1700."


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "stops_by_phone" in FACTS[kind].__optional_keys__])
def test_stopping_by_phone_is_only_promised_where_the_phone_stops(press, kind):
    def told(**other):
        page = BeautifulSoup(press.text_version(sample(kind, **other)), "html.parser")
        blocks = [" ".join(one.get_text().replace("\u00a0", " ").split()) for one in page.find_all(["p", "li"])]
        return [one for one in blocks if re.search(r"\b[Bb]el (wel |meteen )?(dan )?gratis|[Bb]ellen", one)]

    always = told()
    some, none = told(stops_by_phone=[SHORT]), told(stops_by_phone=[])
    promises = [one for one in always if one not in none]
    assert [one for one in promises if one in some] == [], "a promise of the phone that does not ask whether it holds"
    kept = always + [one.replace(", of wilt u dit niet meer", "") for one in always]
    for one in none:
        assert HELP in one or WAITS in one or one in kept, one
    for one in some:
        assert f"Gratis bellen naar 1700 kan alleen voor: {SHORT}." in one or WAITS in one or one in kept, one
    for one in always:
        stops = re.search(r"elke dag|stopzetten|Stoppen|naar een loket met uw identiteitskaart", one)
        assert not stops or one in promises or "en soms aan de telefoon: bel gratis 1700" in one, one
    if kind in WITH_SLIP:
        assert promises


def test_stamps_and_the_site_are_what_the_settings_say(press):
    address = ("Postbus 7", "9000 Gent")
    other = Press(replace(SETTINGS, reply_postage="stamp", reply_address=address, found_at="loket.example"))
    for kind in KINDS:
        words, usual = other.text_version(sample(kind)), press.text_version(sample(kind))
        assert "vlaanderen.be" not in words, kind
        assert re.search("geen postzegel|zonder postzegel", words) is None, kind
        assert ("vlaanderen.be" in usual) == ("loket.example" in words), kind
    for kind in ("invitation.holder", "colleague.party", "to_sign.giver", "still_needed.giver"):
        paper = words_of(other.print_pdf(sample(kind))[0])
        assert "Kleef een postzegel op de omslag." in paper, kind
        assert "geen postzegel" not in paper, kind
    assert "Postbus 7 9000 Gent" in words_of(other.print_pdf(sample("invitation.holder"))[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_is_addressed_to_who_reads_it(kind):
    letter = sample(kind)
    reader, enterprise, *_ = letter.address_lines
    assert reader == letter.data["recipient_name"]
    own = {"holder": "holder_name", "giver": "giver_name"}.get(kind.partition(".")[2], "party_name")
    assert enterprise == letter.data.get(own, enterprise)
