"""What people see when something is refused or goes wrong: one table for the core, one for the web."""

from http import HTTPStatus
from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from app.core.errors import Conflict, CoreError, FreshSignInNeeded, Invalid, NotAllowed, NotFound
from app.web.guards import page_to_come_back_to
from app.web.repeating import answers_to_repeat, is_harmless_twice
from app.web.request_number import request_number

Answer = tuple[str, int]

CORE = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (FreshSignInNeeded, HTTPStatus.FORBIDDEN),
    (Conflict, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
)
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500})


def install_errors(app: Flask) -> None:
    """Answer every refusal and every mishap with a page that says what to do."""
    app.register_error_handler(CoreError, show_refusal)
    app.register_error_handler(FreshSignInNeeded, ask_fresh_sign_in)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(InternalServerError, show_mishap)


def show_refusal(error: CoreError) -> Answer:
    """The page for a refusal of the core that no form caught. What a stranger may not see does not exist."""
    status = next(status for kind, status in CORE if isinstance(error, kind))
    sentence = None if isinstance(error, NotFound) else error.sentence
    return _render(status, sentence=sentence), status


def status_of(refusal: CoreError) -> HTTPStatus:
    """Of a page that says why something was not done: somebody may not, or not now."""
    return HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT


def ask_fresh_sign_in(error: FreshSignInNeeded) -> Response:
    """Let somebody prove again who he is, and come back to the page with the button: what he answered is kept."""
    del error
    back = page_to_come_back_to("start.show")
    return redirect(url_for("sign_in_fresh.show", next=back), HTTPStatus.SEE_OTHER)


def show_http_error(error: HTTPException) -> HTTPException | Answer:
    """The page for an error of the web itself: an address that does not exist, a post that is too large."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    page = error.code if error.code in PAGES else HTTPStatus.BAD_REQUEST.value
    return _render(page, sentence=None), error.code


def show_mishap(error: InternalServerError) -> Answer:
    """The page for a mistake of ours. It asks nothing of the database, which may be what is wrong.

    Nor does it say what was done: the mishap may have come before an act, in it or after it. What somebody answered in
    a wizard stands in the page, to be sent again.
    """
    del error  # the log has it, under the number that the page shows
    answers = answers_to_repeat() if request.method == "POST" and is_harmless_twice() else None
    return _render(HTTPStatus.INTERNAL_SERVER_ERROR, answers=answers), HTTPStatus.INTERNAL_SERVER_ERROR


def _render(page: int, **shown: Any) -> str:
    return render_template(f"errors/{int(page)}.html", number=request_number(), **shown)
