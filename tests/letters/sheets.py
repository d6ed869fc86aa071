"""Printed pages as a scanner sees them: where there is ink, in millimetres, and what the square codes say."""

import subprocess
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import zxingcpp
from PIL import Image

MILLIMETRES = 25.4
DARK = 200  # lighter than this is paper


@dataclass(frozen=True)
class Code:
    text: str
    top: float
    bottom: float
    left: float
    right: float


class Sheets:
    """The pages of a letter, drawn by poppler."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf

    @cached_property
    def pages(self) -> list[Image.Image]:
        return self.drawn(150)

    def drawn(self, dots_per_inch: int, *only: str) -> list[Image.Image]:
        command = ["pdftoppm", "-gray", "-r", str(dots_per_inch), *only, "-"]
        stream = subprocess.run(command, input=self._pdf, capture_output=True, check=True).stdout
        pages = []
        while stream:
            _kind, size, _depth, rest = stream.split(b"\n", 3)
            width, height = map(int, size.split())
            pages.append(Image.frombytes("L", (width, height), rest[: width * height]))
            stream = rest[width * height :]
        return pages

    def ink(self, page: int, x: float, y: float, width: float, height: float) -> tuple[float, ...] | None:
        """Where the ink in this rectangle begins and ends (left, top, right, bottom), or None when it is empty."""
        image = self.pages[page - 1]
        scale = image.width / 210
        box = tuple(round(value * scale) for value in (x, y, x + width, y + height))
        found = image.crop(box).point(lambda grey: 255 if grey < DARK else 0).getbbox()
        if found is None:
            return None
        left, top, right, bottom = (value / scale for value in found)
        return x + left, y + top, x + right, y + bottom

    def codes(self, page: int, dots_per_inch: int) -> list[Code]:
        only = ("-f", str(page), "-l", str(page))
        image = self.pages[page - 1] if dots_per_inch == 150 else self.drawn(dots_per_inch, *only)[0]
        scale = MILLIMETRES / dots_per_inch
        found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
        return [
            Code(
                code.text,
                min(code.position.top_left.y, code.position.top_right.y) * scale,
                max(code.position.bottom_left.y, code.position.bottom_right.y) * scale,
                min(code.position.top_left.x, code.position.bottom_left.x) * scale,
                max(code.position.top_right.x, code.position.bottom_right.x) * scale,
            )
            for code in found
        ]


def words_of(pdf: bytes) -> str:
    """The words of a PDF on one line."""
    return " ".join(pages_in_words(pdf)).strip()


def pages_in_words(pdf: bytes) -> list[str]:
    """The words of each page of a PDF on one line."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    # Poppler ends each page with a form feed. pypdf would take a tenth of a second for each.
    return [" ".join(page.split()) for page in text.decode().replace("\u00a0", " ").split("\f")[:-1]]


def fonts_of(pdf: bytes) -> list[list[str]]:
    """Name and "embedded, subset, has unicode" of every font, as poppler sees them."""
    text = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [[row.split()[0], *row.split()[-5:-2]] for row in text.splitlines()[2:]]


def page_from(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))
