"""Gives Atkinson Hyperlegible Next an open zero: the slash goes, one scaled copy of the outline becomes the counter.

Why: a slashed 0 is read as 8 or 9 (Tesseract read 30 and 40 of 60 references right in the two weights, against 59 and
60 with an open 0), and in a date it puzzles people. Our codes and references have digits only, so a 0 is never
confused with an O. The font is under the SIL OFL with no Reserved Font Name; it is renamed all the same.
"""

from pathlib import Path

from fontTools.ttLib import TTFont

CONTOURS = 3  # the outline and the two halves that the slash makes of the counter
FAMILY = "Mandaatloket Sans"
NAME_IDS = (1, 3, 4, 6, 16)
POSTSCRIPT_NAME = 6

Point = tuple[int, int]


def open_zero(source: Path, target: Path) -> None:
    """Write the font `source` to `target` (woff2) with an open zero and our own name; same bytes every time."""
    font = TTFont(source, recalcTimestamp=False)
    table = font["glyf"]
    zero = table["zero"]
    points, ends, flags = zero.getCoordinates(table)
    if len(ends) != CONTOURS:
        raise SystemExit(f"{source}: the zero no longer has {CONTOURS} contours; look at it before shipping it.")
    outer, inner = list(points[: ends[0] + 1]), list(points[ends[0] + 1 :])
    # Run backwards: a contour in the other direction is a hole.
    counter = [_mapped(point, _box(outer), _box(inner)) for point in reversed(outer)]
    zero.coordinates = type(points)(outer + counter)
    zero.flags = flags[: len(outer)] + bytearray(reversed(flags[: len(outer)]))
    zero.endPtsOfContours = [len(outer) - 1, 2 * len(outer) - 1]
    zero.numberOfContours = 2
    zero.removeHinting()
    zero.recalcBounds(table)
    _rename(font)
    font.flavor = "woff2"
    font.save(target)


def _box(points: list[Point]) -> tuple[int, int, int, int]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _mapped(point: Point, source: tuple[int, int, int, int], target: tuple[int, int, int, int]) -> Point:
    x, y = point
    left, bottom, right, top = target
    across = (x - source[0]) / (source[2] - source[0])
    up = (y - source[1]) / (source[3] - source[1])
    return round(left + across * (right - left)), round(bottom + up * (top - bottom))


def _rename(font: TTFont) -> None:
    names = font["name"]
    for record in [record for record in names.names if record.nameID in NAME_IDS]:
        name = FAMILY.replace(" ", "") if record.nameID == POSTSCRIPT_NAME else FAMILY
        names.setName(name, record.nameID, record.platformID, record.platEncID, record.langID)
