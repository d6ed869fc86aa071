"""Loading the catalogue and making accounts from the command line."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from app.config import read_settings
from app.core.actor import Actor
from app.core.administration import catalogue_changes
from app.core.administration.catalogue_contents import Proposal, content_now
from app.core.people.accounts import begin_sign_in, get_account, password_fits
from app.core.people.persons import ensure_person
from app.core.people.recovery_codes import use_recovery_code
from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, Role, give_first_role
from app.core.people.staffing import add_staff
from app.db import Database
from app.models.catalogue_change import CatalogueChange, ChangeKind
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.mandate_type import MandateType
from app.models.staff import Staff
from tests.world import CATALOGUE, NOON, World

NEW_DOMAIN = """
[entities]
toerisme = "Entiteit Toerisme"
[domains]
logies = { name = "Logies", entity = "toerisme" }
[[types]]
key = "stay.view"
name = "Logies raadplegen"
domain = "logies"
services = ["logies"]
access_level = "view"
risk = "low"
code_allowed = true
short = "logies bekijken"
may = ["{mandaatnemer} mag de erkende logies zien."]
may_not = [{ text = "{mandaatnemer} mag niets veranderen." }]
"""


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    """The application on an empty database."""
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    return create_app(settings, database=sqlite_database, clock=lambda: NOON)


def run(app: Flask, *words: str, code: int = 0) -> str:
    """What `flask WORDS` says; it must end with `code`."""
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == code, result.output
    return result.output


def test_the_demo_catalogue_loads_and_loads_again(app: Flask) -> None:
    assert "12 mandate types, 5 new versions" in run(app, "catalogue", "load", str(CATALOGUE))
    assert "12 mandate types, 0 new versions" in run(app, "catalogue", "load", str(CATALOGUE))


def test_a_type_in_a_domain_unknown_until_now_works_from_the_file_alone(
    app: Flask, sqlite_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "new.toml"
    file.write_text(NEW_DOMAIN, encoding="utf-8")
    run(app, "catalogue", "load", str(file))
    with sqlite_database.reading() as session:
        assert session.get_one(MandateType, "stay.view").domain_key == "logies"


def test_a_file_never_undoes_in_silence_what_was_approved_on_a_screen(
    app: Flask, sqlite_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "new.toml"
    file.write_text(NEW_DOMAIN, encoding="utf-8")
    run(app, "catalogue", "load", str(file))
    with sqlite_database.writing.begin() as session:
        approved(session, ChangeKind.TYPE, name="Logies bekijken")
        approved(session, ChangeKind.TYPE_END)
    said = run(app, "catalogue", "load", str(file), code=1)
    assert "nothing has changed. It would undo what was changed on a screen:" in said
    assert "type stay.view (Logies bekijken), approved on 2026-11-23" in said
    assert "type_end stay.view" in said
    with sqlite_database.reading() as session:
        assert session.get_one(MandateType, "stay.view").name == "Logies bekijken"
    other = tmp_path / "same.toml"
    ends = f'name = "Logies bekijken"\nwithdrawn_from = {NOON.date()}'
    other.write_text(NEW_DOMAIN.replace('name = "Logies raadplegen"', ends), encoding="utf-8")
    run(app, "catalogue", "load", str(other))  # it says what is there now
    assert "undone: type stay.view" in run(app, "catalogue", "load", str(file), "--over-screen")
    with sqlite_database.reading() as session:
        stored = session.get_one(MandateType, "stay.view")
        kinds = session.scalars(select(JournalEntry.kind).where(JournalEntry.kind == "catalogue_undone")).all()
    assert (stored.name, stored.withdrawn_from, len(kinds)) == ("Logies raadplegen", None, 2)
    run(app, "catalogue", "load", str(file))  # nothing of the screen stands any more


def test_a_file_gives_no_domain_to_another_entity_in_silence(
    app: Flask, sqlite_database: Database, tmp_path: Path
) -> None:
    file, other = tmp_path / "new.toml", tmp_path / "moved.toml"
    file.write_text(NEW_DOMAIN, encoding="utf-8")
    run(app, "catalogue", "load", str(file))
    moved = '[entities]\nwonen = "Wonen"\n[domains]\nlogies = { name = "Logies", entity = "wonen" }\n'
    other.write_text(moved, encoding="utf-8")
    said = run(app, "catalogue", "load", str(other), code=1)
    assert "nothing has changed. It would give a domain to another entity:\n  domain logies" in said
    assert "--move-domains" in said
    move = ("catalogue", "load", str(other), "--move-domains", "6001")
    assert "Wij kennen geen medewerker met dit nummer." in run(app, *move, code=1)
    with sqlite_database.writing.begin() as session:
        add_staff(session, ensure_person(session, "staff-6001", "Inge", "Coppens").id, "6001")
        give_first_role(session, "6001", Role(ADMINISTRATOR), now=NOON)
        later = NOON.date() + timedelta(days=1)
        approved(session, ChangeKind.TYPE, later, name="Logies bekijken")
    assert f"(Logies bekijken), planned for {later}, in domain logies\nMove the domain once" in run(app, *move, code=1)
    with sqlite_database.writing.begin() as session:
        catalogue_changes.apply_planned(session, now=NOON + timedelta(days=1))
    assert "moved: domain logies (Logies), from toerisme to wonen" in run(app, *move)


def approved(session: Session, kind: ChangeKind, day: date | None = None, **changes: str) -> CatalogueChange:
    """What two people of the entity agreed on about the type of the new domain."""
    actors = []
    for number in ("6010", "6011"):
        person = ensure_person(session, f"staff-{number}", "Pieter", "Coppens")
        if session.get(Staff, person.id) is None:
            add_staff(session, person.id, number)
            give_first_role(session, number, Role(DOMAIN_MANAGER, "toerisme"), now=NOON)
        actors.append(Actor.on_duty(person.id, "session:1", NOON))
    content = {} if kind.ends else content_now(session, kind, "stay.view") | changes
    wanted = Proposal("toerisme", kind, "stay.view", content, day or NOON.date())
    change = catalogue_changes.propose(session, actors[0], wanted, now=NOON)
    catalogue_changes.offer(session, actors[0], change.id, now=NOON)
    return catalogue_changes.approve(session, actors[1], change.id, [], now=NOON)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("risk = \"low\"", "risk = \"tiny\""), "risk"),
        (("domain = \"logies\"", "domain = \"zee\""), "het domein zee ontbreekt"),
        (("short = \"logies bekijken\"", ""), "short ontbreekt"),
        (("{mandaatnemer} mag niets", "U mag niets"), "elke zin begint"),
        (("[[types]]", "[[types]"), "not readable TOML"),
    ],
)
def test_a_wrong_catalogue_is_named_and_changes_nothing(
    app: Flask, sqlite_database: Database, tmp_path: Path, change: tuple[str, str], what: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(NEW_DOMAIN.replace(*change), encoding="utf-8")
    assert what in run(app, "catalogue", "load", str(file), code=1)
    with sqlite_database.reading() as session:
        assert session.scalars(select(MandateType)).all() == []


def test_an_account_made_here_can_sign_in(app: Flask, sqlite_database: Database) -> None:
    words = ["account", "create", "an", "subject-an", "An", "Maes", "--password", "a long secret"]
    assert "an can sign in" in run(app, *words, "--staff", "5001", "--office", "Loket Genk", "Genk")
    with sqlite_database.writing.begin() as session:
        assert password_fits(begin_sign_in(session, "an", "here", now=NOON), "a long secret")
    assert "bestaat al" in run(app, *words, code=1)
    other = ["account", "create", "bo", "subject-bo", "Bo", "Maes", "--password", "a long secret"]
    assert "hoort hier bij iemand anders" in run(app, *other, "--staff", "5001", code=1)
    assert "1 to 10 signs" in run(app, *other, "--staff", "5001-5002-5003", code=2)


def test_an_administrator_ties_a_function_to_a_subject_once(app: Flask, sqlite_database: Database) -> None:
    with sqlite_database.writing.begin() as session:
        function = World(session).add_function("0199000151", "Mia", "Vermeulen")
    assert "Mia Vermeulen" in run(app, "account", "tie", str(function.id), "subject-mia")
    assert "hoort al bij iemand anders" in run(app, "account", "tie", str(function.id), "subject-mio", code=1)
    with sqlite_database.reading() as session:
        assert session.get_one(Function, function.id).subject == "subject-mia"


def test_the_operator_gives_codes_on_paper_and_takes_away_what_was_lost(
    app: Flask, sqlite_database: Database
) -> None:
    run(app, "account", "create", "karim", "demo-karim", "Karim", "Bouazza", "--password", "demo")
    first = run(app, "account", "codes", "Karim").split()
    again = run(app, "account", "codes", "karim", "--lost").split()
    assert len(first) == len(again) == 10
    vault = app.extensions["vault"]
    with sqlite_database.writing.begin() as session:
        account = get_account(session, "karim")
        works = [use_recovery_code(session, account.id, one, vault=vault, now=NOON) for one in (first[0], again[0])]
    assert works == [False, True]
    assert "Niemand meldt zich aan met de naam nobody." in run(app, "account", "codes", "nobody", code=1)
