"""Pictures of a letter's pages, for the screen: poppler draws them, grey and small enough to load on a phone."""

import subprocess
from io import BytesIO

from PIL import Image

DOTS_PER_INCH = 110  # an A4 page becomes 910 points wide: readable on a phone and sharp on a desk
GREYS = 16
LARGEST = 60_000  # bytes
FORM_FEED_SECONDS = 60


class NoPictures(RuntimeError):
    """The pages could not be drawn."""


def page_pictures(pdf: bytes) -> list[bytes]:
    """One WebP per page, at most 60 kB; raises NoPictures when poppler refuses or a page does not get small enough."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, timeout=FORM_FEED_SECONDS)
    if drawn.returncode:
        raise NoPictures("pdftoppm could not draw the letter")
    return [_small(page) for page in _pages(drawn.stdout)]


def _pages(stream: bytes) -> list[Image.Image]:
    # pdftoppm writes one portable pixmap after the other: a header of three lines, then the points.
    pages, at = [], 0
    while at < len(stream):
        kind, size, _depth, _ = stream[at : at + 40].split(b"\n", 3)
        header = len(kind) + len(size) + len(_depth) + 3
        width, height = map(int, size.split())
        length = width * height * 3
        pages.append(Image.frombytes("RGB", (width, height), stream[at + header : at + header + length]))
        at += header + length
    return pages


def _small(page: Image.Image) -> bytes:
    out = BytesIO()
    page.quantize(GREYS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB").save(
        out, "WEBP", lossless=True, quality=60, method=4
    )
    if out.tell() > LARGEST:
        raise NoPictures(f"the picture of a page is {out.tell()} bytes, more than {LARGEST}")
    return out.getvalue()
