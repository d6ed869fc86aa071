"""A letter as whoever writes its template looks at it: each page with what must stay free drawn over it.

All in millimetres from the sheet's top left corner. What the envelope wants comes from the printer profile; the margins
and the folds are those of docs/decisions/2026-11-21-letters.md.
"""

import re
import subprocess
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from app.adapters.press.printer_profile import Box, PrinterProfile
from app.translations.dutch_rules import Text, average_of, problems_of

DOTS_PER_INCH = 150
MILLIMETRES = 25.4
WIDTH, HEIGHT = 210, 297
FOLDS = (99, 198)
MARGINS = Box(25, 12, 160, 273)
QR_SIZE = 21
LOWER_QR = Box(164, 262, QR_SIZE, QR_SIZE)
UPPER_QR_OF_OTHERS = Box(164, 12, QR_SIZE, QR_SIZE)
UPPER_QR_TOP = 64.5
# A folded sheet slides this far in its envelope: 11 mm of play in a DL, 15 in a C5/6, sideways 10 and 19.
SLIDES = {"DL": (10, 11), "C5/6": (19, 15)}
RED, BLUE, GREEN, GREY = (200, 0, 0), (0, 60, 200), (0, 120, 60), (120, 120, 120)
QUIET = "blijft leeg"
WORDS_A_MINUTE = 180  # of somebody who reads slowly and wants to understand all of it


@dataclass(frozen=True)
class Reading:
    """What a letter asks of its reader. `problems` are words we avoid and sentences that are too long."""

    words: int
    sentences: int
    average: float
    longest: int
    minutes: float
    problems: tuple[str, ...]


def draw_pages(pdf: bytes, profile: PrinterProfile, *, overlay: bool) -> list[bytes]:
    """A PNG of each page, with `overlay` the zones drawn over it. Raises CalledProcessError when poppler refuses."""
    command = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    signature = b"\x89PNG\r\n\x1a\n"
    pages = [signature + page for page in drawn.split(signature) if page]
    if not overlay:
        return pages
    return [_with_zones(page, profile, number) for number, page in enumerate(pages, start=1)]


def reading_of(words: str, name: str) -> Reading:
    """How long and how hard the words of a letter are, one block a line."""
    texts = [Text(name, "text", line) for line in words.splitlines()]
    sentences, average, longest = average_of(texts)
    count = len(re.findall(r"\w+", words))
    problems = tuple(sorted({problem for text in texts for problem in problems_of(text)}))
    return Reading(count, sentences, average, longest, count / WORDS_A_MINUTE, problems)


def zones_of(profile: PrinterProfile, page: int) -> dict[str, Box]:
    """The zones of a page by name; the address only shows through the window on the front."""
    zones = {"marges": MARGINS, "code onder": LOWER_QR}
    if page > 1:
        return zones | {"code boven": UPPER_QR_OF_OTHERS}
    upper = Box(profile.qr_x, UPPER_QR_TOP, QR_SIZE, QR_SIZE)
    return zones | {"code boven": upper, "adres": profile.address, QUIET: profile.quiet} | {
        f"adres in {name}": Box(
            profile.address.x - across, profile.address.y - down,
            profile.address.width + 2 * across, profile.address.height + 2 * down,
        )
        for name, (across, down) in SLIDES.items()
    }  # fmt: skip


COLOURS = {"adres": GREEN, QUIET: RED, "marges": GREY}


def _with_zones(page: bytes, profile: PrinterProfile, number: int) -> bytes:
    image = Image.open(BytesIO(page)).convert("RGB")
    pen, scale = ImageDraw.Draw(image), DOTS_PER_INCH / MILLIMETRES
    for name, box in zones_of(profile, number).items():
        colour = COLOURS.get(name, BLUE)
        corners = (box.x, box.y, min(box.x + box.width, WIDTH), min(box.y + box.height, HEIGHT))
        pen.rectangle([round(value * scale) for value in corners], outline=colour, width=3 if name in COLOURS else 2)
        # The name of the widest zone stands on top, because a sliding address reaches down to its lower edge.
        at = box.y + 1 if name == QUIET else corners[3] - 4
        pen.text((round((box.x + 1) * scale), round(at * scale)), name, fill=colour, font_size=16)
    for fold in FOLDS:
        pen.line([(0, round(fold * scale)), (image.width, round(fold * scale))], fill=RED, width=2)
        pen.text((round(2 * scale), round((fold - 4) * scale)), f"vouw {fold} mm", fill=RED, font_size=16)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
