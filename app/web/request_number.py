"""A number for every request: on the error page, so that people can name it, and in the log, so that we can find it."""

from flask import g

from app.logs import new_request_number


def request_number() -> str:
    """The number of this request: 8 digits, easy to say on the phone."""
    if "request_number" not in g:
        g.request_number = new_request_number()
    number: str = g.request_number
    return number
