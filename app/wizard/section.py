"""The overview beside the question: a few lines, each for one or more steps."""

from dataclasses import dataclass
from typing import Literal

SectionState = Literal["todo", "busy", "done"]


@dataclass(frozen=True)
class Section:
    """One line of the overview: the steps of it that exist for this actor, and how far they are."""

    name: str
    steps: tuple[str, ...]
    state: SectionState
