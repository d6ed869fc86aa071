"""Wat weten wij over u: the page, the sheets and the file of who signed in."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.core.journal import record
from app.models.journal import Ground
from app.web.pages import own_data
from tests.letters.sheets import words_of as words_of_pdf
from tests.web.client import LintingClient, words_of
from tests.world import World

PAGE, SHEETS, FILE = "/mijn-gegevens", "/mijn-gegevens/afdruk.pdf", "/mijn-gegevens/mijn-gegevens.json"
FEWER = 50


def many_acts(world: World, count: int) -> None:
    for number in range(count):
        record(world.session, world.giver, "notice_chosen", now=world.now + timedelta(seconds=number),
               ground=Ground.OWN_NAME)  # fmt: skip
    world.session.commit()


def test_who_did_not_sign_in_is_asked_to_do_that_first(client: LintingClient) -> None:
    for path in (PAGE, SHEETS, FILE):
        assert client.get(path).location == f"/aanmelden?next={path}"


def test_the_page_tells_why_and_until_when(world: World, client: LintingClient) -> None:
    mandate = world.give()
    world.session.commit()
    client.come_in_as("maria")
    main = client.see(PAGE).find("main")
    words = words_of(main)
    assert "Uw naam is Maria Vermeulen." in words
    assert "om u binnen te laten, en niemand anders met uw naam, zolang u zich aanmeldt of een wachtwoord" in words
    assert f"Mandaat gegeven, voor Bakkerij De Zoete Inval BV, dossier {mandate.dossier_number[:3]}" in words
    assert "Wij kunnen niet zien welke van u zijn." in words
    assert "Peeters" not in words
    assert "Uw werk bij deze dienst" not in words


def test_the_footer_of_who_signed_in_leads_here(world: World, client: LintingClient) -> None:
    client.come_in_as("maria")
    assert PAGE in [link["href"] for link in client.see("/hulp").select("footer a")]
    assert PAGE in [link["href"] for link in client.see("/uw-gegevens").select("main a")]


def test_many_acts_go_on_tagged_and_dated_sheets(
    world: World, client: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_data, "ON_PAPER", FEWER)  # a thousand take twelve seconds, and prove no more
    many_acts(world, FEWER + 1)
    client.come_in_as("maria")
    assert "Er zijn nog 26 oudere." in words_of(client.see(PAGE).find("main"))
    response = client.get(SHEETS)
    assert (response.mimetype, response.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    document = PdfReader(BytesIO(response.data))
    assert document.trailer["/Root"]["/Lang"] == "nl-BE"
    assert b"pdfuaid:part" in document.trailer["/Root"]["/Metadata"].get_data()
    words = words_of_pdf(response.data)
    assert words.count("Gekozen hoe nieuws komt") == FEWER
    assert "Er is nog 1 oudere." in words
    assert "Afgedrukt op 23 november 2026 om 10.00 uur." in words
    assert "Druk alles af" not in words


def test_the_file_holds_the_same_for_a_machine(world: World, client: LintingClient) -> None:
    world.give()
    world.session.commit()
    client.come_in_as("maria")
    response = client.get(FILE)
    assert response.headers["Content-Disposition"] == 'attachment; filename="mijn-gegevens.json"'
    assert response.headers["Cache-Control"] == "private, no-store"
    data = json.loads(response.data)
    sections = {one["key"]: one for one in data["sections"]}
    assert data["name"] == "Maria Vermeulen"
    assert sections["name"]["items"][0]["last_name"] == "Vermeulen"
    assert sections["acts"]["items"][0]["kind"] == "given"
    assert sections["acts"]["why"][0]["until"].startswith("tot 10 jaar")
    assert "password" not in str(data)
