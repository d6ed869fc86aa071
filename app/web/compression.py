"""Pages travel compressed."""

import gzip

import brotli
from flask import Flask, Response, request

SMALLEST = 400
QUALITY_OF_A_PAGE = 5
TYPES = ("text/", "application/json", "application/problem+json", "image/svg+xml")


def install_compression(app: Flask) -> None:
    """Compress every answer that gains by it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """The same answer, smaller, in a way the browser says it understands."""
    if not response.mimetype.startswith(TYPES) or "Content-Encoding" in response.headers or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if len(content) < SMALLEST or encoding is None:
        return response
    response.set_data(brotli.compress(content, quality=QUALITY_OF_A_PAGE) if encoding == "br" else gzip.compress(content, 6))
    response.headers["Content-Encoding"] = encoding
    return response
