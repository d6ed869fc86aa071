"""The list of the overview as a file: CSV or a spreadsheet, with exactly the mandates that the address asks for."""

from collections.abc import Callable, Iterable, Sequence

from flask import Blueprint, Response

from app.core.views.overview_list import ListRow, list_wished
from app.translations.formats import dossier_text, enterprise_number_text
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import for_party
from app.web.pages.overview_wish import read_wish
from app.web.table_files import Cell, csv_response, xlsx_response

pages = Blueprint("mandate_lists", __name__, url_prefix="/mandaten")

# The name of the file names nobody.
NAME = "mandaten"
SIDES = {"giver": "U bent mandaatgever", "holder": "U bent mandaatnemer"}
HEAD = (
    "Dossiernummer", "Uw kant", "Andere partij", "Ondernemingsnummer", "Status", "Wat", "Domein", "Gestart op",
    "Eerste dag", "Laatste dag", "Laatste dag van wat eerst stopt",
)  # fmt: skip
Write = Callable[[str, Sequence[str], Iterable[Sequence[Cell]]], Response]


@pages.get("/lijst.csv")
@for_party
def as_csv() -> Response:
    """For any program."""
    return _list(csv_response)


@pages.get("/lijst.xlsx")
@for_party
def as_xlsx() -> Response:
    """For Excel and its like."""
    return _list(xlsx_response)


def _list(write: Write) -> Response:
    with database().reading() as session:
        rows = list_wished(session, current_actor(), read_wish(), now=now())
    return write(NAME, HEAD, map(_cells, rows))


def _cells(row: ListRow) -> tuple[Cell, ...]:
    return (
        dossier_text(row.dossier_number).replace("\u00a0", " "),
        SIDES[row.side],
        row.other,
        enterprise_number_text(row.other_number) if row.other_number else "",
        row.status,
        ", ".join(row.types),
        ", ".join(row.domains),
        row.started_on,
        row.first_day,
        row.last_day,
        row.part_ends_on,
    )
