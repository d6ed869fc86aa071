"""Tables as files: CSV as Excel opens it in Belgium, and XLSX. Nothing in a cell is ever a formula.

Names come from a register that anybody can fill in; what a spreadsheet program would read as a formula is made text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from app.web.printouts import PRIVATE

Cell = str | int | date | None
# What a spreadsheet program takes for the beginning of a formula, with the wide forms that some programs fold.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY_FORMAT = "DD/MM/YYYY"


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as a CSV file to keep: UTF-8 with a byte order mark, `;` between the columns, days as dd/mm/yyyy."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_as_csv(cell) for cell in row] for row in rows)
    return _download(written.getvalue().encode("utf-8-sig"), f"{name}.csv", "text/csv")


def xlsx_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as a spreadsheet to keep; days are days, and all text says of itself that it is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    titles = [_text_cell(sheet, title) for title in head]
    for cell in titles:
        cell.font = Font(bold=True)
    sheet.append(titles)
    for row in rows:
        sheet.append([_as_xlsx(sheet, cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return _download(written.getvalue(), f"{name}.xlsx", XLSX)


def _as_csv(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = "" if cell is None else _printable(str(cell))
    return f"'{text}" if isinstance(cell, str) and text.lstrip(" \u00a0").startswith(FORMULA_SIGNS) else text


def _as_xlsx(sheet: object, cell: Cell) -> object:
    if isinstance(cell, str):
        return _text_cell(sheet, cell)
    if isinstance(cell, date):
        day = WriteOnlyCell(sheet, value=cell)
        day.number_format = DAY_FORMAT
        return day
    return cell


def _text_cell(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_printable(text))
    cell.data_type = "s"  # else what begins with = would become a formula
    return cell


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _download(content: bytes, name: str, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = PRIVATE
    return response
