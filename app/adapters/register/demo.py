"""The demo's register: the enterprises of `demo/register`, and invented ones around them to search among."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

from app.adapters.register.importing import Imported, import_register
from app.adapters.register.invented import write_full
from app.adapters.register.places import prepare_register
from app.core.register.state import find_register_state
from app.db import Database

NEIGHBOURS = 2_000
SEED = 1


def load_demo_register(
    database: Database, folder: Path, *, now: datetime, neighbours: int = NEIGHBOURS
) -> Imported | None:
    """Import the csv files in `folder` and `neighbours` invented enterprises; None when there is a register already."""
    prepare_register(database)
    with database.reading() as session:
        if find_register_state(session):
            return None
    return import_register(database, _together(folder, neighbours), now=now)


def _together(folder: Path, neighbours: int) -> io.BytesIO:
    invented, together = io.BytesIO(), io.BytesIO()
    write_full(invented, neighbours, SEED)
    with zipfile.ZipFile(invented) as more, zipfile.ZipFile(together, "w") as archive:
        for path in sorted(folder.glob("*.csv")):
            own = path.read_bytes()
            archive.writestr(path.name, own if path.stem in {"meta", "code"} else own + _rows(more, path.name))
    together.seek(0)
    return together


def _rows(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name).partition(b"\n")[2]
