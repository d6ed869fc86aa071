"""The post tray, and a mandate that somebody says is not right."""

from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.core.letters.printing import prepare_print, store_print
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.world import World


@pytest.fixture
def given(app: Flask, world: World, desk: LintingClient) -> Mandate:
    """A mandate whose two letters are printed and not posted."""
    mandate = world.give()
    for letter in world.session.scalars(select(Letter)).all():
        prepared = prepare_print(world.session, letter.id)
        assert prepared is not None
        printed = app.extensions["press"].print_letter(prepared[0])
        store_print(world.session, letter.id, printed, prepared[1], app.extensions["vault"], now=world.now)
    world.session.commit()
    return mandate


def letters(desk: LintingClient) -> list[str]:
    """The letters of the tray, as values of its form."""
    return [str(one["value"]) for one in desk.see("/loket/post").select("input[name=post-letters]")]


def mark(desk: LintingClient, values: dict[str, object], status: int = 303) -> object:
    """Send the form of the tray."""
    form = desk.see("/loket/post").select_one("form[action='/loket/post/weg']")
    return desk.send(form, "/loket/post", values, status)  # type: ignore[arg-type]


def test_every_letter_of_the_tray_is_in_one_pdf(desk: LintingClient, given: Mandate) -> None:
    response = desk.get("/loket/post/brieven.pdf")
    assert response.mimetype == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert len(PdfReader(BytesIO(response.data)).pages) == 4


def test_posting_is_a_dated_fact_and_empties_the_tray(desk: LintingClient, given: Mandate, world: World) -> None:
    mark(desk, {"post-letters": letters(desk)})
    page = words_of(desk.see("/loket/post"))
    assert "Genoteerd: 2 brieven zijn op de post" in page
    assert "Alle brieven zijn op de post" in page
    world.session.expire_all()
    assert world.session.get_one(Mandate, given.id).giver_posted_on == world.now.date()


def test_who_posts_everything_ticks_nothing(desk: LintingClient, given: Mandate, world: World) -> None:
    mark(desk, {"doe": "alle"})
    assert "Genoteerd: 2 brieven zijn op de post" in words_of(desk.see("/loket/post"))
    world.session.expire_all()
    assert world.session.get_one(Mandate, given.id).giver_posted_on == world.now.date()


def test_everything_is_what_stood_on_the_page(desk: LintingClient, given: Mandate) -> None:
    first, second = letters(desk)
    mark(desk, {"doe": "alle", "post-shown": [first]})
    assert letters(desk) == [second]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "U hebt nog niets aangekruist"),
        ({"post-on-day": "31", "post-on-month": "2"}, "Deze datum bestaat niet"),
        ({"post-on-year": "2030"}, "."),
    ],
)
def test_what_cannot_be_is_asked_again(
    desk: LintingClient, given: Mandate, values: dict[str, str], sentence: str
) -> None:
    chosen = {"post-letters": letters(desk)} if values else {}
    page = page_of(mark(desk, chosen | values, status=422), 422)  # type: ignore[arg-type]
    assert any(sentence in one for one in errors_of(page))


def test_who_names_a_dossier_number_can_pause_it(desk: LintingClient, given: Mandate) -> None:
    desk.fill_in("/loket/melding", {"number": given.dossier_number, "reason": "not_given"})
    assert "Wij bellen of schrijven ten laatste op" in words_of(desk.see("/loket/melding/klaar"))


@pytest.mark.parametrize(
    ("number", "sentence"), [("", "ontbreekt nog"), ("123", "klopt niet"), ("260914000151", "niet")]
)
def test_a_dossier_number_that_is_none_of_ours_is_asked_again(
    desk: LintingClient, number: str, sentence: str
) -> None:
    answer = desk.fill_in("/loket/melding", {"number": number, "reason": "other"}, status=422)
    assert sentence in errors_of(page_of(answer, 422))[0]
