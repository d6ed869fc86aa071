"""Reading a KBO Open Data zip in a stream, and refusing it with file and line as soon as something is wrong."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from app.adapters.register.columns import FILES, BadValue, Descriptions, File, Row, day
from app.adapters.register.refused import RegisterRefused

META = "meta.csv"
META_COLUMNS = ("Variable", "Value")
KNOWN_VERSION = "1."
NOT_WHOLE = "the zip is damaged or not complete; download it again"

Source = Path | BinaryIO
Numbered = tuple[int, Row]  # line in the file, row of ours


@dataclass(frozen=True)
class Meta:
    """What an extract says about itself."""

    number: int
    snapshot_day: date
    is_full: bool


class Extract:
    """An open extract. Rows come one by one; the file is never in memory as a whole."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = set(archive.namelist())
        self.meta = self._read_meta()
        self._check_files()

    def has(self, file_name: str) -> bool:
        """Whether the extract has this csv file."""
        return file_name in self._members

    def rows(self, file: File, descriptions: Descriptions, *, part: str = "") -> Iterator[Numbered]:
        """The rows of a csv file (`part` is "_insert" in an update), checked, as our table has them."""
        name, longest = f"{file.name}{part}.csv", file.longest
        for line, values in self._lines(name, file.columns):
            try:
                row = file.read(values, descriptions)
            except BadValue as error:
                raise RegisterRefused(str(error), file=name, line=line) from error
            if row is None:
                continue
            for value, most in zip(row, longest, strict=True):
                if most and isinstance(value, str) and len(value) > most:
                    raise RegisterRefused(f"{value[:20]!r}... is longer than {most} signs", file=name, line=line)
            yield line, row

    def deleted(self, file: File) -> Iterator[tuple[int, str]]:
        """(line, number as written) of what an update takes away."""
        return ((line, values[0]) for line, values in self._lines(f"{file.name}_delete.csv", (file.key,)))

    def _read_meta(self) -> Meta:
        if META not in self._members:
            raise RegisterRefused("is missing: this is not a KBO Open Data extract", file=META)
        values = {name: value for _, (name, value) in self._lines(META, META_COLUMNS)}
        kind, number, version = (values.get(name, "") for name in ("ExtractType", "ExtractNumber", "Version"))
        if kind not in {"full", "update"}:
            raise RegisterRefused(f"ExtractType is {kind!r}, not full or update", file=META)
        if not number.isdecimal():
            raise RegisterRefused(f"ExtractNumber is {number!r}, not a number", file=META)
        if not version.startswith(KNOWN_VERSION):
            raise RegisterRefused(f"Version is {version!r}; we read version 1", file=META)
        try:
            snapshot = day(values.get("SnapshotDate", ""))
        except BadValue as error:
            raise RegisterRefused(f"SnapshotDate: {error}", file=META) from error
        if snapshot is None:
            raise RegisterRefused("SnapshotDate is missing", file=META)
        return Meta(int(number), date.fromisoformat(snapshot), kind == "full")

    def _check_files(self) -> None:
        if self.meta.is_full:
            missing = [name for name in ("code.csv", *(f"{file.name}.csv" for file in FILES)) if not self.has(name)]
        else:
            pairs = [(f"{file.name}_delete.csv", f"{file.name}_insert.csv") for file in FILES]
            if not any(self.has(name) for pair in pairs for name in pair):
                raise RegisterRefused("the update holds none of the files that an update has")
            missing = [name for pair in pairs for name in pair if self.has(pair[0]) != self.has(pair[1])]
            missing = [name for name in missing if not self.has(name)]
        if missing:
            raise RegisterRefused("is missing: the extract is not complete", file=missing[0])

    def _lines(self, name: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        with _readable(name) as place, self._archive.open(name) as member:
            reader = csv.reader(io.TextIOWrapper(member, encoding="utf-8-sig", newline=""), strict=True)
            place.reader = reader
            header = next(reader, [])
            if tuple(header) != tuple(columns):
                raise RegisterRefused(f"has the columns {header}, not {list(columns)}", file=name, line=1)
            for values in reader:
                if len(values) != len(columns):
                    reason = f"has {len(values)} values for {len(columns)} columns"
                    raise RegisterRefused(reason, file=name, line=reader.line_num)
                yield reader.line_num, values


@contextmanager
def open_extract(source: Source) -> Iterator[Extract]:
    """Open a zip from a path or from an open file. Raises RegisterRefused when it is no extract, or not a whole one."""
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise RegisterRefused("this is not a zip file, or it is not complete; download it again") from error
    except OSError as error:
        raise RegisterRefused(f"cannot open the file: {error.strerror}") from error
    with archive:
        yield Extract(archive)


class _Place:
    reader = None


@contextmanager
def _readable(name: str) -> Iterator[_Place]:
    place = _Place()
    try:
        yield place
    except csv.Error as error:
        raise RegisterRefused(f"broken quotes or columns ({error})", file=name, line=place.reader.line_num) from error
    except UnicodeDecodeError as error:
        raise RegisterRefused("is not UTF-8 text", file=name, line=place.reader.line_num + 1) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RegisterRefused(NOT_WHOLE, file=name, line=place.reader and place.reader.line_num) from error
