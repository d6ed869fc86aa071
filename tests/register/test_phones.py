"""Importing the phone numbers of contact.csv: full extracts and updates, and what is chosen from to call back."""

from datetime import date

import pytest
from sqlalchemy import select, text

from app.adapters.register import RegisterRefused
from app.core.register.phones import MOST, list_phones
from app.models.register import RegisterPhone
from app.models.register_search import SearchEntry
from tests.register.extracts import full, imported, real_rows, update

AHMED = "0199000349"
ROWS = {
    "enterprise": '"0199.000.151","AC","000","2","610",,12-03-1994\n"0199.000.349","AC","000","1","",,02-05-2016\n',
    "establishment": '"2.199.000.490",03-06-2019,"0199.000.349"\n"2.199.000.391",02-05-2016,"0199.000.349"\n',
    "denomination": '"0199.000.151","2","001","Bakkerij De Zoete Inval"\n"0199.000.349","2","001","El Amrani Ahmed"\n',
    "contact": '"2.199.000.490","EST","TEL","09 200 00 49"\n'
    '"2.199.000.391","EST","TEL","0470/00.00.39"\n"2.199.000.391","EST","TEL","0032 53 00 00 51"\n'
    '"0199.000.349","ENT","TEL","053 00 00 51"\n"0199.000.349","ENT","TEL","+32 53/00.00.51"\n'
    '"0199.000.349","ENT","TEL","vraag naar Ahmed"\n"0199.000.349","ENT","EMAIL","02 315 13 51"\n'
    '"0199.000.349","ENT","WEB","www.ahmed.example"\n"0199.000.349","ENT","FAX","053 00 00 52"\n'
    '"9.000.006.626","BRANCH","TEL","02 000 00 09"\n"0199.000.151","ENT","TEL","053 00 00 15"\n',
}


@pytest.fixture
def database(fresh_database):
    imported(fresh_database, full(1, **ROWS))
    return fresh_database


def phones(database, number=AHMED):
    with database.reading() as session:
        return [(one.words, one.place, one.entity_number) for one in list_phones(session, number)]


def test_the_real_rows_have_one_phone_number(fresh_database):
    imported(fresh_database, real_rows())
    assert phones(fresh_database, "0200362408") == [("02 315 13 51", "enterprise", "0200362408")]
    assert phones(fresh_database, "0200362210") == []
    with fresh_database.reading() as session:
        assert len(session.scalars(select(RegisterPhone)).all()) == 1
        assert list_phones(session, "0200362408")[0].snapshot_day == date(2025, 5, 30)


def test_each_number_once_that_of_the_enterprise_first_then_the_oldest_establishment(database):
    assert phones(database) == [
        ("053 00 00 51", "enterprise", AHMED),
        ("0470 00 00 39", "establishment", "2199000391"),
        ("09 200 00 49", "establishment", "2199000490"),
    ]


def test_a_party_without_a_number_in_the_register_has_no_phone_either(database):
    assert phones(database, None) == []
    assert phones(database, "0200065765") == []


def test_a_chain_of_shops_has_no_endless_list(fresh_database):
    units = [f"2.{number}.000.391" for number in range(200, 240)]
    rows = ROWS | {
        "establishment": "".join(f'"{unit}",02-05-2016,"0199.000.349"\n' for unit in units),
        "contact": "".join(f'"{unit}","EST","TEL","0470 00 01 {n}"\n' for n, unit in enumerate(units, 10)),
    }
    imported(fresh_database, full(1, **rows))
    assert len(phones(fresh_database)) == MOST


def test_an_update_takes_numbers_away_before_it_adds_others(database):
    new = '"0199.000.349","ENT","TEL","02/000.01.02"\n'
    done = imported(database, update(2, contact_delete='"0199.000.349"\n', contact_insert=new))
    assert done.rows == 2
    assert phones(database)[0] == ("02 000 01 02", "enterprise", AHMED)
    assert phones(database)[1:] == [
        ("0470 00 00 39", "establishment", "2199000391"),
        ("053 00 00 51", "establishment", "2199000391"),
        ("09 200 00 49", "establishment", "2199000490"),
    ]
    with database.reading() as session:
        assert {one.snapshot_day for one in list_phones(session, AHMED)} == {date(2026, 11, 21)}
        assert len(session.scalars(select(SearchEntry)).all()) == 2


def test_an_update_without_contacts_leaves_them(database):
    before = phones(database)
    files = update(2)
    del files["contact_delete.csv"], files["contact_insert.csv"]
    imported(database, files)
    assert phones(database) == before


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"contact_insert": '"0199.000.152","ENT","TEL","1"\n'}, "contact_insert.csv, line 2: the check digits of"),
        ({"contact_insert": '"0199.000.151","ENT","TEL"\n'}, "contact_insert.csv, line 2: has 3 values for 4 columns"),
        ({"contact_delete": '"0199000151"\n'}, "contact_delete.csv, line 2: '0199000151' is not the number of"),
    ],
)
def test_a_wrong_update_is_refused_and_every_number_stays(database, rows, message):
    before = phones(database)
    with pytest.raises(RegisterRefused) as refused:
        imported(database, update(2, **({"contact_delete": '"0199.000.349"\n'} | rows)))
    assert message in str(refused.value)
    assert phones(database) == before


@pytest.mark.parametrize("kind", ["full", "update"])
def test_a_copy_of_before_these_numbers_goes_on(database, kind):
    with database.writing.begin() as session:
        session.execute(text("DROP TABLE register.phone"))
    new = '"0199.000.349","ENT","TEL","02 000 01 02"\n'
    imported(database, full(2, **ROWS | {"contact": new}) if kind == "full" else update(2, contact_insert=new))
    assert phones(database) == [("02 000 01 02", "enterprise", AHMED)]
