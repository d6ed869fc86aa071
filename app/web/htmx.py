"""The one place that knows how htmx speaks.

htmx-flask was written for htmx 2. With htmx 4 its `request.htmx` still tells whether htmx asks, and from which page;
its `trigger` and `trigger_name` stay empty, because other headers took their place. So pages ask here, never there.
"""

from flask import Flask, Request, Response
from htmx_flask import Htmx
from htmx_flask.requests import HtmxAwareRequest


def install_htmx(app: Flask) -> None:
    """Let requests know about htmx, and caches that an answer depends on it."""
    Htmx(app)
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


def _vary(response: Response) -> Response:
    response.vary.add("HX-Request")
    return response
