"""A number for every request: on the error page, so that people can name it, and in the log, so that we can find it."""

import secrets

from flask import g

DIGITS = 8


def request_number() -> str:
    """The number of this request: 8 digits, easy to say on the phone."""
    if "request_number" not in g:
        g.request_number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    number: str = g.request_number
    return number
