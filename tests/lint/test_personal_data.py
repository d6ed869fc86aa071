"""Every column stands in the list of personal data, and the list says nothing that is not so."""

import ast
import re
from collections import Counter

import app.models  # noqa: F401 - makes every table known
from app.config import ROOT
from app.core.privacy.inventory import FILE, read_inventory
from app.core.privacy.own_acts import PROTECTING
from app.models.base import Base, RegisterBase
from app.retention import SETTINGS, Retention
from app.translations import has

TABLES = {**Base.metadata.tables, **RegisterBase.metadata.tables}
# Who writes in the journal, and which argument says what happened.
WRITERS = {"record": 2, "record_echo": 2, "record_rule": 1, "_record": 2, "record_right": 3, "_write": 2}
# Columns that name or lead to a person, by how we name such columns.
OF_PEOPLE = re.compile(
    r"(person|clerk|actor)_id|(first|last)_name|email(_address)?|username|.*_by_id|(asked|decided|chosen)_by"
)


def test_every_column_stands_in_the_list_once() -> None:
    listed = Counter((one.table, column) for one in read_inventory().data for column in one.columns)
    listed.update((table, column) for table, columns in read_inventory().rest.items() for column in columns)
    stored = {(name, column.name) for name, table in TABLES.items() for column in table.columns}
    assert {place for place in stored if place not in listed} == set(), f"add these to {FILE}"
    assert {place for place in listed if place not in stored} == set(), f"take these out of {FILE}"
    assert {place: count for place, count in listed.items() if count > 1} == {}


def test_a_column_that_leads_to_a_person_is_never_called_something_else() -> None:
    rest = {(table, column) for table, columns in read_inventory().rest.items() for column in columns}
    assert {place for place in rest if OF_PEOPLE.fullmatch(place[1])} == set()
    to_people = {
        (name, column.name)
        for name, table in TABLES.items()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in {"person", "staff"}
    }
    assert to_people & rest == set()


def test_every_reason_and_term_is_used_and_every_setting_has_a_term() -> None:
    inventory = read_inventory()
    assert {one.group for one in inventory.data} == set(inventory.groups)
    assert {one.purpose for one in inventory.data} == set(inventory.purposes)
    assert {one.term for one in inventory.data} == set(inventory.terms)
    assert {setting for setting, _ in inventory.terms.values() if setting} == set(SETTINGS)


def test_people_read_why_and_until_when() -> None:
    read = dict(read_inventory().why_and_until("letters", Retention(letter_years=6, journal_years=1)))
    assert read["om u te schrijven wat er gebeurt"].startswith("tot 1 jaar na het einde van het mandaat of tot 6 jaar")
    assert Retention(visit_months=1).words("visit_months") == "1 maand"


def test_everything_that_the_journal_can_say_of_somebody_has_words() -> None:
    said = {
        node.args[place].value
        for path in (ROOT / "app/core").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITERS
        for place in [WRITERS[node.func.id]]
        if len(node.args) > place and isinstance(node.args[place], ast.Constant)
    }
    assert len(said) > 30
    hidden = {*PROTECTING, "alarm"}
    assert {kind for kind in said - hidden if not has(f"deed.{kind}")} == set()
