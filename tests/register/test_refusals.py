"""Files that are refused: with file, line and reason, and without any change."""

import io
import zipfile
from pathlib import Path

import pytest

from app.adapters.register import RegisterRefused, import_register
from app.adapters.register.places import importing_alone
from app.core.register.enterprises import find_enterprises
from app.core.register.state import find_register_state
from tests.register.extracts import NOW, full, imported, meta, real_rows, zipped

BAKER = '"0199.000.151","AC","000","2","610",,12-03-1994\n'
NAME = '"0199.000.151","2","001","Bakkerij De Zoete Inval"\n'
UNIT = '"2.199.000.391",02-05-2016,"0199.000.151"\n'


@pytest.fixture
def database(fresh_database):
    imported(fresh_database, full(1, enterprise=BAKER, denomination=NAME))
    return fresh_database


def refuse(database, source, **options):
    """Import what must be refused; the reason. The register is as it was."""
    with pytest.raises(RegisterRefused) as refused:
        import_register(database, source, now=NOW, **options)
    with database.reading() as session:
        assert find_register_state(session).extract_number == 1
        assert [one.name for one in find_enterprises(session, "zoete inval").items] == ["Bakkerij De Zoete Inval"]
    if database.is_sqlite:
        assert not list(database.register_path.parent.glob("register-next*"))
    return str(refused.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"enterprise": BAKER + BAKER.replace("151", "152")}, "enterprise.csv, line 3: the check digits of"),
        ({"enterprise": BAKER.replace("0199.000.151", "0199000151")}, "line 2: '0199000151' is not an"),
        ({"enterprise": BAKER.replace("12-03-1994", "1994-03-12")}, "line 2: '1994-03-12' is not a date (dd-mm-yyyy)"),
        ({"enterprise": BAKER.replace("12-03-1994", "31-02-1994")}, "line 2: '31-02-1994' is not a date"),
        ({"enterprise": BAKER.replace('"2","610"', '"7","610"')}, "line 2: '7' is not a type of enterprise"),
        ({"enterprise": BAKER.replace(",12-03-1994", "")}, "enterprise.csv, line 2: has 6 values for 7 columns"),
        ({"enterprise": BAKER + BAKER}, "enterprise.csv, line 3: this number is already there"),
        ({"enterprise": ""}, "there would be no enterprise"),
        ({"establishment": UNIT + UNIT}, "establishment.csv, line 3: this number is already there"),
        ({"establishment": UNIT.replace('"2.', '"3.')}, "establishment.csv, line 2: '3.199.000.391' is not the number"),
        ({"denomination": NAME + '"0199.000.151","2","001","Bakker"ij"\n'}, "denomination.csv, line 3: broken quotes"),
        ({"denomination": NAME + '"0199.000.151","2","001","Bakk\n'}, "denomination.csv, line 3: broken quotes"),
        ({"denomination": '"0199.000.151","2","001"," "\n'}, "denomination.csv, line 2: the name is empty"),
        ({"denomination": NAME.replace("Bakkerij", "x" * 320)}, "denomination.csv, line 2: 'xxx"),
        ({"denomination": NAME.replace("0199.000.151", "5.199.000.151")}, "line 2: '5.199.000.151' is not the number"),
        ({"address": '"0199.000.151","REGO",,,"9300","Aalst","Alost","M","M","7","","",x\n'}, "address.csv, line 2: "),
        ({"contact": '"0199.000.152","ENT","TEL","02 315 13 51"\n'}, "contact.csv, line 2: the check digits of"),
        ({"contact": '"0199.000.151","ENT","EMAIL"\n'}, "contact.csv, line 2: has 3 values for 4 columns"),
    ],
)
def test_a_wrong_row_is_refused_with_file_line_and_reason(database, rows, message):
    files = full(2, **{"enterprise": BAKER, "denomination": NAME} | rows)
    assert message in refuse(database, zipped(files))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("meta.csv", None, "meta.csv: is missing"),
        ("address.csv", None, "address.csv: is missing: the extract is not complete"),
        ("code.csv", None, "code.csv: is missing"),
        ("contact.csv", None, "contact.csv: is missing: the extract is not complete"),
        ("enterprise.csv", '"EnterpriseNumber","Status"\n', "enterprise.csv, line 1: has the columns ['Ent"),
        ("enterprise.csv", "", "enterprise.csv, line 1: has the columns []"),
        ("meta.csv", meta(2, "half"), "meta.csv: ExtractType is 'half'"),
        ("meta.csv", meta(2).replace('"2"', '"two"'), "meta.csv: ExtractNumber is 'two'"),
        ("meta.csv", meta(2, day="20-13-2026"), "meta.csv: SnapshotDate: '20-13-2026' is not a date"),
        ("meta.csv", meta(2, day=""), "meta.csv: SnapshotDate is missing"),
        ("meta.csv", meta(2).replace("1.0.0", "2.0.0"), "meta.csv: Version is '2.0.0'"),
        ("meta.csv", meta(1), "extract 1 is not newer than the register, which has 1"),
        ("meta.csv", meta(0), "extract 0 is not newer"),
    ],
)
def test_a_missing_or_wrong_file_is_refused(database, name, text, message):
    files = full(2, enterprise=BAKER, denomination=NAME) | {name: text}
    assert message in refuse(database, zipped({name: text for name, text in files.items() if text is not None}))


def test_what_is_no_zip_or_only_half_of_one_is_refused(database, tmp_path):
    whole = zipped(real_rows()).getvalue()
    assert "not a zip" in refuse(database, io.BytesIO(b"hello"))
    assert "not a zip" in refuse(database, io.BytesIO(whole[: len(whole) // 2]))
    assert "not a zip" in refuse(database, io.BytesIO(b""))
    assert "cannot open" in refuse(database, tmp_path / "no-such-file.zip")


def test_a_damaged_zip_is_refused_where_the_damage_is(database):
    damaged = bytearray(zipped(full(2, enterprise=BAKER, denomination=NAME * 5000)).getvalue())
    with zipfile.ZipFile(io.BytesIO(damaged)) as archive:
        member = archive.getinfo("denomination.csv")
    at = member.header_offset + 30 + len(member.filename) + member.compress_size // 2
    damaged[at : at + 8] = b"\0" * 8
    assert "denomination.csv" in refuse(database, io.BytesIO(damaged))


def test_text_that_is_not_utf8_is_refused(database):
    files = full(2, enterprise=BAKER, denomination=NAME)
    files["denomination.csv"] = (files["denomination.csv"] + '"0199.000.151","2","002","Élan"\n').encode("latin-1")
    assert "denomination.csv" in refuse(database, zipped(files))


def test_a_full_extract_with_far_fewer_enterprises_looks_like_half_a_file(fresh_database):
    numbers = ["0200.065.765", "0200.068.636", "0200.171.970", "0200.245.711", "0200.305.493"]
    rows = [BAKER, *(BAKER.replace("0199.000.151", number) for number in numbers)]
    imported(fresh_database, full(1, enterprise="".join(rows), denomination=NAME))
    half = zipped(full(2, enterprise="".join(rows[:3]), denomination=NAME))
    assert "half a file" in refuse(fresh_database, half)
    assert import_register(fresh_database, half, now=NOW, anyway=True).enterprises == 3


def test_the_same_full_extract_can_be_read_again_on_purpose(database):
    assert imported(database, full(1, enterprise=BAKER, denomination=NAME), anyway=True).extract_number == 1


def test_two_imports_never_run_side_by_side(database):
    with importing_alone(database):
        assert "another import is running" in refuse(database, zipped(full(2, enterprise=BAKER, denomination=NAME)))
    assert imported(database, full(2, enterprise=BAKER, denomination=NAME)).extract_number == 2


def test_what_a_killed_import_left_is_swept_away(database):
    if database.is_sqlite:
        Path(database.register_path.with_name("register-next.sqlite")).write_bytes(b"half")
    else:
        with database.engine.begin() as connection:
            for schema in ("register_next", "register_old"):
                connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
                connection.exec_driver_sql(f"CREATE TABLE {schema}.enterprise (number text)")
    assert imported(database, full(2, enterprise=BAKER, denomination=NAME)).enterprises == 1
