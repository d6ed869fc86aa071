"""On what an answer depends, for caches. Every page says it three times, and `response.vary` parses it each time."""

from flask import Response


def vary_on(response: Response, header: str) -> None:
    """Say that the answer depends on this header of the request."""
    known = response.headers.get("Vary")
    if known is None:
        response.headers["Vary"] = header
    elif header not in known:
        response.headers["Vary"] = f"{known}, {header}"
