"""A customer who reads another language better reads along; the journal keeps that he got a reading aid."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.config import Settings
from app.db import Database
from app.models.journal import JournalEntry
from app.translations.reading_aids import OWN, SUBJECTS, read_reading_aids
from tests.acting import accept
from tests.web.client import LintingClient, words_of
from tests.web.counter.test_visit import help_maria
from tests.world import World

AIDS = "/loket/klant/leeshulp"


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Reading aid. Only the Dutch text counts."),
    ("fr", "Aide à la lecture. Seul le texte en néerlandais compte."),
    ("de", "Lesehilfe. Nur der niederländische Text gilt."),
])  # fmt: skip
def test_it_is_read_on_the_screen_and_on_paper(desk: LintingClient, world: World, language: str, words: str) -> None:
    help_maria(desk)
    assert desk.see(AIDS).find("a", href=f"{AIDS}/{language}?over=give&terug=/loket/klant") is not None
    part = desk.see(f"{AIDS}/{language}").select_one(f"[lang={language}]")
    assert words in words_of(part)
    assert "____" in words_of(part)
    assert desk.get(f"{AIDS}/{language}/afdruk.pdf").mimetype == "application/pdf"


def test_the_journal_of_the_visit_keeps_that_one_was_given_and_never_the_language(
    desk: LintingClient, world: World, sqlite_database: Database
) -> None:
    help_maria(desk)
    assert desk.fill_in(f"{AIDS}/fr").location == "/loket/klant"
    assert desk.fill_in(f"{AIDS}/fr?terug=/geven").location == "/geven"
    with sqlite_database.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "reading_aid")).first()
    assert entry is not None
    assert (set(entry.data), entry.visit_id is not None, entry.mandate_id) == ({"occasion"}, True, None)


def test_a_language_that_is_not_there_and_a_counter_without_customer_show_nothing(
    desk: LintingClient, world: World
) -> None:
    assert desk.get(f"{AIDS}/fr").location == "/loket/klaar"
    help_maria(desk)
    desk.see(f"{AIDS}/xx", 404)


def test_an_operator_adds_a_language_and_replaces_one_with_files(
    desk: LintingClient, world: World, web_settings: Settings
) -> None:
    folder = web_settings.data_dir / "reading_aids"
    folder.mkdir()
    content = (OWN / "en.toml").read_text(encoding="utf-8")
    (folder / "pl.toml").write_text(content.replace('"Engels"', '"Pools"'), encoding="utf-8")
    (folder / "en.toml").write_text(content.replace("Do you agree?", "Do you agree to this?"), encoding="utf-8")
    help_maria(desk)
    assert "Pools" in words_of(desk.see(AIDS).find("main"))
    assert "Do you agree to this?" in words_of(desk.see(f"{AIDS}/en").find("main"))


@pytest.mark.parametrize(("name", "text"), [("fr.toml", "name = 1"), ("fr.toml", "["), ("Frans.toml", "")])
def test_a_file_that_is_not_right_is_named(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=name):
        read_reading_aids(tmp_path)


def test_the_languages_say_as_many_sentences_about_each_subject() -> None:
    counted = {
        language: {subject: len(part.sentences) for subject, part in aid.parts.items()}
        for language, aid in read_reading_aids(OWN).items()
    }
    assert list(counted) == ["de", "en", "fr"]
    assert counted["fr"] == counted["de"] == counted["en"]
    assert list(counted["en"]) == list(SUBJECTS)


def test_each_subject_is_one_press_away(desk: LintingClient, world: World) -> None:
    help_maria(desk)
    for subject, name in SUBJECTS.items():
        page = desk.see(f"{AIDS}/en?over={subject}").find("main")
        assert name in words_of(page)
        assert {f"{AIDS}/en?over={other}&terug=/loket/klant" for other in SUBJECTS if other != subject} <= {
            str(link["href"]) for link in page.find_all("a")
        }


@pytest.mark.parametrize(("act", "subject"), [("stopzetten", "stop"), ("klopt-niet", "contest")])
def test_what_is_read_aloud_about_a_mandate_has_its_own(
    desk: LintingClient, world: World, act: str, subject: str
) -> None:
    mandate = accept(world, world.give("permit.view"))
    world.session.commit()
    help_maria(desk)
    page = f"/mandaten/{mandate.id}/{act}"
    assert desk.see(page).find("a", href=f"{AIDS}?over={subject}&terug={page}") is not None
