"""Every column stands in the list of personal data, and the list says nothing that is not so."""

import re
from collections import Counter

import app.models  # noqa: F401 - makes every table known
from app.core.privacy.inventory import FILE, read_inventory
from app.core.privacy.retention import SETTINGS, Retention
from app.models.base import Base, RegisterBase

TABLES = {**Base.metadata.tables, **RegisterBase.metadata.tables}
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
