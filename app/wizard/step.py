"""A step: one question on one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Answer = Mapping[str, Any]
Answers = Mapping[str, Answer]

CHECK = "check"


def always(_answers: Answers, _actor: object) -> bool:
    """The condition of a step that everybody meets."""
    return True


def for_ever(_answer: Answer, _actor: object) -> bool:
    """The condition of an answer that holds whoever reads it again."""
    return True


@dataclass(frozen=True)
class Step:
    """One question.

    `when(answers, actor)` says whether the question exists; it sees only the answers to earlier questions that count.
    `rests_on` names earlier steps: an answer given while they were answered differently has to be given again.
    `still_holds(answer, actor)` can let an answer lapse, for instance because it was given in another visit.
    `section` groups steps for the overview beside the question.
    """

    name: str
    form_class: type
    when: Callable[[Answers, Any], bool] = always
    rests_on: tuple[str, ...] = ()
    still_holds: Callable[[Answer, Any], bool] = for_ever
    section: str = ""
