"""The letters of a mandate, for the party to which they were addressed: pictures of the pages, the PDF, the words."""

import uuid
from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.clock import brussels_day
from app.core.letters.reading import get_own_letter, letter_line, open_own_part, words_of_letter
from app.web.actors import current_actor, now
from app.web.databases import database, press, vault
from app.web.guards import for_party
from app.web.htmx import Part, is_partial

pages = Blueprint("letters", __name__, url_prefix="/mandaten/<uuid:mandate_id>/brieven/<uuid:letter_id>")

# Kept by nobody: the next customer uses this screen too, and what stands here is for one party alone.
PRIVATE = "private, no-store"


@pages.get("")
@for_party
def show(mandate_id: uuid.UUID, letter_id: uuid.UUID) -> str | AnyResponse:
    """The letter as the page of its mandate shows it: the page asks for this part until the letter is printed."""
    if not is_partial(request):
        return redirect(url_for("mandates.show", mandate_id=mandate_id), HTTPStatus.SEE_OTHER)
    actor, moment = current_actor(), now()
    with database().reading() as session:
        letter, mandate = get_own_letter(session, actor, mandate_id, letter_id, brussels_day(moment))
        line = letter_line(letter, mandate, moment)
        return Part(render_template("pages/mandates/_letter.html", line=line, covered=actor.visit_id is not None))


@pages.get("/pagina/<int:number>.webp")
@for_party
def page(mandate_id: uuid.UUID, letter_id: uuid.UUID, number: int) -> Response:
    """The picture of one page."""
    content, _ = _part(mandate_id, letter_id, f"page-{number}")
    return _private(Response(content, mimetype="image/webp"))


@pages.get("/brief.pdf")
@for_party
def pdf(mandate_id: uuid.UUID, letter_id: uuid.UUID) -> Response:
    """The exact bytes that were posted; the name of the file names nobody."""
    content, dossier_number = _part(mandate_id, letter_id, "pdf")
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="brief-{dossier_number}.pdf"'
    return _private(response)


@pages.get("/lezen")
@for_party
def read(mandate_id: uuid.UUID, letter_id: uuid.UUID) -> str:
    """The words of the letter on a page of ours, for who does not read pictures; for staff with the code covered."""
    actor, moment = current_actor(), now()
    with database().reading() as session:
        day = brussels_day(moment)
        words = words_of_letter(session, actor, mandate_id, letter_id, vault(), day)
        letter, mandate = get_own_letter(session, actor, mandate_id, letter_id, day)
        line = letter_line(letter, mandate, moment)
    return render_template(
        "pages/mandates/letter.html", words=press().text_version(words), line=line, covered=actor.visit_id is not None
    )


def _part(mandate_id: uuid.UUID, letter_id: uuid.UUID, part: str) -> tuple[bytes, str]:
    with database().reading() as session:
        return open_own_part(session, current_actor(), mandate_id, letter_id, part, vault(), brussels_day(now()))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = PRIVATE
    return response
