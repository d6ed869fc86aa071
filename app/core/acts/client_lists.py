"""A list of clients as an accountant keeps it: CSV or XLSX, with a row of headings. Read here, judged elsewhere.

The file comes from outside: it is limited in size before anything in it is unpacked, and nothing in it is executed.
Formulas come as what they last showed. What does not fit is refused, never cut off in silence.
"""

import codecs
import csv
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.core.errors import Invalid

LARGEST_FILE = 1_000_000
LARGEST_UNPACKED = 20_000_000
MOST_ROWS = 200
MOST_COLUMNS = 20
MOST_LINES = MOST_ROWS * 2  # with empty ones between
LAST_LINE = 1_048_576  # of a sheet in any spreadsheet program
LONGEST_CELL = 1_000
TOO_LONG = "…"  # ends a cell that was cut, so that nothing in it is taken for the whole
WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What openpyxl and what it stands on raise for a file that is broken, or made to break something.
BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, IndexError, ValueError, TypeError,
    AttributeError, RuntimeError, EOFError, OSError,
)  # fmt: skip
COLUMNS = {
    "ondernemingsnummer": "number",
    "mandaten": "what",
    "duur": "period",
    "vanaf": "first_day",
    "uitleg": "reason",
}
REQUIRED = ("ondernemingsnummer", "mandaten", "duur", "uitleg")
EXAMPLE = (
    ("ondernemingsnummer", "mandaten", "duur", "vanaf", "uitleg"),
    ("0123.456.749", "Mijn boekhouder", "1 jaar", "", "Wij doen uw boekhouding."),
    ("0123.456.749", "Hinderpremie aanvragen, Subsidies en premies raadplegen", "31/12/2027", "01/01/2027", "..."),
)


@dataclass(frozen=True)
class ClientRow:
    """One row, as text. `place` is the number that a spreadsheet shows before it."""

    place: int
    number: str = ""
    what: str = ""
    period: str = ""
    first_day: str = ""
    reason: str = ""


def read_client_list(content: bytes) -> list[ClientRow]:
    """The rows of the file, without the empty ones. Raises Invalid, saying what to do, when it cannot be read."""
    if not content.strip():
        raise Invalid("list_empty", field="file")
    if len(content) > LARGEST_FILE:
        raise Invalid("list_too_large", field="file")
    table = _from_xlsx(content) if content.startswith(b"PK") else _from_csv(content)
    rows = [[_whole(" ".join(cell.split())) for cell in row] for row in table]
    if not rows:
        raise Invalid("list_empty", field="file")
    names = _columns(rows[0])
    found = [_row(place, names, row) for place, row in enumerate(rows[1:], start=2) if any(row)]
    if not found:
        raise Invalid("list_empty", field="file")
    if len(found) > MOST_ROWS:
        raise Invalid("list_too_long", field="file", most=MOST_ROWS)
    return found


def example_csv() -> bytes:
    """A list to fill in, as a spreadsheet opens it with a double click."""
    written = StringIO()
    csv.writer(written, delimiter=";").writerows(EXAMPLE[:2])
    return written.getvalue().encode("utf-8-sig")


def _columns(headings: Sequence[str]) -> dict[int, str]:
    known = {place: COLUMNS.get(heading.casefold()) for place, heading in enumerate(headings)}
    names = {place: name for place, name in known.items() if name}
    for column, name in COLUMNS.items():
        if list(names.values()).count(name) > 1:
            raise Invalid("list_column_twice", field="file", column=column)
    for column in REQUIRED:
        if COLUMNS[column] not in names.values():
            raise Invalid("list_without_column", field="file", column=column)
    return names


def _row(place: int, names: dict[int, str], cells: Sequence[str]) -> ClientRow:
    return ClientRow(place, **{name: cells[at] for at, name in names.items() if at < len(cells)})


def _from_csv(content: bytes) -> Iterable[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise Invalid("list_unreadable", field="file")
    heading = text.lstrip().split("\n", 1)[0]
    delimiter = max(";\t,", key=heading.count)
    try:
        return list(csv.reader(StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Invalid("list_unreadable", field="file") from error


def _decoded(content: bytes) -> str:
    wide = next((coding for mark, coding in WIDE.items() if content.startswith(mark)), None)
    try:
        return content.decode(wide or "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what a spreadsheet of the region writes by itself


def _from_xlsx(content: bytes) -> Iterable[list[str]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked <= LARGEST_UNPACKED:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and the like, which no list needs
                return _lines_of(load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False))
    except BROKEN as error:
        raise Invalid("list_unreadable", field="file") from error
    raise Invalid("list_too_large", field="file")


def _lines_of(book: Workbook) -> list[list[str]]:
    """The lines of the first sheet; Invalid when something stands so far down that it would be left out."""
    # The lines before one are made up where they are missing: a file may say that a row is the billionth.
    rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, max_row=LAST_LINE, values_only=True)
    lines = [[_text(cell) for cell in row] for row in islice(rows, MOST_LINES)]
    # A sheet may count a million empty lines; whether anything stands on them is all that is asked of them.
    if any(cell is not None for row in rows for cell in row):
        full = sum(any(line) for line in lines) > MOST_ROWS
        raise Invalid("list_too_long" if full else "list_far_down", field="file", most=MOST_ROWS, row=MOST_LINES)
    return lines


def _whole(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else cell[:LONGEST_CELL] + TOO_LONG


def _text(cell: Any) -> str:  # noqa: ANN401 - whatever a spreadsheet keeps
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)
