"""`flask register ...` on the command line."""

from datetime import date
from pathlib import Path

import pytest

from app import create_app
from app.config import ROOT, read_settings
from app.core.register.enterprises import find_enterprise
from app.core.register.functions import list_functions
from tests.register.extracts import full, real_rows, real_update, update, zipped


@pytest.fixture
def run(sqlite_database, tmp_path):
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    runner = create_app(settings, database=sqlite_database).test_cli_runner()
    return lambda *arguments: runner.invoke(args=["register", *map(str, arguments)])


def written(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / name
    path.write_bytes(zipped(files).getvalue())
    return path


def test_a_full_extract_and_its_update_are_imported_and_told(run, tmp_path, sqlite_database):
    done = run("import", written(tmp_path, "full.zip", real_rows()))
    assert done.exit_code == 0, done.output
    assert "Imported full extract 136 of 2025-05-30: 60 rows read." in done.output
    assert "The register has 11 enterprises." in done.output
    assert "0 mandates were paused" in done.output
    done = run("import", written(tmp_path, "update.zip", real_update()))
    assert "Imported update 137 of 2025-06-30: 2 rows read." in done.output
    assert "Extract 137 of 2025-06-30" in run("status").output
    with sqlite_database.reading() as session:
        assert find_enterprise(session, "0220815847").address.street_line == "Wallhäuser Straße Dürler 31"


def test_a_refused_file_says_where_and_why_and_ends_with_an_error(run, tmp_path):
    wrong = full(1, enterprise='"0199.000.152","AC","000","2","610",,12-03-1994\n')
    done = run("import", written(tmp_path, "wrong.zip", wrong))
    assert done.exit_code == 1
    assert "wrong.zip is refused, nothing has changed. enterprise.csv, line 2: the check digits" in done.output
    done = run("import", written(tmp_path, "update.zip", update(5)))
    assert (done.exit_code, "import a full extract first" in done.output) == (1, True)
    assert run("import", tmp_path / "none.zip").exit_code == 1
    assert run("status").exit_code == 1


def test_functions_are_imported_or_refused_by_line(run, tmp_path):
    done = run("functions", ROOT / "demo" / "functions.csv")
    assert "11 functions added, 0 changed, 0 ended." in done.output
    lines = (ROOT / "demo" / "functions.csv").read_text(encoding="utf-8").splitlines()
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("\n".join([*lines, lines[1].replace("0199.000.151", "0199.000.152")]), encoding="utf-8")
    done = run("functions", wrong)
    assert done.exit_code == 1
    assert "wrong.csv, line 13: De laatste 2 cijfers passen niet bij de rest." in done.output
    wrong.write_bytes(b"\xff\xfe")
    assert "not a csv file" in run("functions", wrong).output
    assert run("functions", tmp_path / "none.csv").exit_code == 1


def test_who_holds_a_function_is_listed_with_the_id_by_which_he_is_tied(run, sqlite_database):
    run("functions", ROOT / "demo" / "functions.csv")
    with sqlite_database.reading() as session:
        (ahmed,) = list_functions(session, "0199000349", date(2026, 11, 30))
    assert run("held", "0199.000.349").output == f"{ahmed.id}  Ahmed El Amrani, eigenaar, tied to no sign-in\n"
    assert run("held", "0199.000.151").output.endswith("  Maria Vermeulen, bestuurder, demo-maria\n")
    refused = run("held", "0199.000.152")
    assert (refused.exit_code, "De laatste 2 cijfers passen niet bij de rest." in refused.output) == (1, True)
