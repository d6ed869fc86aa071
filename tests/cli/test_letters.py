"""`flask letters ...`: what whoever writes a template gets to see."""

from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader

from app import create_app
from app.adapters.press.preview import reading_of, zones_of
from app.adapters.press.printer_profile import read_profile
from app.config import read_settings
from app.core.letters.data import KINDS
from app.db import Database


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    folder = tmp_path / "data"
    return create_app(read_settings({"DEMO": "1", "DATA_DIR": str(folder)}), database=sqlite_database)


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["letters", *words])
    return result.exit_code, result.output


def test_a_preview_is_a_pdf_a_picture_of_each_page_and_how_it_reads(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "brief.pdf"
    code, told = run(app, "preview", "refused.giver", "-o", str(target))
    assert (code, len(PdfReader(target).pages)) == (0, 1), told
    with Image.open(tmp_path / "brief-1.png") as page:
        scale = page.width / 210
        assert page.convert("RGB").getpixel((round(40 * scale), round(99 * scale))) == (200, 0, 0)
    assert "words on average" in told
    run(app, "preview", "refused.giver", "--no-overlay", "-o", str(target))
    with Image.open(tmp_path / "brief-1.png") as page:
        assert page.convert("RGB").getpixel((round(40 * scale), round(99 * scale))) == (255, 255, 255)


@pytest.mark.parametrize("words", [("given.nobody",), ("given.giver", "--edition", "2020-01-01")])
def test_a_letter_that_does_not_exist_is_said_so(app: Flask, words: tuple[str, ...]) -> None:
    code, told = run(app, "preview", *words)
    assert code != 0
    assert "giver" in told


def test_every_kind_is_named(app: Flask) -> None:
    assert run(app, "kinds")[1].split() == list(KINDS)


def test_the_figures_name_long_sentences_and_words_we_avoid() -> None:
    reading = reading_of(f"Gelieve dit te lezen.\n{'Dit is een zin ' * 6}die niet ophoudt.", "brief")
    assert (reading.sentences, reading.longest) == (2, 27)
    assert len(reading.problems) == 2


def test_the_address_slides_within_what_must_stay_empty_above_and_below() -> None:
    profile = read_profile("right-window")
    zones = zones_of(profile, 1)
    for name in ("adres in DL", "adres in C5/6"):
        assert profile.quiet.y <= zones[name].y
        assert zones[name].y + zones[name].height <= profile.quiet.y + profile.quiet.height
    assert "adres" not in zones_of(profile, 2)
