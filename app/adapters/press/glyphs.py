"""Which signs our fonts can print, and how wide an address line becomes: checked first, so never an empty box."""

import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO

from app.core.people.names import cleaned

ADDRESS_POINTS = 11.5
MILLIMETRES_PER_POINT = 25.4 / 72
WEIGHTS = ("-400", "-700")
WHITE = {"Zs", "Zl", "Zp", "Cc"}
NO_LETTERS = ("S", "P")  # pictures and other signs, and punctuation
VARIANTS = {chr(sign) for sign in range(0xFE00, 0xFE10)}  # say how the picture before them looks


class Unprintable(ValueError):
    """A sign that no bundled font has; the text names the signs, not the words they stand in."""


class Glyphs:
    """What the bundled fonts hold."""

    def __init__(self, bundle: Mapping[str, bytes]) -> None:
        # Loaded here, because only who prints, or asks whether something can be printed, needs it.
        from fontTools.ttLib import TTFont

        fonts = {name: TTFont(BytesIO(data), lazy=True) for name, data in bundle.items() if name.endswith(".woff2")}
        # A sign must be there in both weights: a name stands in headings too.
        regular, bold = (
            {sign for name, font in fonts.items() if mark in name for sign in font.getBestCmap()} for mark in WEIGHTS
        )
        self._signs = regular & bold
        self._widths: dict[int, float] = {}
        for font in (font for name, font in fonts.items() if name.startswith("arimo-") and "-400" in name):
            scale = ADDRESS_POINTS * MILLIMETRES_PER_POINT / font["head"].unitsPerEm
            advances = font["hmtx"].metrics
            for sign, glyph in font.getBestCmap().items():
                self._widths.setdefault(sign, advances[glyph][0] * scale)

    def check(self, text: str) -> None:
        """Raises Unprintable when `text` has a sign that would be printed as an empty box."""
        missing = {sign for sign in text if not self._is_known(sign)}
        if missing:
            names = ", ".join(sorted(f"U+{ord(sign):04X}" for sign in missing))
            raise Unprintable(f"no bundled font has {names}")

    def without_pictures(self, text: str) -> str:
        """`text` as our fonts can print it: what none has in plain letters ("Ⅱ" is II), a picture ("♥") left out.

        Letters of a script that none has stay, and `check` refuses them: a name without them is another name.
        """
        if all(map(self._is_known, text)):
            return text
        return cleaned("".join(sign if self._is_known(sign) else self._plain(sign) for sign in text))

    def _is_known(self, sign: str) -> bool:
        return ord(sign) in self._signs or unicodedata.category(sign) in WHITE

    def _plain(self, sign: str) -> str:
        plain = unicodedata.normalize("NFKC", sign)
        if plain != sign and all(map(self._is_known, plain)):
            return plain
        return " " if sign in VARIANTS or unicodedata.category(sign).startswith(NO_LETTERS) else sign

    def width(self, line: str) -> float:
        """How wide an address line is, in millimetres; a sign of another script counts as a wide one."""
        widest = ADDRESS_POINTS * MILLIMETRES_PER_POINT
        return sum(self._widths.get(ord(sign), widest) for sign in line)

    def fitted(self, lines: Iterable[str], width: float) -> list[str]:
        """Address lines, a line wider than the window broken at a word: 40 capitals can be."""
        fitted: list[str] = []
        for line in lines:
            while self.width(line) > width and " " in line:
                words = line.split(" ")
                most = len(words) - 1
                while most > 1 and self.width(" ".join(words[:most])) > width:
                    most -= 1
                fitted.append(" ".join(words[:most]))
                line = " ".join(words[most:])
            fitted.append(line)
        return fitted
