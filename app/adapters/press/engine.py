"""The engine behind the press: WeasyPrint, with fonts and style sheets read once.

Loading it takes as long as the rest of the application together, and most web processes never print: so only the press
imports this module, at the first letter, or the first page that somebody wants on paper.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from app.adapters.press.bundle import read_style
from app.adapters.press.bundled import BundledOnly
from app.adapters.press.glyphs import Unprintable
from app.adapters.press.page_pictures import page_pictures

VARIANT = "pdf/ua-1"
FAMILY = re.compile(r'@font-face \{ font-family: "([^"]+)"')


class Engine:
    """Lays out and writes pages; shared fonts and layout are not for two threads at once."""

    def __init__(self, bundle: Mapping[str, bytes], place: str) -> None:
        self._fetcher = BundledOnly(bundle)
        self._fonts = FontConfiguration()
        self._place = CSS(string=place)
        self._styles: dict[str, CSS] = {}
        self._families: set[str] = set()
        self._images: dict[str, Any] = {}

    def lay_out(self, html: str, styles: Sequence[str]) -> Document:
        """The pages of this HTML with these style sheets (names of files in static/letters)."""
        return HTML(string=html, url_fetcher=self._fetcher).render(
            font_config=self._fonts,
            stylesheets=[self._place, *(self._style(name) for name in styles)],
            pdf_variant=VARIANT,
            cache=self._images,
        )

    def write(self, document: Document) -> bytes:
        """The pages as PDF/UA-1; raises Unprintable when a font was used that is not ours."""
        pdf: bytes = document.write_pdf(finisher=self._check_fonts, pdf_variant=VARIANT, cache=self._images)
        return pdf

    def pictures(self, pdf: bytes) -> list[bytes]:
        """The pages as pictures, for the screen."""
        return page_pictures(pdf)

    def _style(self, name: str) -> CSS:
        if name not in self._styles:
            text = read_style(name)
            self._families |= set(FAMILY.findall(text))
            self._styles[name] = CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher)
        return self._styles[name]

    def _check_fonts(self, document: Document, _pdf: object) -> None:
        # The signs were looked up before; this is what the engine really chose.
        if any(font.missing for font in document.fonts.values()):
            raise Unprintable("a sign was printed as an empty box")
        if not {font.family for font in document.fonts.values()} <= self._families:
            raise Unprintable("a font was used that is not ours")
