"""Asking many clients at once: a list goes in, every row is looked at, the good ones are asked, a list comes out."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.actor import Actor
from app.core.acts import bulk_requests, drafts
from app.core.acts.bulk_requests import JudgedRow
from app.core.acts.client_lists import LARGEST_FILE, MOST_ROWS, example_csv, read_client_list
from app.core.errors import Invalid
from app.web.actors import current_actor, now
from app.web.databases import database, policy, press
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import for_party
from app.web.table_files import Cell, csv_response, xlsx_response
from app.web.uploads import takes_files
from app.web.users import current_user
from app.web.wizards.ask.forms.reason import NOT_PRINTABLE

pages = Blueprint("ask_many", __name__, url_prefix="/vragen/lijst")

Page = str | AnyResponse | tuple[str, int]
MISSING = "Uw lijst ontbreekt nog. Kies een bestand, of plak uw lijst in het vak."
HEAD = ("Rij", "Ondernemingsnummer", "Naam", "Mandaten", "Resultaat", "Dossiernummer", "Wat er niet klopt")
ASKED, REFUSED, WAITS = "gevraagd", "niet gevraagd", "nog niet gevraagd"
FILES = {"csv": csv_response, "xlsx": xlsx_response}


class ListForm(Form):
    """A file, or the same pasted as text."""

    file = TextField("Uw lijst als bestand", missing=None, description="Een csv-bestand of een xlsx-bestand.")
    text = TextField(
        "Of plak uw lijst hier",
        missing=None,
        longest=LARGEST_FILE,
        description="Met de namen van de kolommen in de eerste rij.",
    )

    def read(self) -> bytes:
        """What was sent; the file when there are both."""
        sent = request.files.get(self.file.name)
        content = sent.read(LARGEST_FILE + 1) if sent and sent.filename else b""
        return content or (self.text.data or "").encode()


@pages.get("")
@for_party
def show() -> Page:
    """What a list has to hold, and where to put it."""
    _only_at_home()
    return _ask(ListForm(None))


@pages.post("")
@for_party
@takes_files(LARGEST_FILE)
def take() -> Page:
    """Keep the list and look at every row; nothing is sent."""
    _only_at_home()
    form = ListForm(request.form)
    content = form.read()
    if not content:
        form.file.errors = [MISSING]
        return _ask(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        rows = read_client_list(content)
    except Invalid as refusal:
        form.file.errors = [refusal.sentence]
        return _ask(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with database().writing.begin() as session:
        draft_id = bulk_requests.keep_list(session, current_actor(), rows, now=now()).id
    return redirect(url_for("ask_many.resume", draft_id=draft_id), HTTPStatus.SEE_OTHER)


@pages.get("/voorbeeld.csv")
@for_party
def example() -> Response:
    """A list to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="klanten.csv"'}
    return Response(example_csv(), mimetype="text/csv", headers=headers)


@pages.get("/<uuid:draft_id>")
@for_party
def resume(draft_id: uuid.UUID) -> Page:
    """Every row with what would come of it, or what came of it."""
    _only_at_home()
    rows = _judged(draft_id)
    return render_template(
        "pages/ask_many/rows.html",
        draft_id=draft_id,
        asked=[one for one in rows if one.dossier_number],
        wrong=[one for one in rows if one.problem],
        good=_good(rows),
        policy=policy(),
    )


@pages.post("/<uuid:draft_id>")
@for_party
def send(draft_id: uuid.UUID) -> Page:
    """Ask for every row that is right, each by itself; whoever sends again asks nothing twice."""
    _only_at_home()
    for row in _good(_judged(draft_id)):
        with database().writing.begin() as session:
            actor = _actor(session, draft_id)
            bulk_requests.send_row(session, actor, draft_id, row.row.place, policy=policy(), now=now())
    return redirect(url_for("ask_many.resume", draft_id=draft_id), HTTPStatus.SEE_OTHER)


@pages.get("/<uuid:draft_id>/resultaat.<any(csv, xlsx):kind>")
@for_party
def result(draft_id: uuid.UUID, kind: str) -> Response:
    """The list again, with what came of each row."""
    _only_at_home()
    return FILES[kind]("resultaat", HEAD, [_cells(one) for one in _judged(draft_id)])


def _ask(form: ListForm) -> str:
    with database().reading() as session:
        groups, types = bulk_requests.names_to_use(session, now=now())
    return render_template("pages/ask_many/list.html", form=form, most=MOST_ROWS, groups=groups, types=types)


def _only_at_home() -> None:
    # A customer at the counter cannot agree to a file that nobody reads aloud; the core refuses it too.
    if current_user.is_clerk:
        abort(404)


def _actor(session: object, draft_id: uuid.UUID) -> Actor:
    actor = current_actor()
    draft = drafts.get_draft(session, actor, draft_id, now=now())  # type: ignore[arg-type]
    if draft.wizard != bulk_requests.WIZARD:
        abort(404)
    return actor.for_party(draft.party_id) if draft.party_id else actor


def _judged(draft_id: uuid.UUID) -> list[JudgedRow]:
    with database().reading() as session:
        actor = _actor(session, draft_id)
        rows = bulk_requests.judge_list(session, actor, draft_id, policy=policy(), now=now())
    return [_printable(one) for one in rows]


def _printable(one: JudgedRow) -> JudgedRow:
    """The row, refused when its reason has a sign that no letter can bear: it would never be printed."""
    if one.problem or one.dossier_number or press().can_print(one.row.reason):
        return one
    return replace(one, problem=NOT_PRINTABLE)


def _good(rows: Sequence[JudgedRow]) -> list[JudgedRow]:
    return [one for one in rows if one.problem is None and one.dossier_number is None]


def _cells(one: JudgedRow) -> list[Cell]:
    outcome = ASKED if one.dossier_number else REFUSED if one.problem else WAITS
    row = one.row
    return [row.place, row.number, one.name or "", row.what, outcome, one.dossier_number or "", one.problem or ""]
