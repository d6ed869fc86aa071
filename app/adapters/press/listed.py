"""How a list is arranged: its entries over as many pages as they need, whole, and what is signed after the last.

An overview of mandates is one, and the yearly list of colleagues.

Heights are guessed from the words, in millimetres; the printed pages tell whether the guess was right. Each try puts
less on a page, until nothing runs over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Document

FRONT, BACK = "voorkant", "achterkant"
TRIES = (1.0, 0.9, 0.8, 0.65, 0.5)  # how much of the room is filled


@dataclass(frozen=True)
class Room:
    """What a size of print leaves for entries, on the front and on another page, and what the rest takes of it.

    All in millimetres but the signs in a line. `whose` is the heading above what the party holds. `signed` is what
    comes after the entries, without colleagues, up to where it may be torn from what is `known`; with `apart` these
    take two pages. `reminded` is what a reminder says more on the front.
    """

    front: float
    other: float
    line: float
    white: float
    signs: int
    whose: float
    signs_of_title: int
    signed: float
    colleague: float
    apart: bool
    known: float = 0
    reminded: float = 0

    def height(self, entry: Mapping[str, Any]) -> float:
        """How high an entry becomes, about: its heading, its sentences, the box to tick and the white between."""
        if "rights" in entry:
            lines = sum(ceil(len(words) / self.signs) for words in entry["rights"])
            return self.line * (ceil(min(len(entry["name"]), LONGEST_NAME) / self.signs) + lines) + self.white
        name = min(len(entry["other_name"]), LONGEST_NAME)
        phrases = sum(len(phrase) + 2 for phrase in entry["short"])
        said = name + phrases + len(entry["period"]) + WORDS_BETWEEN + (WORDS_OF_STATE if entry["state"] else 0)
        heading = name + WORDS_BETWEEN if entry["other_number"] else name
        return self.line * (ceil(heading / self.signs) + ceil(said / self.signs) + 1) + self.white


LONGEST_NAME, WORDS_BETWEEN, WORDS_OF_STATE, WORDS_OF_REPLACING = 60, 36, 24, 120
USUAL = Room(
    front=108, other=222, line=5.65, white=5.5, signs=62, whose=13, signs_of_title=30, signed=168, colleague=7,
    apart=False,
)  # fmt: skip
LARGE = Room(
    front=34, other=222, line=7.6, white=6, signs=45, whose=22, signs_of_title=20, signed=186, colleague=16, apart=True
)  # fmt: skip
# The yearly list has a box under each name, words that fill their lines better, and less to say after the last one.
ROUND = replace(USUAL, front=109, white=12.4, signs=68, signed=96, known=44, reminded=14)
ROUND_LARGE = replace(
    LARGE, front=84, white=13.6, signs=53, signed=150, known=70, reminded=26, apart=False
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """One way to lay an overview out: which entries stand on each page, and on which page what is signed comes."""

    spans: tuple[tuple[int, int], ...]
    back_page: int
    last_page: int
    large: bool = False
    layout: str = "_listed"
    listed: str = "overview"

    @property
    def pages(self) -> int:
        """Always whole sheets."""
        return self.last_page + self.last_page % 2

    @property
    def style(self) -> str:
        """The extra style sheet."""
        return "-large" if self.large else ""

    @property
    def facts(self) -> dict[str, Any]:
        """What the template asks about it."""
        return {
            "arrangement": "listed",
            "listed": self.listed,
            "back": "plain",
            "pages": self.pages,
            "spans": self.spans,
            "back_page": self.back_page,
            "last_page": self.last_page,
            "empty_page": self.last_page < self.pages,
            "annex": (),
            "large": self.large,
        }

    def holds(self, document: "Document") -> bool:
        """Whether every page came out as planned."""
        where = {name: number for number, page in enumerate(document.pages, start=1) for name in page.anchors}
        return len(document.pages) == self.pages and (where[FRONT], where[BACK]) == (1, self.back_page)


def listings(facts: Mapping[str, Any], *, large: bool) -> Iterator[Listing]:
    """The ways to lay an overview out, fullest pages first."""
    listed = "round" if "people" in facts else "overview"
    room = (ROUND_LARGE if large else ROUND) if listed == "round" else LARGE if large else USUAL
    heights = _heights(facts, room)
    tried = set()
    for share, apart in product(TRIES, sorted({room.apart, large})):
        spans, left = _spans(heights, room, share)
        signed = room.signed + room.colleague * len(facts.get("colleagues", ()))
        # Where a sheet would end on an empty page, what need not be signed moves there.
        after = signed + (room.known if len(spans) % 2 == 0 and not apart else 0)
        back_page = len(spans) if len(spans) > 1 and left >= after * share else len(spans) + 1
        if listed == "round" and back_page % 2 and not apart:
            spans, back_page = _evened(spans, back_page)
        # What need not be signed gets no page of its own in a yearly list, unless there is no room under the signature.
        last_page = back_page + (apart or (back_page % 2 if listed == "overview" else 0))
        way = Listing(tuple(spans), back_page, last_page, large, listed=listed)
        if way not in tried:
            tried.add(way)
            yield way


def _evened(spans: list[tuple[int, int]], back_page: int) -> tuple[list[tuple[int, int]], int]:
    """The same with what is signed on the back of the last sheet, together with what need not be signed.

    Else that back would say nothing at all. Where the signature had a page of its own, the fewest last pages of entries
    that can be spread over one more are; where the front holds all but one entry, none can.
    """
    if back_page == len(spans):
        return spans, back_page + 1
    end = spans[-1][1]
    for first in range(len(spans) - 1, 0, -1):
        start, pages = spans[first][0], len(spans) - first + 1
        if end - start >= pages:
            return [*spans[:first], *_spread(start, end, pages)], back_page + 1
    return spans, back_page


def _spread(start: int, end: int, pages: int) -> list[tuple[int, int]]:
    """These entries over so many pages, as evenly as whole entries can be."""
    starts = [start + ceil((end - start) * page / pages) for page in range(pages + 1)]
    return list(pairwise(starts))


def _heights(facts: Mapping[str, Any], room: Room) -> list[float]:
    """How high each entry becomes; the first one also bears what a long name of the party takes from the front."""
    entries = facts["people"] if "people" in facts else facts["mandates"]
    heights, sides = [room.height(entry) for entry in entries], [one.get("side") for one in entries]
    if "holder" in sides:
        heights[sides.index("holder")] += room.whose
    heights[0] += room.reminded if facts.get("reminds") else 0
    heights[0] += room.line * (ceil(WORDS_OF_REPLACING / room.signs) + 1) if facts.get("in_place_of") else 0
    heights[0] += room.line * (len(facts["party"]) // room.signs_of_title + len(facts["party_full"]) // room.signs)
    return heights


def _spans(heights: Sequence[float], room: Room, share: float) -> tuple[list[tuple[int, int]], float]:
    """Which entries stand on each page, and how much room the last page has left."""
    spans, start, left = [], 0, room.front * share
    for place, height in enumerate(heights):
        if height > left and (place > start or not spans):
            spans.append((start, place))
            start, left = place, room.other * share
        left -= height
    return [*spans, (start, len(heights))], left
