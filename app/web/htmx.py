"""The one place that knows how htmx speaks.

htmx-flask was written for htmx 2. With htmx 4 its `request.htmx` still tells whether htmx asks, and from which page;
its `trigger` and `trigger_name` stay empty, because other headers took their place. So pages ask here, never there.
"""

from http import HTTPStatus

from flask import Flask, Request, Response, request
from htmx_flask import Htmx
from htmx_flask.requests import HtmxAwareRequest

from app.web.vary import vary_on

ABOUT_THE_CONTENT = ("Location", "Content-Type", "Content-Encoding")


class Part(Response):
    """An answer that may stand inside the page that asked for it."""


def install_htmx(app: Flask) -> None:
    """Let requests know about htmx, and caches that an answer depends on it."""
    Htmx(app)
    app.after_request(_only_parts)
    app.after_request(_vary)


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of this page; going back in history asks for the whole page."""
    if not isinstance(request, HtmxAwareRequest):
        return False
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def target_id(request: Request) -> str | None:
    """The id of the element that will be replaced; htmx 4 sends `tag#id`."""
    target = request.headers.get("HX-Target", "")
    return target.rpartition("#")[2] or None


def search_while_typing(address: str, results_id: str) -> dict[str, str]:
    """The attributes of a box that sends its form to `address` while somebody types, for the results below it."""
    return {
        "hx-post": address,
        "hx-trigger": "input changed delay:300ms",
        # Without this an answer to fewer letters would be the last, when somebody types faster than we answer.
        "hx-sync": "replace",
        "hx-include": "closest form",
        "hx-target": f"#{results_id}",
        "hx-swap": "innerHTML",
    }


def _only_parts(response: Response) -> Response:
    # A page about something else (sign in again, a mistake of ours) must never end up inside the page that asked.
    # It changes nothing then, and the same page comes as a whole when the form is sent.
    if is_partial(request) and not isinstance(response, Part):
        response.status_code = HTTPStatus.NO_CONTENT
        response.set_data(b"")
        for name in ABOUT_THE_CONTENT:
            response.headers.pop(name, None)
    return response


def _vary(response: Response) -> Response:
    vary_on(response, "HX-Request")
    return response
