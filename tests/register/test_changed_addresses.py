"""The day on which the address that letters go to changed, against what the copy before had."""

import io
from datetime import date

import pytest
from sqlalchemy import select, text

from app import migrations
from app.adapters.register import import_register
from app.adapters.register.invented import write_full
from app.core.register.addresses import address_changed_on, letter_addresses
from app.models.register import RegisterEnterprise
from tests.register.extracts import NOW, full, imported, update

BAKER, BUILDER, CLUB = "0199000151", "0199000349", "0199000943"
FIRST, SECOND, THIRD = "20-11-2026", "21-11-2026", "22-11-2026"
DAY_2, DAY_3 = date(2026, 11, 21), date(2026, 11, 22)


def seat(street="Meelzakstraat", number="7", extra="", town='"9300","Aalst","Alost"', struck_off=""):
    return f'"0199.000.151","REGO",,,{town},"{street}","{street}","{number}","","{extra}",{struck_off}\n'


def unit(number, street="Truweelpad"):
    return f'"{number}","BAET",,,"9000","Gent","Gand","{street}","{street}","19","2","",\n'


SEAT, UNIT_1, UNIT_2 = seat(), unit("2.199.000.391"), unit("2.199.000.490", "Mortelweg")
OLDEST, YOUNGER = '"2.199.000.391",02-05-2016,"0199.000.349"\n', '"2.199.000.490",03-06-2019,"0199.000.349"\n'
ROWS = {
    "enterprise": '"0199.000.151","AC","000","2","610",,12-03-1994\n"0199.000.349","AC","000","1","",,02-05-2016\n'
    '"0199.000.943","AC","000","2","610",,\n',
    "establishment": OLDEST + YOUNGER,
    "denomination": '"0199.000.151","2","001","Bakkerij De Zoete Inval"\n',
    "address": SEAT + UNIT_1 + UNIT_2,
}


@pytest.fixture
def database(fresh_database):
    imported(fresh_database, full(1, **ROWS))
    return fresh_database


@pytest.fixture(params=["full", "update"])
def change(request, database):
    """A function that imports the next extract, full or an update: other rows of a file for some entities."""
    numbers = iter(range(2, 9))
    kept = dict(ROWS)

    def change(day=SECOND, **files):
        """`files`: (what goes, what comes); both are rows of the file."""
        rows = {}
        for name, (gone, come) in files.items():
            kept[name] = (kept[name].replace(gone, "") if gone else kept[name]) + come
            keys = {line.split(",")[0] for line in gone.splitlines()}
            rows |= {f"{name}_delete": "".join(f"{key}\n" for key in keys), f"{name}_insert": come}
        number = next(numbers)
        extract = full(number, day=day, **kept) if request.param == "full" else update(number, day=day, **rows)
        imported(database, extract)

    return change


def days(database):
    with database.reading() as session:
        found = {number: address_changed_on(session, number) for number in (BAKER, BUILDER, CLUB)}
    return {number: day for number, day in found.items() if day}


def test_what_is_imported_for_the_first_time_did_not_change(database):
    assert days(database) == {}


def test_a_seat_that_moves_has_the_day_of_the_extract(database, change):
    change(address=(SEAT, seat("Lisdoddeweg", "3", town='"8600","Diksmuide","Dixmude"')))
    assert days(database) == {BAKER: DAY_2}


def test_an_address_that_stays_keeps_its_day_and_one_that_moves_again_has_a_new_one(database, change):
    moved = seat("Lisdoddeweg")
    change(address=(SEAT, moved))
    change(THIRD, denomination=("", '"0199.000.151","2","002","Zoete"\n'))
    assert days(database) == {BAKER: DAY_2}
    change("23-11-2026", address=(moved, SEAT))
    assert days(database) == {BAKER: date(2026, 11, 23)}


def test_the_same_words_again_are_no_change(database, change):
    change(address=(SEAT + UNIT_1, UNIT_1 + SEAT))
    assert days(database) == {}


def test_the_same_words_in_another_writing_are_no_change(database, change):
    change(address=(SEAT, seat(" MEELZAKSTRAAT(Aal)")))
    assert days(database) == {}


@pytest.mark.parametrize("place", [{"number": "8"}, {"extra": "t.a.v. D. Nieuw"}, {"town": '"9310","Aalst","Alost"'}])
def test_every_word_on_the_envelope_counts(database, change, place):
    change(address=(SEAT, seat(**place)))
    assert days(database) == {BAKER: DAY_2}


def test_an_address_that_goes_and_one_that_comes_are_changes(database, change):
    struck_off = seat(struck_off="19-11-2026")
    club = '"0199.000.943","REGO",,,"9000","Gent","Gand","Kaai","Quai","1","","",\n'
    change(address=(SEAT, struck_off + club))
    assert days(database) == {BAKER: DAY_2, CLUB: DAY_2}


def test_letters_that_go_to_another_establishment_go_to_another_address(database, change):
    change(establishment=(OLDEST, ""), address=(UNIT_1, ""))
    assert days(database) == {BUILDER: DAY_2}


def test_an_establishment_that_turns_out_to_be_older_changes_where_letters_go(database, change):
    change(establishment=(YOUNGER, YOUNGER.replace("2019", "2009")))
    assert days(database) == {BUILDER: DAY_2}


def test_an_establishment_where_no_letters_go_may_move(database, change):
    change(address=(UNIT_2, unit("2.199.000.490", "Troffelpad")))
    assert days(database) == {}


def test_who_is_new_did_not_move(database, change):
    new = '"0199.000.250","REGO",,,"9000","Gent","Gand","Kaai","Quai","1","","",\n'
    change(enterprise=("", '"0199.000.250","AC","000","2","610",,01-09-2001\n'), address=("", new))
    with database.reading() as session:
        assert address_changed_on(session, "0199000250") is None


def test_a_refused_import_keeps_no_day(database):
    with pytest.raises(Exception, match="check digits"):
        imported(database, update(2, address_delete='"0199.000.151"\n', address_insert=SEAT.replace("151", "152")))
    assert days(database) == {}


@pytest.mark.parametrize("kind", ["full", "update"])
def test_a_copy_of_before_these_days_goes_on(database, kind):
    with database.writing.begin() as session:
        session.execute(text("DROP TABLE register.changed_address"))
    rows = {"address_delete": '"0199.000.151"\n', "address_insert": seat("Lisdoddeweg")}
    moved = ROWS | {"address": seat("Lisdoddeweg") + UNIT_1 + UNIT_2}
    imported(database, full(2, day=SECOND, **moved) if kind == "full" else update(2, day=SECOND, **rows))
    assert days(database) == {BAKER: DAY_2}


def test_a_start_of_this_version_makes_the_list_in_an_older_copy(database):
    with database.writing.begin() as session:
        session.execute(text("DROP TABLE register.changed_address"))
    with database.engine.begin() as connection:
        migrations.create_register(connection)
    assert days(database) == {}


def test_a_full_extract_finds_what_the_core_finds_for_every_enterprise(fresh_database):
    extract = io.BytesIO()
    write_full(extract, 700, 1)
    import_register(fresh_database, extract, now=NOW)
    with fresh_database.writing.begin() as session:
        for statement in BEFORE:
            session.execute(text(statement))
    before = addresses(fresh_database)
    extract.seek(0)
    import_register(fresh_database, extract, now=NOW, anyway=True)
    after = addresses(fresh_database)
    expected = {number for number in after if before[number] != after[number]}
    assert 100 < len(expected) < 400
    with fresh_database.reading() as session:
        assert {number for number in after if address_changed_on(session, number)} == expected


BEFORE = (
    "UPDATE register.address SET house_number = '199' WHERE id % 11 = 1",
    "UPDATE register.address SET street_nl = NULL WHERE id % 11 = 2",
    "UPDATE register.address SET struck_off_on = '2026-01-01' WHERE id % 11 = 3",
    "UPDATE register.address SET town_nl = upper(town_nl), box = coalesce(box, '') WHERE id % 11 = 4",
    "DELETE FROM register.address WHERE id % 11 = 5",
    "UPDATE register.establishment SET start_day = '1901-01-01' WHERE number LIKE '%3'",
    "DELETE FROM register.establishment WHERE number LIKE '%4'",
)


def addresses(database):
    """What is on an envelope to each enterprise, if anything."""
    with database.reading() as session:
        numbers = list(session.scalars(select(RegisterEnterprise.number)))
        found = letter_addresses(session, numbers)
    return {number: found[number].words if number in found else None for number in numbers}
