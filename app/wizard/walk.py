"""One walk past the questions of a wizard: which exist, which answers count, and all that follows from these."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from app.wizard.section import Section, SectionState
from app.wizard.step import CHECK, Step


@dataclass(frozen=True)
class Position:
    """Where a page stands: number `number` of `total`, the check page included."""

    number: int
    total: int


@dataclass(frozen=True)
class Walk:
    """The steps that exist, in order, and the answers that count: to steps that exist, and not overtaken by a change.

    A page asks several things of one walk, so it is walked once and asked often.
    """

    path: tuple[Step, ...]
    counted: dict[str, dict[str, Any]]

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The names of the pages in order, the check page last."""
        return (*(step.name for step in self.path), CHECK)

    @cached_property
    def first_open(self) -> str:
        """The first question without an answer that counts, else the check page."""
        return next((step.name for step in self.path if step.name not in self.counted), CHECK)

    def back(self, name: str) -> str | None:
        """The page before `name`; None before the first question."""
        index = self.pages.index(name)
        return self.pages[index - 1] if index else None

    def is_reachable(self, name: str) -> bool:
        """Whether somebody may be at `name`: it exists, and every question before it is answered."""
        return name in self.pages and self.pages.index(name) <= self.pages.index(self.first_open)

    def position(self, name: str) -> Position:
        """Which page of how many `name` is, counting only the pages that exist."""
        return Position(self.pages.index(name) + 1, len(self.pages))

    def sections(self, current: str) -> tuple[Section, ...]:
        """The overview while somebody is at page `current`; neighbouring steps of one section share a line."""
        lines = [
            self._section(name, tuple(step.name for step in steps), current)
            for name, steps in groupby(self.path, key=lambda step: step.section)
        ]
        return (*lines, Section(CHECK, (), "busy" if current == CHECK else "todo"))

    def _section(self, name: str, steps: tuple[str, ...], current: str) -> Section:
        state: SectionState = "done" if all(step in self.counted for step in steps) else "todo"
        return Section(name, steps, "busy" if current in steps else state)
