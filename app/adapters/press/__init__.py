"""The letter press: from the facts of a letter to the bytes that are posted.

WeasyPrint makes a tagged PDF/UA-1 in Dutch from a dated HTML template. Made once in create_app, because fonts and
styles are read once: reading them for every letter is a large part of the work. They are read at the first letter,
because most processes only need the words. It also prints pages of the website for who wants them on paper.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from app.adapters.press.bundle import read_bundle, read_style
from app.adapters.press.glyphs import Glyphs, Unprintable
from app.adapters.press.listed import Listing, listings
from app.adapters.press.merging import merge
from app.adapters.press.printer_profile import read_profile
from app.adapters.press.scan_codes import drawn_codes
from app.adapters.press.sheets import Arrangement, arrangements, large_arrangements
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
from app.core.letters.data import OVERVIEW, ROUND, LetterToPrint, PrintedLetter
from app.core.letters.well_formed import MOST_ADDRESS_LINES, BadLetter, check_letter
from app.core.people.names import cleaned

if TYPE_CHECKING:
    from weasyprint import Document

    from app.adapters.press.engine import Engine

TEXT_ONLY = {"annex": (), "back": "plain", "windowed": False, "paper": False}
PRINTOUT = "printout"  # the style of a page that is no letter


class PressError(RuntimeError):
    """The engine complained: the letter is not printed. The text never holds what the letter says."""


class _Complaints(logging.Handler):
    """WeasyPrint goes on after a missing image or an unknown style; we do not."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


@contextmanager
def _no_complaints(what: str) -> Iterator[None]:
    """PressError after the block when the engine complained in it."""
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.count:
        raise PressError(f"{what}: the engine complained {complaints.count} times")


@dataclass(frozen=True)
class LaidOut:
    """A letter on its pages, with the HTML and the style sheets it was made from."""

    html: str
    styles: tuple[str, ...]
    document: "Document"


class Press:
    """Prints letters, one at a time: fonts and layout are shared and are not for two threads at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._profile = read_profile(settings.printer_profile)
        self._bundle = read_bundle()
        self._templates = read_templates()
        self._lock = Lock()

    @cached_property
    def _glyphs(self) -> Glyphs:
        return Glyphs(self._bundle)

    @cached_property
    def _page_engine(self) -> "Engine":
        # With fonts of its own: what else was printed must never change a byte of a letter.
        from app.adapters.press.engine import Engine

        return Engine(self._bundle, "")

    @cached_property
    def _engine(self) -> "Engine":
        from app.adapters.press.engine import Engine

        return Engine(self._bundle, self._profile.style())

    def print_letter(self, letter: LetterToPrint) -> PrintedLetter:
        """The letter on paper. The same letter gives the same bytes.

        Raises BadLetter for facts that are missing, Unprintable for a sign no font has, PressError when the engine
        complains, NotBundled when anything else than a bundled file is asked for.
        """
        pdf, pages = self.print_pdf(letter)
        pictures = self._engine.pictures(pdf)
        return PrintedLetter(pdf, hashlib.sha256(pdf).hexdigest(), pages, pictures, self._plain(letter))

    def print_pdf(self, letter: LetterToPrint) -> tuple[bytes, int]:
        """The bytes alone and how many pages they are; raises what `print_letter` raises."""
        with self._lock, _no_complaints(letter.kind):
            document = self.lay_out(letter).document
            return self._engine.write(document), len(document.pages)

    def print_page(self, html: str) -> bytes:
        """A page of ours on paper, tagged like a letter; it is none: no code, and nobody keeps it.

        Raises Unprintable for a sign no font has, and otherwise what `print_letter` raises.
        """
        html = self._glyphs.without_pictures(cleaned(html))
        self._glyphs.check(html)
        with self._lock, _no_complaints(PRINTOUT):
            return self._page_engine.write(self._page_engine.lay_out(html, [PRINTOUT]))

    def lay_out(self, letter: LetterToPrint) -> LaidOut:
        """The letter in the first arrangement that holds it. For one thread at a time."""
        letter = self._without_pictures(letter)
        check_letter(letter)
        letter = replace(letter, address_lines=self._address(letter.address_lines))
        facts = facts_of(letter, self._settings) | {"address_lines": letter.address_lines, "paper": True}
        for arrangement in _ways(letter, facts):
            html = self._sheet(letter, facts, arrangement)
            self._glyphs.check(html)
            styles = style_names(edition(letter.template), arrangement)
            document = self._engine.lay_out(html, styles)
            if arrangement.holds(document):
                return LaidOut(html, (self._profile.style(), *map(read_style, styles)), document)
        raise PressError(f"{letter.kind}: no arrangement holds this letter")

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

    def _without_pictures(self, letter: LetterToPrint) -> LetterToPrint:
        """Nobody is left without letters because a heart stands in the name of his shop."""
        lines = filter(None, map(self._glyphs.without_pictures, letter.address_lines))
        return replace(letter, address_lines=list(lines), data=_mapped(letter.data, self._glyphs.without_pictures))

    def _address(self, lines: list[str]) -> list[str]:
        room = self._profile.address.width
        fitted = self._glyphs.fitted(lines, room)
        if len(fitted) > MOST_ADDRESS_LINES or any(self._glyphs.width(line) > room for line in fitted):
            raise BadLetter("address_lines: do not fit in the window")
        return fitted

    def _sheet(self, letter: LetterToPrint, facts: dict[str, Any], arrangement: Arrangement | Listing) -> str:
        drawings = drawn_codes(letter.dossier_number, arrangement.pages)
        return filled_in(self._templates, arrangement.layout, letter, facts | arrangement.facts | {"codes": drawings})


def _mapped(facts: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - the facts of a letter, at any depth
    if isinstance(facts, str):
        return change(facts)
    if isinstance(facts, list):
        return [_mapped(one, change) for one in facts]
    return {name: _mapped(one, change) for name, one in facts.items()} if isinstance(facts, dict) else facts


def _ways(letter: LetterToPrint, facts: Mapping[str, Any]) -> Iterator[Arrangement | Listing]:
    if letter.kind in {OVERVIEW, ROUND}:
        return listings(facts, large=letter.large_print)
    ways = large_arrangements if letter.large_print else arrangements
    return ways(letter.kind, facts)


def style_names(dated: str, arrangement: Arrangement | Listing) -> list[str]:
    """The style sheets of an arrangement, as files in static/letters without ".css"."""
    return [dated, dated + arrangement.style] if arrangement.style else [dated]


__all__ = ["BadLetter", "Press", "PressError", "Unprintable", "current_template", "merge"]
