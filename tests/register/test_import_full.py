"""Importing a full extract: the real rows with all their oddities, and the switch."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from app.adapters.register import import_register, prepare_register
from app.adapters.register.invented import write_full
from app.core.errors import Conflict, NotFound
from app.core.register.addresses import one_line
from app.core.register.enterprises import find_enterprise, find_enterprises, get_enterprise, list_stopped
from app.core.register.state import find_register_state, register_age
from app.models.register import RegisterAddress, RegisterEnterprise, RegisterName, Situation
from tests.register.extracts import NOW, full, imported, real_rows, zipped

BAKER = '"0199.000.151","AC","000","2","610",,12-03-1994\n'
BAKER_NAME = '"0199.000.151","2","001","Bakkerij De Zoete Inval"\n'


def test_the_real_rows_are_imported(fresh_database):
    done = imported(fresh_database, real_rows())
    assert (done.extract_number, done.is_full, done.enterprises) == (136, True, 11)
    with fresh_database.reading() as session:
        state = find_register_state(session)
        assert (state.extract_number, state.snapshot_day, state.imported_at) == (136, date(2025, 5, 30), NOW)
        assert register_age(session, NOW) == timedelta(days=540, hours=10 + 1)
        veneco = get_enterprise(session, "0200065765")
        assert (veneco.name, veneco.other_names, veneco.legal_form) == (
            "Intergemeentelijke Vereniging Veneco", ("Veneco",), None,
        )  # fmt: skip
        assert one_line(veneco.address) == "Panhuisstraat 1, 9070\u00a0Destelbergen"
        assert get_enterprise(session, "0200245711").situation == Situation.LIQUIDATION
        assert one_line(get_enterprise(session, "0200448421").address) == "Budastraat 37, 8500\u00a0Kortrijk"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("veneco", "0200065765"), ("kirchenfabrik durler", "0220815847"), ("isbw rixensart", "0200362408"),
     ("I.S.B.W.", "0200362408"), ("in bw", "0200362210"), ("gasthuiszusters augustinessen", "0200420410"),
     ("BE 0200.068.636", "0200068636"), ("sanatorium lemberge", "0200171970")],
)  # fmt: skip
def test_the_real_rows_are_found_by_what_people_type(real_database, typed, number):
    with real_database.reading() as session:
        assert find_enterprises(session, typed).items[0].number == number


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def real_database(request, make_database):
    database = make_database(request.param)
    imported(database, real_rows())
    yield database
    database.dispose()


def test_an_enterprise_without_a_name_is_shown_by_its_number(real_database):
    with real_database.reading() as session:
        assert get_enterprise(session, "0200420608").name == "0200.420.608"


def test_the_oddities_of_an_extract_are_read_as_meant(fresh_database):
    rows = full(
        1,
        enterprise='"0199.000.349","AC","000","1","",,02-05-2016\n'
        '"0199.000.943","AC","000","2","610",,\n"0199.000.844","AC","050","2","610",,01-02-1979\n'
        '"0199.000.151","ST","000","2","610",,01-02-1979\n',
        establishment='"2.199.000.391",02-05-2016,"0199.000.349"\n',
        denomination='"0199.000.349","0","001","El Amrani Ahmed"\n'
        '"2.199.000.391","2","003","Bouwwerken ""Ahmed"" & Co"\n'
        '"0199.000.943","1","001","L\'Étoile"\n"0199.000.943","2","001","De Ster"\n"0199.000.943","2","001","De Ster"\n'
        '"9.000.006.626","0","004","Branch Office"\n"0199.000.844","4","002","D.K."\n',
        address='"2.199.000.391","BAET",,,"9000","Gent","Gand","Truweelpad","Truweelpad","19","2","",\n'
        '"0199.000.943","REGO","Frankrijk","France","","Lille","Lille","Rue X","Rue X","6","","",\n'
        '"0199.000.844","REGO",,,"2300","Turnhout","Turnhout","Inktgang","Inktgang","2","","",01-03-2024\n'
        '"9.000.006.626","ABBR",,,"1000","Brussel","Bruxelles","Wetstraat","Rue de la Loi","1","","",\n',
    )
    imported(fresh_database, rows)
    with fresh_database.reading() as session:
        ahmed = get_enterprise(session, "0199000349")
        assert (ahmed.name, ahmed.person_name, ahmed.is_natural_person) == (
            'Bouwwerken "Ahmed" & Co', "El Amrani Ahmed", True,
        )  # fmt: skip
        assert (ahmed.address.kind, one_line(ahmed.address)) == ("establishment", "Truweelpad 19 bus 2, 9000\u00a0Gent")
        star = get_enterprise(session, "0199000943")
        assert (star.name, star.other_names, star.address.country) == ("De Ster", ("L'Étoile",), "Frankrijk")
        printer = get_enterprise(session, "0199000844")
        assert (printer.name, printer.situation, printer.stopped, printer.address) == ("D.K.", "bankrupt", True, None)
        assert get_enterprise(session, "0199000151").situation == Situation.STOPPED
        assert session.scalar(select(func.count()).where(RegisterName.entity_number.like("9%"))) == 0
        assert session.scalar(select(func.count()).where(RegisterAddress.entity_number.like("9%"))) == 0


def test_a_full_extract_replaces_everything_and_remembers_who_left(fresh_database):
    person = '"0199.000.646","AC","000","1","",,01-07-1991\n'
    names = BAKER_NAME + '"0199.000.646","2","001","Vanhoutte Luc"\n"0199.000.250","2","001","Peeters"\n'
    stays = '"0199.000.250","AC","000","2","610",,01-09-2001\n'
    imported(fresh_database, full(1, enterprise=BAKER + person + stays, denomination=names))
    imported(fresh_database, full(5, enterprise=stays, denomination=names), anyway=True)
    with fresh_database.reading() as session:
        baker, farmer = find_enterprise(session, "0199000151"), find_enterprise(session, "0199000646")
        assert (baker.name, baker.situation, baker.stopped) == ("Bakkerij De Zoete Inval", Situation.STOPPED, True)
        assert (farmer.name, farmer.stopped) == ("0199.000.646", True), "the name of a natural person is not kept"
        assert list_stopped(session, ["0199000151", "0199000250", "0123456749"]) == {
            "0199000151": "stopped", "0123456749": "stopped",
        }  # fmt: skip
        assert find_enterprises(session, "zoete inval").items == ()
    imported(fresh_database, full(6, enterprise=BAKER + stays, denomination=names))
    with fresh_database.reading() as session:
        assert not find_enterprise(session, "0199000151").stopped
        assert find_enterprise(session, "0199000646").stopped


def test_a_reader_sees_the_old_register_until_it_is_done_and_the_new_one_after(fresh_database):
    imported(fresh_database, full(1, enterprise=BAKER, denomination=BAKER_NAME))
    seen = []

    def look(what, rows):
        with fresh_database.reading() as session:
            seen.append((what, session.scalar(select(func.count()).select_from(RegisterEnterprise))))

    more = BAKER + '"0199.000.250","AC","000","2","610",,01-09-2001\n'
    import_register(fresh_database, zipped(full(2, enterprise=more, denomination=BAKER_NAME)), now=NOW, progress=look)
    assert "search" in dict(seen)
    assert set(dict(seen).values()) == {1}
    with fresh_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RegisterEnterprise)) == 2


def test_nothing_is_left_lying_about(fresh_database):
    imported(fresh_database, full(1, enterprise=BAKER, denomination=BAKER_NAME))
    imported(fresh_database, full(2, enterprise=BAKER, denomination=BAKER_NAME))
    if fresh_database.is_sqlite:
        folder = fresh_database.register_path.parent
        assert {path.name for path in folder.iterdir()} == {"mandaatloket.sqlite", "register.sqlite", "register.lock"}
    else:
        with fresh_database.engine.connect() as connection:
            schemas = connection.scalars(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'register%'"))
            assert set(schemas) == {"register"}


def test_a_register_that_was_never_imported_knows_nobody_and_stops_nobody(fresh_database):
    with fresh_database.reading() as session:
        assert find_register_state(session) is None
        assert register_age(session, NOW) is None
        assert list_stopped(session, ["0199000151"]) == {}
        assert find_enterprises(session, "bakkerij").items == ()
        with pytest.raises(NotFound):
            get_enterprise(session, "0199000151")


def test_a_register_that_cannot_be_read_is_said_in_words_people_understand(sqlite_database):
    sqlite_database.register_path.unlink()
    with sqlite_database.reading() as session, pytest.raises(Conflict) as refused:
        find_enterprises(session, "bakkerij")
    assert "KBO nu niet lezen" in refused.value.sentence
    prepare_register(sqlite_database)
    with sqlite_database.reading() as session:
        assert find_enterprises(session, "bakkerij").items == ()


def test_rows_are_never_all_in_memory(fresh_database, tmp_path):
    path = tmp_path / "full.zip"
    write_full(path, 3000, 1)
    steps = []
    import_register(fresh_database, path, now=NOW, progress=lambda what, rows: steps.append((what, rows)))
    assert dict(steps)["enterprise.csv"] == 3000
