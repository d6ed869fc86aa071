"""Letters that we cannot read any more: the clerk sees which, and has others made."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.vault import Vault
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.counter.test_post import given, letters, mark
from tests.world import World

__all__ = ["given"]
LOST = "/loket/post/onleesbaar"


@pytest.fixture
def lost(app: Flask, given: Mandate) -> Mandate:
    """The same, after LETTER_KEY was lost and the service started with another."""
    app.extensions["vault"] = Vault(b"n" * 32, app.extensions["vault"].secret_key)
    return given


def ticks(desk: LintingClient) -> list[str]:
    return [str(one["value"]) for one in desk.see(LOST).select("input[name=letters]")]


def remake(desk: LintingClient, values: dict[str, object], status: int = 303) -> object:
    form = desk.see(LOST).select_one("form:has(input[name=letters])")
    return desk.send(form, LOST, values, status)  # type: ignore[arg-type]


def find(desk: LintingClient, number: str, status: int = 303) -> object:
    form = desk.see(LOST).select_one(f"form[action='{LOST}/zoeken']")
    return desk.send(form, LOST, {"number": number}, status)  # type: ignore[arg-type]


def test_who_prints_the_tray_is_led_to_what_cannot_be_printed(desk: LintingClient, lost: Mandate) -> None:
    assert desk.get("/loket/post/brieven.pdf").headers["Location"] == LOST
    assert len(ticks(desk)) == 2


def test_others_are_made_and_the_tray_goes_on(desk: LintingClient, lost: Mandate, world: World) -> None:
    remake(desk, {"letters": ticks(desk)})
    page = words_of(desk.see(LOST))
    assert "Genoteerd: wij maken 2 brieven opnieuw. U vindt ze zo meteen bij Te posten." in page
    assert "Alle brieven die op de post wachten, zijn leesbaar." in page
    assert letters(desk) == []
    made = world.session.scalars(select(Letter).where(Letter.replaces_id.is_not(None))).all()
    assert len(made) == 2


def test_who_ticks_nothing_reads_what_to_do(desk: LintingClient, lost: Mandate) -> None:
    assert "U hebt nog niets aangekruist" in errors_of(page_of(remake(desk, {}, 422), 422))[0]  # type: ignore[arg-type]


def test_one_that_left_is_found_by_its_dossier_number(desk: LintingClient, lost: Mandate) -> None:
    mark(desk, {"doe": "alle"})
    assert ticks(desk) == []
    find(desk, lost.dossier_number)
    assert len(ticks(desk)) == 2
    assert lost.dossier_number not in desk.get(LOST).request.path


def test_a_dossier_without_lost_letters_is_said_so(desk: LintingClient, given: Mandate) -> None:
    find(desk, given.dossier_number)
    assert "zijn leesbaar" in words_of(desk.see(LOST))


def test_a_wrong_number_is_asked_again(desk: LintingClient, lost: Mandate) -> None:
    assert "klopt niet" in errors_of(page_of(find(desk, "123", 422), 422))[0]  # type: ignore[arg-type]


def test_the_reader_is_told_and_reads_that_there_is_another(
    app: Flask, desk: LintingClient, lost: Mandate, world: World
) -> None:
    home: LintingClient = app.test_client()  # type: ignore[assignment]
    home.come_in_as("maria")
    letter = world.session.scalars(select(Letter).where(Letter.kind == "given.giver")).one()
    world.session.commit()
    words = words_of(page_of(home.get(f"/mandaten/{lost.id}/brieven/{letter.id}/lezen"), 409))
    assert "Wij kunnen deze brief niet meer lezen zoals hij gedrukt is. Bel gratis" in words
    remake(desk, {"letters": ticks(desk)})
    assert "Op 23 november 2026 maakten wij een nieuwe." in words_of(home.see(f"/mandaten/{lost.id}"))
