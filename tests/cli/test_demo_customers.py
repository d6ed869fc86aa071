"""The customers with whom `make run` fills the lists of the accountant of the demo."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from app.adapters.register.demo import NEIGHBOURS, SEED
from app.adapters.register.invented import write_full
from app.cli import demo
from app.cli.demo_customers import load_customers
from app.core.mandates.lookup import get_mandate
from app.core.people.rights import list_executors
from app.db import Database
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.colleagues import person
from tests.world import BAKERY, TODAY, World

OF_HIS_OWN = 3  # in mandates.toml: Maria, Ahmed and Luc
OF_ELS = 2


@pytest.fixture
def rows() -> list[dict[str, str]]:
    with (demo.FOLDER / "customers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_accountant_gets_140_customers_and_els_ten_of_them(rows: list[dict[str, str]]) -> None:
    assert len({row["enterprise_number"] for row in rows}) == len(rows) == 140 - OF_HIS_OWN
    assert sum(row["executors"] == "els" for row in rows) == 10 - OF_ELS


def test_every_customer_is_an_enterprise_of_the_demo_register(rows: list[dict[str, str]]) -> None:
    invented = io.BytesIO()
    write_full(invented, NEIGHBOURS, SEED)
    with zipfile.ZipFile(invented) as archive, archive.open("enterprise.csv") as file:
        known = {row["EnterpriseNumber"]: row for row in csv.DictReader(io.TextIOWrapper(file, "utf-8"))}
    customers = [known[row["enterprise_number"]] for row in rows]
    assert {(one["Status"], one["JuridicalSituation"], one["TypeOfEnterprise"]) for one in customers} == {
        ("AC", "000", "2")
    }


def test_what_a_customer_gave_runs_and_stands_in_the_journal_without_letters(
    sqlite_database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(
        "enterprise_number,first_name,last_name,types,given_days_ago,executors\n"
        f"{BAKERY[:4]}.{BAKERY[4:7]}.{BAKERY[7:]},Tine,Maes,hinder.manage subsidy.view,40,els\n",
        encoding="utf-8",
    )
    with sqlite_database.writing() as session:
        world = World(session)
        els = person(world, "Els")
        people = {"peeters": world.jan.id, "els": els.id}
        load_customers(session, file, people, world.policy, now=world.now)
        mandate = get_mandate(session, session.scalars(select(Mandate.id)).one(), lock=True)
        assert mandate.status_on(TODAY) == "active"
        assert list_executors(session, mandate, TODAY) == [els]
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id)).all()
        assert list(kinds) == ["given", "accepted", "appointed"]
        assert session.scalars(select(Letter)).all() == []
