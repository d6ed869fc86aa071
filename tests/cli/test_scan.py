"""`flask scan take-out`: what was sent is written byte for byte, also from a restored backup."""

import hashlib
from pathlib import Path

import pytest

from app import create_app
from app.adapters.backups import back_up, restore
from app.config import read_settings
from app.core.actor import Actor
from app.core.mandates.possible_acts import Act
from app.core.people.roles import ADMINISTRATOR, Role, give_first_role
from app.core.vault import Vault
from app.db import Database
from tests.core.test_paper_sheets import PAGE, key
from tests.world import NOON, World

HEIR = "restored"


@pytest.fixture
def dossier(sqlite_database: Database, tmp_path: Path) -> str:
    """The number of a mandate of which a scan came back; Inge, number 1, is administrator."""
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    with sqlite_database.writing.begin() as session:
        world = World(session, NOON)
        mandate = world.give()
        rita = Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id)
        world.add_clerk("Inge", "1")
        give_first_role(session, "1", Role(ADMINISTRATOR), now=NOON)
        vault = Vault(settings.letter_key, settings.secret_key)
        key(world, rita, mandate, Act.REFUSE, page=PAGE, vault=vault)
        return mandate.dossier_number


def take_out(database: Database, tmp_path: Path, *words: str) -> tuple[int, str]:
    app = create_app(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)}), database=database, clock=lambda: NOON)
    result = app.test_cli_runner().invoke(args=["scan", "take-out", *words])
    return result.exit_code, result.output


def test_what_was_sent_comes_out_of_a_restored_backup_too(
    sqlite_database: Database, dossier: str, tmp_path: Path
) -> None:
    back_up(sqlite_database, tmp_path / "backup")
    (tmp_path / HEIR).mkdir()
    elsewhere = Database(f"sqlite:///{tmp_path / HEIR / 'other.sqlite'}")
    restore(elsewhere, tmp_path / "backup")
    code, words = take_out(elsewhere, tmp_path, dossier, str(tmp_path / "out"), "--by", "1")
    elsewhere.dispose()
    (file,) = (tmp_path / "out").iterdir()
    assert (code, file.read_bytes(), file.suffix) == (0, PAGE.sent, ".png")
    assert file.stat().st_mode & 0o077 == 0
    assert words == f"{hashlib.sha256(PAGE.sent).hexdigest()}  {file}  received on 2026-11-23\n"


@pytest.mark.parametrize(("dossier_number", "number", "said"), [
    ("1", "1", "Dit dossiernummer klopt niet"),
    ("2609140001 51", "1", "Onder dit dossiernummer bewaren wij geen blad"),
    (None, "5120", "beheerder"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(
    sqlite_database: Database, dossier: str, tmp_path: Path, dossier_number: str | None, number: str, said: str
) -> None:
    code, words = take_out(sqlite_database, tmp_path, dossier_number or dossier, str(tmp_path / "out"), "--by", number)
    assert (code, said in words) == (1, True), words


def test_no_file_is_overwritten(sqlite_database: Database, dossier: str, tmp_path: Path) -> None:
    out = (dossier, str(tmp_path / "out"), "--by", "1")
    assert take_out(sqlite_database, tmp_path, *out)[0] == 0
    code, words = take_out(sqlite_database, tmp_path, *out)
    assert (code, "File exists" in words) == (1, True)
