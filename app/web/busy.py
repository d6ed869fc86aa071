"""When the database is busy: a form that it undid is carried out once more, and who cannot be helped now reads when to
come back. Nothing that was typed is lost.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, g, has_request_context, render_template, request
from werkzeug.wrappers import Response

from app.busy import SECONDS, Busy, again, note_busy, on_commit, trouble_of
from app.db import Database
from app.web.repeating import answers_to_repeat, is_harmless_twice
from app.web.request_number import request_number
from app.web.sessions import WITHOUT_SESSION, browser_session

FORM = "application/x-www-form-urlencoded"  # what can be read twice; a file cannot


def install_busy(app: Flask, database: Database) -> None:
    """Know of every request whether it committed something, and have a page for who must come back."""
    on_commit(database, _note_commit)
    app.register_error_handler(Busy, show_busy)


def carried_out(dispatch: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever a view answers
    """What the view answers; a form that the database undid, as a whole, is carried out again as if it just came."""
    if request.mimetype != FORM or request.path.startswith(WITHOUT_SESSION):
        return dispatch()
    put_back, before = browser_session().remember(), dict(vars(g))

    def undo() -> bool:
        if g.get("committed", False):
            return False
        put_back()
        vars(g).clear()
        vars(g).update(before)
        return True

    return again(dispatch, undo=undo)


def busy_instead_of(error: BaseException) -> Busy | None:
    """What to answer instead, when the database cannot do it now; None for every other error."""
    trouble = trouble_of(error)
    if trouble is None:
        return None
    busy = note_busy(trouble, wrote=g.get("committed", False))
    busy.__cause__ = error
    return busy


def show_busy(error: Busy) -> Response:
    """The page that says when to come back; it asks nothing of the database, and the session keeps nothing of this."""
    browser_session().leave_alone()
    posted = request.method == "POST" and (error.undone or is_harmless_twice())
    page = render_template(
        "errors/503.html", number=request_number(), undone=error.undone, answers=answers_to_repeat() if posted else None
    )
    return Response(page, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(SECONDS)}, mimetype="text/html")


def _note_commit() -> None:
    if has_request_context():
        g.committed = True
