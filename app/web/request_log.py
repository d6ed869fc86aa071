"""A line in the log for every request: what was asked for and how it went, not by whom or about whom."""

import time

from flask import Flask, Response, g, request

from app.logs import log_request
from app.web.request_number import request_number

NO_ROUTE = "(none)"


def install_request_log(app: Flask) -> None:
    """Time and log every request; install it before anything else that looks at requests."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()
    request_number()


def _end(response: Response) -> Response:
    # The route with its placeholders: an address itself can hold a number that leads to somebody.
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    log_request(request.method, route, response.status_code, g.began, request_number())
    return response
