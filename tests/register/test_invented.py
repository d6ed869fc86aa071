"""The generator: the published format, every oddity, and the same bytes from the same seed."""

import csv
import io
import zipfile

import pytest

from app.adapters.register import import_register
from app.adapters.register.invented import write_full, write_update
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.core.register.phone_numbers import read_phone
from tests.kbo.make_extract import main
from tests.register.extracts import NOW, real_rows

COUNT, SEED = 4000, 3


def made(write, *arguments, **options):
    file = io.BytesIO()
    write(file, *arguments, **options)
    return file


@pytest.fixture(scope="module")
def files():
    with zipfile.ZipFile(made(write_full, COUNT, SEED)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}


def test_the_same_arguments_give_the_same_bytes_and_another_seed_does_not():
    assert made(write_full, 300, 1).getvalue() == made(write_full, 300, 1).getvalue()
    assert made(write_full, 300, 1).getvalue() != made(write_full, 300, 2).getvalue()
    update = made(write_update, 300, 1, follows=140).getvalue()
    assert update == made(write_update, 300, 1, follows=140).getvalue()
    assert update != made(write_update, 300, 1, follows=141).getvalue()


def test_files_and_columns_are_those_of_the_real_extract(files):
    for name, text in real_rows().items():
        assert list(files[name][0]) == next(csv.reader([text.splitlines()[0]])), name
    assert {"activity.csv", "branch.csv", "establishment.csv"} <= set(files)


def test_lines_are_quoted_like_the_real_ones():
    with zipfile.ZipFile(made(write_full, 50, SEED)) as archive:
        lines = {name: archive.read(name).decode().splitlines() for name in archive.namelist()}
    real = {name: text.splitlines() for name, text in real_rows().items()}
    for name in ("enterprise.csv", "denomination.csv", "address.csv"):
        shapes = {"".join("q" if part.startswith('"') else "b" for part in csv_parts(line)) for line in lines[name][1:]}
        assert {"".join("q" if part.startswith('"') else "b" for part in csv_parts(real[name][1]))} & shapes


def csv_parts(line):
    return line.replace('","', '"\0"').replace('",', '"\0').replace(',"', '\0"').replace(",,", "\0\0").split("\0")


def test_every_number_is_valid_and_none_occurs_twice(files):
    numbers = [row["EnterpriseNumber"] for row in files["enterprise.csv"]]
    units = [row["EstablishmentNumber"] for row in files["establishment.csv"]]
    assert len(set(numbers)) == len(numbers) == COUNT
    assert len(set(units)) == len(units)
    assert all(parse_enterprise_number(number) >= "0400000000" for number in numbers)


def test_all_oddities_of_the_real_register_occur(files):
    enterprises = {row["EnterpriseNumber"]: row for row in files["enterprise.csv"]}
    persons = {number for number, row in enterprises.items() if row["TypeOfEnterprise"] == "1"}
    seats = {row["EntityNumber"]: row for row in files["address.csv"] if row["TypeOfAddress"] == "REGO"}
    settled = {row["EnterpriseNumber"] for row in files["establishment.csv"]}
    names = [row["Denomination"] for row in files["denomination.csv"]]
    languages = {row["Language"] for row in files["denomination.csv"]}
    assert 0.35 < len(persons) / COUNT < 0.45
    assert not persons & set(seats)
    assert persons - settled, "natural persons without an establishment"
    assert any(row["CountryNL"] and not row["Zipcode"] for row in seats.values())
    assert any(row["DateStrikingOff"] for row in seats.values())
    assert any("(" in row["StreetNL"] for row in seats.values())
    assert any(not row["HouseNumber"] for row in seats.values())
    assert any(not row["StreetFR"] and row["StreetNL"] for row in seats.values())
    assert {row["JuridicalSituation"] for row in enterprises.values()} == {"000", "012", "050"}
    assert languages == {"0", "1", "2", "3"}
    assert {row["TypeOfDenomination"] for row in files["denomination.csv"]} == {"001", "002", "003", "004"}
    assert all(any(sign in name for name in names) for sign in ('"', "&", "'", "É", "-", "."))
    assert len(set(names)) < len(names)


def test_phone_numbers_come_in_all_ways_and_some_are_none(files):
    values = [row["Value"] for row in files["contact.csv"] if row["ContactType"] == "TEL"]
    read = [read_phone(value) for value in values]
    assert {row["ContactType"] for row in files["contact.csv"]} == {"TEL", "EMAIL", "WEB"}
    assert all(any(way in value for value in values) for way in ("/", ".", "+32", "0032", "(0)", "tel.", "0900"))
    assert 0.02 < read.count(None) / len(read) < 0.2
    assert len({(row["EntityNumber"], row["Value"]) for row in files["contact.csv"]}) < len(files["contact.csv"])
    # Nobody's: only zeros behind the area, up to the last two.
    assert all(number[-6:-2] == "0000" for number in read if number)


def test_updates_bring_moves_new_names_bankruptcies_strike_offs_stops_and_newcomers(fresh_database):
    full = import_register(fresh_database, made(write_full, COUNT, SEED), now=NOW)
    for follows in (140, 141, 142):
        update = made(write_update, COUNT, SEED, follows=follows)
        with zipfile.ZipFile(update) as archive:
            rows = {name: archive.read(name).decode().count("\n") - 1 for name in archive.namelist()}
        for part in ("enterprise", "denomination", "address", "contact"):
            assert rows[f"{part}_delete.csv"] > 0, part
            assert rows[f"{part}_insert.csv"] > 0, part
        assert rows["establishment_delete.csv"] > 0
        done = import_register(fresh_database, update, now=NOW)
        assert done.extract_number == follows + 1
        assert abs(done.enterprises - full.enterprises) < 60


def test_the_command_writes_a_full_extract_and_an_update(tmp_path):
    main(["--enterprises", "100", "--seed", "5", "--out", str(tmp_path / "full.zip")])
    main(["--enterprises", "100", "--seed", "5", "--update-of", "140", "--out", str(tmp_path / "update.zip")])
    assert (tmp_path / "full.zip").read_bytes() == made(write_full, 100, 5).getvalue()
    assert (tmp_path / "update.zip").read_bytes() == made(write_update, 100, 5, follows=140).getvalue()
    with pytest.raises(SystemExit):
        main(["--enterprises", "0", "--out", str(tmp_path / "none.zip")])
