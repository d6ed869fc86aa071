"""Importing updates: deletes before inserts, one after the other, and in one step."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.adapters.register import RegisterRefused
from app.core.register.addresses import one_line
from app.core.register.enterprises import find_enterprise, find_enterprises, get_enterprise, list_stopped
from app.core.register.state import find_register_state
from app.models.register import RegisterAddress, RegisterEstablishment, RegisterName
from app.models.register_search import SearchEntry
from tests.register.extracts import full, imported, real_rows, real_update, update

NUMBER = "0199000151"
ROWS = {
    "enterprise": '"0199.000.151","AC","000","2","610",,12-03-1994\n"0199.000.349","AC","000","1","",,02-05-2016\n',
    "establishment": '"2.199.000.391",02-05-2016,"0199.000.349"\n',
    "denomination": '"0199.000.151","2","001","Bakkerij De Zoete Inval"\n"0199.000.349","2","001","El Amrani Ahmed"\n'
    '"2.199.000.391","2","003","Bouwwerken Ahmed"\n',
    "address": '"0199.000.151","REGO",,,"9300","Aalst","Alost","Meelzakstraat","Meelzakstraat","7","","",\n'
    '"2.199.000.391","BAET",,,"9000","Gent","Gand","Truweelpad","Truweelpad","19","2","",\n',
}


@pytest.fixture
def database(fresh_database):
    imported(fresh_database, full(1, **ROWS))
    return fresh_database


def names(database, typed):
    with database.reading() as session:
        return [one.name for one in find_enterprises(session, typed).items]


def test_the_real_update_follows_the_real_extract(fresh_database):
    imported(fresh_database, real_rows())
    done = imported(fresh_database, real_update())
    assert (done.extract_number, done.is_full, done.rows, done.enterprises) == (137, False, 2, 11)
    with fresh_database.reading() as session:
        assert find_register_state(session).snapshot_day == date(2025, 6, 30)
        church = get_enterprise(session, "0220815847")
        assert one_line(church.address) == "Wallhäuser Straße Dürler 31, 4790\u00a0Burg-Reuland"
        assert session.scalar(select(func.count()).where(RegisterAddress.entity_number == church.number)) == 1


def test_an_enterprise_that_moves_is_found_in_its_new_town_only(database):
    new = '"0199.000.151","REGO",,,"8600","Diksmuide","Dixmude","Lisdoddeweg","Lisdoddeweg","3","","",\n'
    imported(database, update(2, address_delete='"0199.000.151"\n', address_insert=new))
    with database.reading() as session:
        assert one_line(get_enterprise(session, NUMBER).address) == "Lisdoddeweg 3, 8600\u00a0Diksmuide"
        assert session.scalar(select(SearchEntry.towns).where(SearchEntry.number == NUMBER)) == "8600 diksmuide dixmude"
    assert names(database, "zoete inval dixmude") == ["Bakkerij De Zoete Inval"]


def test_a_new_name_is_found_and_the_old_one_no_longer(database):
    new = '"0199.000.151","2","001","Patisserie Maria"\n'
    imported(database, update(2, denomination_delete='"0199.000.151"\n', denomination_insert=new))
    assert names(database, "patisserie maria aalst") == ["Patisserie Maria"]
    assert names(database, "zoete inval") == []


def test_a_new_name_of_an_establishment_is_a_new_name_of_its_enterprise(database):
    new = '"2.199.000.391","2","003","Dakwerken Ahmed"\n'
    imported(database, update(2, denomination_delete='"2.199.000.391"\n', denomination_insert=new))
    assert names(database, "dakwerken ahmed gent") == ["Dakwerken Ahmed"]
    assert names(database, "bouwwerken") == []


def test_an_establishment_that_goes_takes_its_names_along(database):
    imported(database, update(2, establishment_delete='"2.199.000.391"\n'))
    with database.reading() as session:
        ahmed = get_enterprise(session, "0199000349")
        assert (ahmed.name, ahmed.address) == ("El Amrani Ahmed", None)
        assert session.scalar(select(func.count()).select_from(RegisterEstablishment)) == 0
    assert names(database, "bouwwerken") == []


def test_deletes_come_before_inserts_so_a_row_can_be_replaced(database):
    again = '"0199.000.151","AC","050","2","610",,12-03-1994\n'
    imported(database, update(2, enterprise_delete='"0199.000.151"\n', enterprise_insert=again))
    with database.reading() as session:
        assert get_enterprise(session, NUMBER).situation == "bankrupt"
        assert list_stopped(session, [NUMBER, "0199000349"]) == {NUMBER: "bankrupt"}
        assert session.scalar(select(func.count()).where(RegisterName.entity_number == NUMBER)) == 1
    assert names(database, "zoete inval") == ["Bakkerij De Zoete Inval"]


def test_an_enterprise_that_leaves_is_remembered_as_stopped_and_can_come_back(database):
    gone = {f"{file}_delete": '"0199.000.151"\n' for file in ("enterprise", "denomination", "address")}
    imported(database, update(2, **gone))
    with database.reading() as session:
        baker = find_enterprise(session, NUMBER)
        assert (baker.name, baker.situation, baker.address) == ("Bakkerij De Zoete Inval", "stopped", None)
        assert list_stopped(session, [NUMBER]) == {NUMBER: "stopped"}
    assert names(database, "zoete inval") == []
    files = ("enterprise", "denomination", "address")
    back = {f"{file}_insert": ROWS[file].splitlines(keepends=True)[0] for file in files}
    imported(database, update(3, **back))
    with database.reading() as session:
        assert not find_enterprise(session, NUMBER).stopped
    assert names(database, "zoete inval aalst") == ["Bakkerij De Zoete Inval"]


def test_a_natural_person_who_leaves_is_remembered_by_number_only(database):
    imported(database, update(2, enterprise_delete='"0199.000.349"\n', denomination_delete='"0199.000.349"\n'))
    with database.reading() as session:
        assert find_enterprise(session, "0199000349").name == "0199.000.349"


def test_an_update_without_changes_only_moves_the_day(database):
    done = imported(database, update(2))
    assert (done.rows, done.enterprises) == (0, 2)
    with database.reading() as session:
        assert find_register_state(session).extract_number == 2


@pytest.mark.parametrize(
    ("number", "reason"),
    [(3, "extract 3 cannot follow 1: import extract 2 first"), (1, "was imported already"), (0, "imported already")],
)
def test_a_gap_or_a_repetition_in_the_extract_numbers_is_refused(database, number, reason):
    with pytest.raises(RegisterRefused, match=reason):
        imported(database, update(number, denomination_delete='"0199.000.151"\n'))
    assert names(database, "zoete inval") == ["Bakkerij De Zoete Inval"]


def test_an_update_needs_a_register(fresh_database):
    with pytest.raises(RegisterRefused, match="import a full extract first"):
        imported(fresh_database, update(1))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"address_delete": '"0199.000.152"\n'}, "address_delete.csv, line 2: the check digits of '0199.000.152'"),
        ({"denomination_insert": '"0199.000.151","2","001"\n'}, "denomination_insert.csv, line 2: has 3 values"),
        ({"enterprise_insert": ROWS["enterprise"]}, "enterprise_insert.csv, line 2: this number is already there"),
        ({"enterprise_delete": '"0199.000.151"\n"0199.000.349"\n'}, "no enterprise in the register"),
    ],
)
def test_a_wrong_update_is_refused_with_file_and_line_and_changes_nothing(database, rows, message):
    moved = '"0199.000.151","REGO",,,"8600","Diksmuide","Dixmude","Lisdoddeweg","Lisdoddeweg","3","","",\n'
    rows = {"denomination_delete": '"0199.000.151"\n', "address_insert": moved} | rows
    with pytest.raises(RegisterRefused) as refused:
        imported(database, update(2, **rows))
    assert message in str(refused.value)
    with database.reading() as session:
        assert one_line(get_enterprise(session, NUMBER).address) == "Meelzakstraat 7, 9300\u00a0Aalst"
        assert find_register_state(session).extract_number == 1
    assert names(database, "zoete inval") == ["Bakkerij De Zoete Inval"]


def test_an_update_without_the_other_half_of_a_file_is_refused(database):
    files = update(2)
    del files["address_insert.csv"]
    with pytest.raises(RegisterRefused, match=r"address_insert\.csv: is missing"):
        imported(database, files)
