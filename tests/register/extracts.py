"""Extracts for tests: the real rows, or a few rows of one's own, as an open zip."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from app.adapters.register import Imported, import_register
from app.adapters.register.columns import FILES
from app.db import Database

KBO = Path(__file__).parents[1] / "kbo"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def zipped(files: dict[str, str]) -> io.BytesIO:
    """These files as a zip; names with .csv."""
    zip_file = io.BytesIO()
    with zipfile.ZipFile(zip_file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return zip_file


def header(name: str) -> str:
    """The first line of a csv file as published."""
    columns = next(file.columns for file in FILES if file.name == name)
    return ",".join(f'"{column}"' for column in columns) + "\n"


def real_rows() -> dict[str, str]:
    """The files of the real full extract; the sample has no establishments."""
    return {"establishment.csv": header("establishment")} | _read("real-rows")


def real_update() -> dict[str, str]:
    """The files of the real update that follows it."""
    return _read("real-rows-update")


def meta(number: int, kind: str = "full", day: str = "20-11-2026") -> str:
    """A meta.csv."""
    return (
        f'"Variable","Value"\n"SnapshotDate","{day}"\n"ExtractTimestamp","{day} 07:07:49"\n'
        f'"ExtractType","{kind}"\n"ExtractNumber","{number}"\n"Version","1.0.0"\n'
    )


def full(number: int = 1, *, day: str = "20-11-2026", **rows: str) -> dict[str, str]:
    """A full extract with these rows (enterprise=, denomination=, ...) and the demo's code list."""
    codes = (KBO.parents[1] / "demo" / "register" / "code.csv").read_text(encoding="utf-8")
    files = {f"{file.name}.csv": header(file.name) + rows.get(file.name, "") for file in FILES}
    return {"meta.csv": meta(number, day=day), "code.csv": codes} | files


def update(number: int, *, day: str = "21-11-2026", **rows: str) -> dict[str, str]:
    """An update with these rows (enterprise_delete=, enterprise_insert=, ...); the other files have none."""
    files = {"meta.csv": meta(number, "update", day)}
    for file in FILES:
        key = header(file.name).split(",")[0].strip() + "\n"
        files[f"{file.name}_delete.csv"] = key + rows.get(f"{file.name}_delete", "")
        files[f"{file.name}_insert.csv"] = header(file.name) + rows.get(f"{file.name}_insert", "")
    return files


def imported(database: Database, files: dict[str, str], *, anyway: bool = False) -> Imported:
    """Import these files."""
    return import_register(database, zipped(files), now=NOW, anyway=anyway)


def _read(folder: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((KBO / folder).glob("*.csv"))}
