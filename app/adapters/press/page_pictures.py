"""Pictures of a letter's pages, for the screen: poppler draws them, small enough to load on a phone."""

import subprocess
from io import BytesIO

from PIL import Image

DOTS_PER_INCH = 110  # an A4 page becomes 910 points wide: readable on a phone and sharp on a desk
TONES = 8  # of each colour: enough for black letters with soft edges on white
FEWER_TONES = [round((value * TONES // 256) * 255 / (TONES - 1)) for value in range(256)]
LARGEST = 60_000  # bytes
LONGEST_WAIT = 60  # seconds


class NoPictures(RuntimeError):
    """The pages could not be drawn."""


def page_pictures(pdf: bytes) -> list[bytes]:
    """One WebP per page, at most 60 kB; raises NoPictures when poppler refuses or a page does not get small enough."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, timeout=LONGEST_WAIT)
    if drawn.returncode:
        raise NoPictures("pdftoppm could not draw the letter")
    return [_small(page) for page in _pages(drawn.stdout)]


def _pages(stream: bytes) -> list[Image.Image]:
    # pdftoppm writes one portable pixmap after the other: a header of three lines, then the points.
    pages, at = [], 0
    while at < len(stream):
        kind, size, depth, _ = stream[at : at + 40].split(b"\n", 3)
        header = len(kind) + len(size) + len(depth) + 3
        width, height = map(int, size.split())
        length = width * height * 3
        pages.append(Image.frombytes("RGB", (width, height), stream[at + header : at + header + length]))
        at += header + length
    return pages


def _small(page: Image.Image) -> bytes:
    out = BytesIO()
    page.point(FEWER_TONES * len(page.getbands())).save(out, "WEBP", lossless=True, quality=40, method=3)
    if out.tell() > LARGEST:
        raise NoPictures(f"the picture of a page is {out.tell()} bytes, more than {LARGEST}")
    return out.getvalue()
