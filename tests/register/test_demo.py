"""The demo's register: its people and enterprises stand there as the demo says."""

from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.register import load_demo_register, read_functions
from app.config import ROOT
from app.core.register.addresses import address_lines
from app.core.register.enterprises import find_enterprises, get_enterprise
from app.core.register.functions import find_functions_of, import_functions, list_functions
from app.core.register.phones import list_phones
from app.models.register import ChangedAddress
from tests.register.extracts import NOW

FOLDER = ROOT / "demo" / "register"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def demo(make_database):
    database = make_database("sqlite")
    assert load_demo_register(database, FOLDER, now=NOW).enterprises == 2011
    with database.writing.begin() as session:
        import_functions(session, read_functions(ROOT / "demo" / "functions.csv"), now=NOW)
    yield database
    database.dispose()


def test_nobody_in_it_moved(demo):
    with demo.reading() as session:
        assert session.scalars(select(ChangedAddress)).all() == []


def test_it_is_loaded_once(demo):
    assert load_demo_register(demo, FOLDER, now=NOW) is None


@pytest.mark.parametrize(
    ("number", "lines"),
    [
        ("0199000151", ["Bakkerij De Zoete Inval", "Meelzakstraat 7", "9300 Aalst"]),
        ("0199000250", ["Boekhoudkantoor Peeters", "Grootboeklaan 12 bus 3", "9200 Dendermonde"]),
        ("1999000249", ["Boekhoudkantoor Peeters", "Debetstraat 4", "3600 Genk"]),
        ("0199000349", ["Bouwwerken Ahmed", "El Amrani Ahmed", "Truweelpad 19 bus 2", "9000 Gent"]),
        ("0199000448", ["VZW De Beekhoek", "Lisdoddeweg 3", "8600 Diksmuide"]),
        ("0199000646", ["Hoeve Vanhoutte", "Vanhoutte Luc", "Hopdreef 88", "8970 Poperinge"]),
        ("0199000943", ["Transports Élégance", "Rue de la Fiction 6", "Lille", "FRANKRIJK"]),
    ],
)
def test_letters_to_the_demo_enterprises_have_these_addresses(demo, number, lines):
    with demo.reading() as session:
        enterprise = get_enterprise(session, number)
    assert address_lines(enterprise.name_lines, enterprise.address) == lines


@pytest.mark.parametrize(
    ("number", "phones"),
    [
        ("0199000151", [("053 00 00 51", "enterprise")]),
        ("0199000250", [("052 00 00 24", "enterprise")]),
        ("0199000349", [("0470 00 00 39", "establishment")]),
        ("0199000646", []),
        ("0199000547", []),
        ("0199000745", []),
    ],
)
def test_the_demo_enterprises_are_called_back_on_these_numbers(demo, number, phones):
    with demo.reading() as session:
        assert [(one.words, one.place) for one in list_phones(session, number)] == phones


def test_the_namesakes_are_both_found(demo):
    with demo.reading() as session:
        found = find_enterprises(session, "Boekhoudkantoor Peeters").items
    assert [one.town for one in found] == ["Dendermonde", "Genk"]


def test_the_bankrupt_printer_is_stopped_and_the_newcomer_has_no_functions(demo):
    with demo.reading() as session:
        assert get_enterprise(session, "0199000844").stopped
        assert not get_enterprise(session, "1999000150").stopped
        assert list_functions(session, "1999000150", TODAY) == []


def test_ahmed_is_in_the_list_for_the_clerk_but_tied_to_nobody_and_two_directors_sign_together(demo):
    with demo.reading() as session:
        assert [(one.name, one.subject) for one in list_functions(session, "0199000349", TODAY)] == [
            ("Ahmed El Amrani", None)
        ]
        assert {one.signs for one in list_functions(session, "0199000448", TODAY)} == {"two"}
        assert [one.enterprise_number for one in find_functions_of(session, "demo-maria", TODAY)] == ["0199000151"]
