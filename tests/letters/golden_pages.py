"""Golden pictures: how every page of a letter must look, and where a page looks otherwise.

Letters are not the same to the point on every machine: a new pango or poppler moves a word by a fraction of a point and
draws other edges. So two pages are compared block by block, in grey, where they fit best within a point. `test_golden`
proves that this is seen as no difference, and another weight, a moved line or a missing rule as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.core.letters.data import KINDS

GOLDEN = Path(__file__).with_name("golden")
# Kinds that are each built in another way.
IN_LARGE_PRINT = ("given.giver", "invitation.holder", "suspended.giver", "overview.party", "still_needed.giver")
EVERY = [(kind, False) for kind in KINDS] + [(kind, True) for kind in IN_LARGE_PRINT]

POINT = 25.4 / 150  # millimetres
INK = 128  # darker is ink, lighter is paper
PAPER = 255
TRACE = 200  # a rule of one point darkens its cells to 170
CELL = 3  # points: 50 cells an inch
BLOCK = 6  # cells: 3 millimetres
JITTER = (-1, 0, 1)  # points
# Of 255. Half a point of shift and rough edges come to 32, words that jitter apart to 41; another weight or font to 80.
TOLERATED = 51
MOST_NAMED = 6
RENEW = "if that is right, type: python -m tests.letters.renew_golden"
BLACK, RED, BLUE = (0, 0, 0), (200, 0, 0), (0, 60, 200)


@dataclass(frozen=True, order=True)
class Place:
    """A part of a page, in millimetres from its top left corner."""

    top: int
    bottom: int
    left: int
    right: int

    def __str__(self) -> str:
        return f"{self.top} to {self.bottom} mm from the top and {self.left} to {self.right} mm from the left"


def name_of(kind: str, in_large_print: bool) -> str:
    return f"{kind}-large" if in_large_print else kind


def kept_paths(name: str, folder: Path) -> list[Path]:
    """The pictures of a letter, first page first."""
    found = folder.glob(f"{name}-[0-9]*.webp")
    return sorted(found, key=lambda path: int(path.stem.rpartition("-")[2]))


def two_tones(page: Image.Image) -> Image.Image:
    """A drawn page with ink and paper only, so that the edges of letters weigh nothing in it."""
    return page.point(lambda grey: PAPER if grey >= INK else 0)


def differences(name: str, pages: Sequence[Image.Image], pictures: Path, folder: Path = GOLDEN) -> list[str]:
    """A sentence for each page that does not look like its golden picture; what differs is drawn in `pictures`."""
    paths = kept_paths(name, folder)
    told = []
    if len(paths) != len(pages):
        told.append(f"{name}: {len(pages)} pages are printed and {len(paths)} golden pictures are kept; {RENEW}")
    for number, (path, page) in enumerate(zip(paths, pages, strict=False), start=1):
        golden = _read(path)
        if found := places_unlike(golden, page):
            target = pictures / f"{name}-{number}.png"
            _draw(golden, two_tones(page), found, target)
            places = "; ".join(map(str, found[:MOST_NAMED])) + ("; and more" if len(found) > MOST_NAMED else "")
            told.append(f"{name}, page {number}, looks otherwise from {places}: see {target}")
    return told


def places_unlike(golden: Image.Image, page: Image.Image) -> list[Place]:
    """Where these two drawn pages differ by more than another machine explains, from the top down."""
    if golden.size != page.size:
        return [Place(0, round(page.height * POINT), 0, round(page.width * POINT))]
    here, there = two_tones(page), two_tones(golden).reduce(CELL)
    cells = here.reduce(CELL)
    best = Image.new("L", _reduced(cells.size), PAPER)
    for across in JITTER:
        for down in JITTER:
            moved = ImageChops.offset(here, across, down).reduce(CELL)
            best = ImageChops.darker(best, ImageChops.difference(moved, there).reduce(BLOCK))
    alone = ImageChops.lighter(_alone(cells, there), _alone(there, cells)).reduce(BLOCK)
    unlike = ImageChops.lighter(best.point(lambda value: value > TOLERATED and PAPER), alone)
    return sorted(map(_place, _together(unlike)))


def renewed(name: str, pages: Sequence[Image.Image], folder: Path) -> Iterator[Path]:
    """Keep a picture of each page that looks otherwise than the one there was; which ones were written or removed."""
    paths = kept_paths(name, folder)
    for number, page in enumerate(pages, start=1):
        if number > len(paths) or places_unlike(_read(paths[number - 1]), page):
            target = folder / f"{name}-{number}.webp"
            two_tones(page).convert("1").save(target, "WEBP", lossless=True, quality=100, method=4)
            yield target
    for path in paths[len(pages) :]:
        path.unlink()
        yield path


def _read(path: Path) -> Image.Image:
    return Image.open(BytesIO(path.read_bytes())).convert("L")


def _reduced(size: tuple[int, int]) -> tuple[int, int]:
    return -(-size[0] // BLOCK), -(-size[1] // BLOCK)


def _alone(cells: Image.Image, others: Image.Image) -> Image.Image:
    # A thin rule fills too little of its block to weigh there. It counts where the other page has nothing near.
    inked = cells.point(lambda grey: PAPER if grey < TRACE else 0)
    bare = others.filter(ImageFilter.MinFilter(5)).point(lambda grey: PAPER if grey == PAPER else 0)
    return ImageChops.darker(inked, bare)


def _together(unlike: Image.Image) -> Iterator[list[tuple[int, int]]]:
    """The blocks that differ, those that touch each other together."""
    width = unlike.width
    left = {(at % width, at // width) for at, value in enumerate(unlike.tobytes()) if value}
    while left:
        patch = [left.pop()]
        for x, y in patch:
            beside = {(x + across, y + down) for across in JITTER for down in JITTER} & left
            left -= beside
            patch += beside
        yield patch


def _place(patch: list[tuple[int, int]]) -> Place:
    side = BLOCK * CELL * POINT
    across, down = [x for x, _ in patch], [y for _, y in patch]
    return Place(*(round(at * side) for at in (min(down), max(down) + 1, min(across), max(across) + 1)))


def _draw(golden: Image.Image, page: Image.Image, places: list[Place], target: Path) -> None:
    """Black is on both; blue was there and is gone, red is new."""
    drawn = Image.new("RGB", page.size, "white")
    drawn.paste(BLUE, mask=ImageChops.invert(golden).resize(page.size))
    drawn.paste(RED, mask=ImageChops.invert(page))
    drawn.paste(BLACK, mask=ImageChops.invert(ImageChops.lighter(golden.resize(page.size), page)))
    pen = ImageDraw.Draw(drawn)
    for place in places:
        corners = (place.left, place.top, place.right, place.bottom)
        pen.rectangle([round(value / POINT) for value in corners], outline=RED, width=2)
    drawn.save(target)
