"""Pages travel compressed."""

import gzip
from collections.abc import Callable

import brotli
from flask import Flask, Response, request

from app.web.vary import vary_on

SMALLEST = 400
QUALITY_OF_A_PAGE = 5
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=QUALITY_OF_A_PAGE),
    "gzip": lambda content: gzip.compress(content, compresslevel=6),
}
TYPES = ("text/", "application/json", "application/problem+json", "image/svg+xml")


def install_compression(app: Flask) -> None:
    """Compress every answer that gains by it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The same answer, smaller, in a way the browser says it understands."""
    if not response.mimetype.startswith(TYPES) or "Content-Encoding" in response.headers or _flows(response):
        return response
    vary_on(response, "Accept-Encoding")
    content = response.get_data()
    encoding = request.accept_encodings.best_match(WAYS)
    if len(content) >= SMALLEST and encoding is not None:
        response.set_data(WAYS[encoding](content))
        response.headers["Content-Encoding"] = encoding
    return response


def _flows(response: Response) -> bool:
    return response.is_streamed or response.direct_passthrough
