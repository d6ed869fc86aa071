"""Backups on SQLite: a tar of the database's file, the register's file and the digest of each.

The files are copied with SQLite's own backup interface, which gives one consistent moment of each while others write.
It copies in pieces, because nobody can write while it reads; what is written between two pieces makes it begin anew.
"""

import hashlib
import io
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO, cast

from app.adapters.backups.errors import BackupError
from app.db import REGISTER_FILE, Database

MAIN = "mandaatloket.sqlite"
DIGESTS = "SHA256SUMS"
MEMBERS = {MAIN, REGISTER_FILE, DIGESTS}
PIECE = 4_096  # pages, 16 MB: nobody can write while one is copied
PAUSE = 0.02  # seconds between two pieces, for who waits to write
MOST_ANEW = 3  # times that what others wrote meanwhile may make us begin anew, before all is copied in one go


class _WrittenMeanwhile(Exception):
    """Others write so often that a copy in pieces comes to no end."""


def back_up(database: Database, file: Path) -> None:
    """Write the tar under a passing name and give it its own name only when every copy was found sound."""
    with tempfile.TemporaryDirectory(dir=file.parent or Path(), prefix=".backup-") as folder:
        copies = [Path(folder, MAIN), Path(folder, REGISTER_FILE)]
        for source, copy in zip(_files(database), copies, strict=True):
            _copy(source, copy)
            _check(copy)
        whole = Path(folder, "whole.tar")
        with tarfile.open(whole, "w") as archive:
            sums = "".join(f"{_digest(copy)}  {copy.name}\n" for copy in copies).encode()
            entry = tarfile.TarInfo(DIGESTS)
            entry.size = len(sums)
            archive.addfile(entry, io.BytesIO(sums))
            for copy in copies:
                archive.add(copy, copy.name)
        os.chmod(whole, 0o600)
        _flush_to_disk(whole)
        os.rename(whole, file)


def restore(database: Database, file: Path) -> None:
    """Unpack beside the database, check every copy, and only then move them into place."""
    main, register = _files(database)
    with tempfile.TemporaryDirectory(dir=main.parent, prefix=".restore-") as folder:
        _unpack(file, Path(folder))
        expected = dict(reversed(line.split("  ")) for line in Path(folder, DIGESTS).read_text().splitlines())
        for name, target in ((REGISTER_FILE, register), (MAIN, main)):
            copy = Path(folder, name)
            if _digest(copy) != expected.get(name):
                raise BackupError(f"{file}: {name} is not what was backed up; its digest differs.")
            _check(copy)
            _flush_to_disk(copy)
            os.replace(copy, target)


def _files(database: Database) -> tuple[Path, Path]:
    return Path(str(database.url.database)), database.register_path


def _copy(source: Path, target: Path) -> None:
    # The address says read-only: a wrong path must not leave an empty database behind.
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as origin, closing(sqlite3.connect(target)) as copy:
        try:
            origin.backup(copy, pages=PIECE, progress=_patience())
        except _WrittenMeanwhile:
            origin.backup(copy)


def _patience() -> Callable[[int, int, int], None]:
    """Watches a copy in pieces, and gives it up when it began anew too often."""
    left_before, begun_anew = sys.maxsize, 0

    def watch(status: int, left: int, total: int) -> None:
        nonlocal left_before, begun_anew
        begun_anew += left >= left_before
        left_before = left
        if begun_anew > MOST_ANEW:
            raise _WrittenMeanwhile
        if left:
            time.sleep(PAUSE)

    return watch


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            found = connection.execute(f"PRAGMA {pragma}").fetchall()
            if found != sound:
                raise BackupError(f"{copy.name}: the copy is not sound ({pragma}): {found[:3]}")


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as archive:
            contents = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
            if set(contents) != MEMBERS:
                raise BackupError(f"{file}: this is not a backup of a SQLite database of this service.")
            for name, content in contents.items():
                # Only the content, under a name of ours: the paths and links of an archive are not followed.
                with Path(folder, name).open("wb") as target:
                    shutil.copyfileobj(cast(IO[bytes], content), target)
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{file}: cannot be read as a backup: {error}") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush_to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
