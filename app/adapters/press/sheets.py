"""How a letter is arranged over its pages: the first arrangement in which everything has its place.

`one`: everything on the front. `turns`: the message on the front, the rest on the back. `flows`: a longer message runs
on to the back. When that is not enough the lists get a second sheet of their own, the annex. Too long is never smaller
type. `large` is large print: the message, the rest, and what comes back to us each get a page of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Document

SLIP_KINDS = (
    "given", "passed_on", "transfer_sent", "active", "suspended", "extension_sent", "extended", "expiring", "yearly",
    "onward",
)  # fmt: skip
FORM_KINDS = ("invitation", "extension_asked", "extension_waits", "still_needed", "to_sign", "sign_waits", "colleague")
MANY_SENTENCES = 9  # beyond this a try with everything on the front is a waste
SIGNS_IN_A_LINE = 62
LINES_ON_A_PAGE = 32
FIRST_ANNEX = 3
LARGE, LARGER = "large", 17 / 12.5
FRONT, BACK = "voorkant", "achterkant"


@dataclass(frozen=True)
class Arrangement:
    """One way to lay a letter out; `pages` is what it must come to."""

    name: str
    back: str  # "slip", "form" or "plain"
    pages: int
    annex: tuple[Mapping[str, Any], ...] = ()
    together: bool = False  # in large print: everything after the message on one page
    moved: bool = False  # in large print: the message on a page of its own, because the front is too small for it

    @property
    def layout(self) -> str:
        """The template of its pages."""
        return "_large" if self.name == LARGE else "_sheet"

    @property
    def windowed(self) -> bool:
        """Whether the answer form shows its return address in the window of an envelope."""
        return self.back == "form" and self.name == "turns" and not self.annex

    @property
    def style(self) -> str:
        """The extra style sheet of this arrangement: "", "-slip", "-form" or "-window"."""
        if self.name == LARGE:
            return "-large"
        return "-window" if self.windowed else "" if self.back == "plain" else f"-{self.back}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the sheet's template asks about it."""
        first = FIRST_ANNEX if self.name != LARGE else self._last_page + 1
        first_no = next((number for number, page in enumerate(self.annex, start=first) if page["kind"] == "no"), None)
        return self._large_facts(first) | {
            "arrangement": self.name,
            "back": self.back,
            "pages": self.pages,
            "windowed": self.windowed,
            "annex": self.annex,
            "may_page": first,
            "may_not_page": first_no,
        }

    @property
    def _last_page(self) -> int:
        """In large print: the page before the lists, with the slip or the form if there is one."""
        return 3 + (self.back != "plain") + self.moved

    def _large_facts(self, first_annex: int) -> dict[str, Any]:
        if self.name != LARGE:
            return {}
        used = 2 if self.together else self._last_page + len(self.annex)
        return {
            "large": True,
            "together": self.together,
            "first_annex": first_annex,
            "moved": self.moved,
            "back_page": 3 + self.moved,
            "slip_page": self._last_page,
            "form_page": self._last_page if self.back == "form" else None,
            "empty_page": used < self.pages,
        }

    def holds(self, document: "Document") -> bool:
        """Whether the printed pages are those of this arrangement, with the front's foot and the back in place."""
        back = {"one": 0, LARGE: 1 if self.together else 2 + self.moved}.get(self.name, 1)
        return len(document.pages) == self.pages and _where(document, FRONT) == 0 and _where(document, BACK) == back


def _where(document: "Document", name: str) -> int:
    return next(number for number, page in enumerate(document.pages) if name in page.anchors)


def arrangements(kind: str, facts: Mapping[str, Any]) -> Iterator[Arrangement]:
    """The ways to lay out a letter of this kind, best first."""
    act = kind.split(".")[0]
    back = "slip" if act in SLIP_KINDS else "form" if act in FORM_KINDS else "plain"
    if back == "plain":
        yield Arrangement("one", back, 1)
    sentences = _listed(facts)
    if sentences <= MANY_SENTENCES:
        yield Arrangement("turns", back, 2)
    yield Arrangement("flows", back, 2)
    if sentences:
        annex = tuple(_annex(facts))
        yield Arrangement("turns", back, 2 + len(annex), annex)
        yield Arrangement("flows", back, 2 + len(annex), annex)


def large_arrangements(kind: str, facts: Mapping[str, Any]) -> Iterator[Arrangement]:
    """The ways to lay it out in large print, best first; always whole sheets."""
    act = kind.split(".")[0]
    back = "slip" if act in SLIP_KINDS else "form" if act in FORM_KINDS else "plain"
    if back == "plain":
        yield Arrangement(LARGE, back, 2, together=True)
    annexes = [(), tuple(_annex(facts, LARGER))] if _listed(facts) else [()]
    for moved in (False, True):
        for annex in annexes:
            used = 3 + (back != "plain") + moved + len(annex)
            yield Arrangement(LARGE, back, used + used % 2, annex, moved=moved)


def _listed(facts: Mapping[str, Any]) -> int:
    """How many sentences stand in its lists; a reminder of some parts names them in the text and has none."""
    return 0 if facts.get("going_on") else len(facts.get("may", ())) + len(facts.get("may_not", ()))


def _annex(facts: Mapping[str, Any], larger: float = 1) -> Iterator[dict[str, Any]]:
    lists = (
        ("yes", f"Wat mag {facts['holder']} doen?", facts["may"]),
        ("no", f"Wat mag {facts['holder']} niet doen?", [*facts["may_not"], facts["nothing_else"]]),
    )
    for kind, head, sentences in lists:
        for items in _pages_of(sentences, larger):
            yield {"kind": kind, "head": head, "items": items}


def _pages_of(sentences: list[str], larger: float) -> Iterator[list[str]]:
    page, lines = [], 0
    for sentence in sentences:
        height = ceil(len(sentence) * larger / SIGNS_IN_A_LINE)
        if page and lines + height > LINES_ON_A_PAGE / larger:
            yield page
            page, lines = [], 0
        page.append(sentence)
        lines += height
    yield page
