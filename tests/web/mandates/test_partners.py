"""The sheet with everything between two parties."""

import io
from collections.abc import Callable

from pypdf import PdfReader

from app.models.mandate import Mandate
from app.translations.formats import dossier_text
from tests import acting
from tests.web.client import LintingClient
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import read
from tests.world import DUO, World


def test_one_sheet_says_what_may_what_may_not_and_until_when(
    maria: LintingClient, world: World, active: Mandate
) -> None:
    waits = world.give("permit.view")
    world.session.commit()
    link = maria.see("/mandaten").select_one(f"main a[href='/mandaten/met/{world.office.id}']")
    assert link is not None
    words = read(maria.see(str(link["href"])).main)
    assert "Wat mag Boekhoudkantoor Peeters BV voor u doen, en wat niet?" in words
    assert "mag een premie vragen als er werken zijn in de straat" in words
    assert "mag het rekeningnummer niet veranderen" in words
    assert "tot en met 22 november 2027" in words
    assert f"Dossier {dossier_text(waits.dossier_number)}: wacht op aanvaarding.".replace("\u00a0", " ") in words


def test_the_other_side_reads_it_from_its_own_place(jan: LintingClient, world: World, active: Mandate) -> None:
    link = jan.see(f"/mandaten/{active.id}").select_one(f"main a[href='/mandaten/met/{world.bakery.id}']")
    assert link is not None
    words = read(jan.see(str(link["href"])).main)
    assert "Wat mag u doen voor Bakkerij De Zoete Inval BV, en wat niet?" in words


def test_six_types_in_three_mandates_are_printed_on_one_sheet_without_a_script(
    maria: LintingClient, world: World, active: Mandate
) -> None:
    acting.accept(world, world.give("kmop.manage", "leave.manage", "staff.view", months=36))
    acting.accept(world, world.give("permit.view", months=1))
    world.session.commit()
    pdf = maria.get(f"/mandaten/met/{world.office.id}/afdruk.pdf")
    assert pdf.mimetype == "application/pdf"
    sheets = PdfReader(io.BytesIO(pdf.get_data())).pages
    assert len(sheets) == 1
    words = " ".join(sheets[0].extract_text().split())
    assert "Wat mag Boekhoudkantoor Peeters BV voor u doen" in words
    assert "Dit is geen brief." in words


def test_a_clerk_prints_it_for_the_customer(
    counter: Callable[..., LintingClient], world: World, active: Mandate
) -> None:
    karim = counter()
    assert "Iets anders mag Boekhoudkantoor Peeters BV niet." in read(
        karim.see(f"/mandaten/met/{world.office.id}").main)


def test_a_party_with_which_there_is_nothing_does_not_exist(
    jan: LintingClient, browser: Browser, world: World, active: Mandate
) -> None:
    stranger = world.give("permit.view", other_number=DUO).holder_id
    world.session.commit()
    for path in ("", "/afdruk.pdf"):
        assert "Wij vinden deze pagina niet" in read(jan.see(f"/mandaten/met/{stranger}{path}", 404).main)
