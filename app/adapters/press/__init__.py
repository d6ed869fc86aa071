"""The letter press: from the facts of a letter to the bytes that are posted.

WeasyPrint makes a tagged PDF/UA-1 in Dutch from a dated HTML template. Made once in create_app, because fonts and
styles are read once: reading them for every letter is a large part of the work.
"""

import hashlib
import logging
from dataclasses import replace
from threading import Lock
from typing import Any

from markupsafe import Markup
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from app.adapters.press.bundled import STATIC, BundledOnly, read_bundle
from app.adapters.press.glyphs import Glyphs, Unprintable
from app.adapters.press.merging import merge
from app.adapters.press.page_pictures import page_pictures
from app.adapters.press.printer_profile import read_profile
from app.adapters.press.scan_codes import drawn_codes
from app.adapters.press.sheets import Arrangement, arrangements
from app.adapters.press.wording import (
    as_fragment,
    as_plain_text,
    current_template,
    edition,
    facts_of,
    filled_in,
    read_templates,
)
from app.config import Settings
from app.core.letter_data import MOST_ADDRESS_LINES, BadLetter, LetterToPrint, PrintedLetter, check_letter

VARIANT = "pdf/ua-1"
TEXT_ONLY = {"annex": (), "back": "plain", "windowed": False, "paper": False}


class PressError(RuntimeError):
    """The engine complained: the letter is not printed. The text never holds what the letter says."""


class _Complaints(logging.Handler):
    """WeasyPrint goes on after a missing image or an unknown style; we do not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


class Press:
    """Prints letters, one at a time: fonts and layout are shared and are not for two threads at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._profile = read_profile(settings.printer_profile)
        bundle = read_bundle()
        self._glyphs = Glyphs(bundle)
        self._fetcher = BundledOnly(bundle)
        self._fonts = FontConfiguration()
        self._templates = read_templates()
        self._styles: dict[str, CSS] = {}
        self._place = CSS(string=self._profile.style())
        self._images: dict[str, Any] = {}
        self._lock = Lock()

    def print_letter(self, letter: LetterToPrint) -> PrintedLetter:
        """The letter on paper. The same letter gives the same bytes.

        Raises BadLetter for facts that are missing, Unprintable for a sign no font has, PressError when the engine
        complains, NotBundled when anything else than a bundled file is asked for.
        """
        check_letter(letter)
        letter = replace(letter, address_lines=self._address(letter.address_lines))
        facts = facts_of(letter, self._settings) | {"address_lines": letter.address_lines, "paper": True}
        with self._lock:
            pdf, pages = self._pressed(letter, facts)
        return PrintedLetter(pdf, hashlib.sha256(pdf).hexdigest(), pages, page_pictures(pdf), self._plain(letter))

    def can_print(self, text: str) -> bool:
        """Whether our fonts have every sign of `text`: to be asked of a name before it ends up in a letter."""
        try:
            self._glyphs.check(text)
        except Unprintable:
            return False
        return True

    def text_version(self, letter: LetterToPrint) -> Markup:
        """The words of the letter as HTML, for "Lees de brief": headings from h2 down, paragraphs and lists."""
        check_letter(letter)
        return as_fragment(self._text(letter))

    def _plain(self, letter: LetterToPrint) -> str:
        return as_plain_text(self._text(letter))

    def _text(self, letter: LetterToPrint) -> str:
        facts = facts_of(letter, self._settings) | TEXT_ONLY
        return filled_in(self._templates, "_text", letter, facts)

    def _address(self, lines: list[str]) -> list[str]:
        room = self._profile.address.width
        fitted = self._glyphs.fitted(lines, room)
        if len(fitted) > MOST_ADDRESS_LINES or any(self._glyphs.width(line) > room for line in fitted):
            raise BadLetter("address_lines: do not fit in the window")
        return fitted

    def _pressed(self, letter: LetterToPrint, facts: dict[str, Any]) -> tuple[bytes, int]:
        complaints = _Complaints()
        logger = logging.getLogger("weasyprint")
        logger.addHandler(complaints)
        try:
            document = self._laid_out(letter, facts)
            pdf = document.write_pdf(finisher=_no_empty_boxes, pdf_variant=VARIANT, cache=self._images)
        finally:
            logger.removeHandler(complaints)
        if complaints.count:
            raise PressError(f"{letter.kind}: the engine complained {complaints.count} times")
        return pdf, len(document.pages)

    def _laid_out(self, letter: LetterToPrint, facts: dict[str, Any]) -> Document:
        for arrangement in arrangements(letter.kind, facts):
            html = self.sheet(letter, facts, arrangement)
            self._glyphs.check(html)
            document = HTML(string=html, url_fetcher=self._fetcher).render(
                font_config=self._fonts,
                stylesheets=self._sheets(letter, arrangement),
                pdf_variant=VARIANT,
                cache=self._images,
            )
            if arrangement.holds(document):
                return document
        raise PressError(f"{letter.kind}: no arrangement holds this letter")

    def sheet(self, letter: LetterToPrint, facts: dict[str, Any], arrangement: Arrangement) -> str:
        """The HTML that goes to the engine, in one arrangement."""
        drawings = drawn_codes(letter.dossier_number, arrangement.pages)
        return filled_in(self._templates, "_sheet", letter, facts | arrangement.facts | {"codes": drawings})

    def _sheets(self, letter: LetterToPrint, arrangement: Arrangement) -> list[CSS]:
        names = [edition(letter.template)]
        if arrangement.style:
            names.append(names[0] + arrangement.style)
        return [self._place, *(self._style(name) for name in names)]

    def _style(self, name: str) -> CSS:
        if name not in self._styles:
            path = STATIC / "letters" / f"{name}.css"
            self._styles[name] = CSS(
                string=path.read_text(encoding="utf-8"), font_config=self._fonts, url_fetcher=self._fetcher
            )
        return self._styles[name]


def _no_empty_boxes(document: Document, _pdf: object) -> None:
    # The signs were looked up before; this is what the engine really chose.
    if any(font.missing for font in document.fonts.values()):
        raise Unprintable("a sign was printed as an empty box")


__all__ = ["BadLetter", "Press", "PressError", "Unprintable", "current_template", "merge"]
