"""A page for each thing that can be the matter; what cannot be asked at Mandaatloket stays closed."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from examples.portal.errors import MandaatloketDown, NotOpen, NotSignedIn, Refused, TokenOver, UserRefused
from examples.portal.parts import find_visit

Page = tuple[str, int]


def install(app: Flask) -> None:
    """Answer every refusal."""
    app.register_error_handler(NotSignedIn, sign_in_first)
    app.register_error_handler(TokenOver, sign_in_first)
    for error, template, status in (
        (MandaatloketDown, "down", HTTPStatus.SERVICE_UNAVAILABLE),
        (UserRefused, "no_access", HTTPStatus.FORBIDDEN),
        (NotOpen, "not_open", HTTPStatus.FORBIDDEN),
        (Refused, "refused", HTTPStatus.BAD_REQUEST),
        (NotFound, "not_found", HTTPStatus.NOT_FOUND),
        (CSRFError, "begin_again", HTTPStatus.BAD_REQUEST),
    ):
        app.register_error_handler(error, page_of(template, status))


def page_of(template: str, status: HTTPStatus) -> Callable[[Exception], Page]:
    """What shows a page with this status."""
    return lambda error: (render_template(f"errors/{template}.html", error=error), status)


def sign_in_first(error: Exception) -> Response | Page:
    """By the provider, who asks nothing of who is signed in there already; and then to the page that was wanted."""
    found = find_visit()
    if isinstance(error, TokenOver) and found is not None and found.is_fresh():
        # A token of a moment ago that opens nothing: another one would not either, and browsers go round for ever.
        return page_of("down", HTTPStatus.SERVICE_UNAVAILABLE)(error)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else url_for("start.show")
    return redirect(url_for("sign_in.depart", naar=wanted), HTTPStatus.SEE_OTHER)
