"""A wizard: a tuple of steps, from which back, next and "may I be here" follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.wizard.fingerprint import fingerprint
from app.wizard.section import Section, SectionState
from app.wizard.step import CHECK, Answer, Answers, Step

SEAL = "_rests_on"


@dataclass(frozen=True)
class Position:
    """Where a page stands: number `number` of `total`, the check page included."""

    number: int
    total: int


@dataclass(frozen=True)
class Wizard:
    """Questions in order, a check page after them, and `submit`, which does what was asked for."""

    name: str
    steps: tuple[Step, ...]
    submit: Callable[..., Any]

    def __post_init__(self) -> None:
        seen: set[str] = {CHECK}
        for step in self.steps:
            if step.name in seen:
                raise ValueError(f"{self.name}: two steps are called {step.name}")
            if not set(step.rests_on) <= seen - {CHECK}:
                raise ValueError(f"{self.name}: {step.name} rests on a step that does not come before it")
            seen.add(step.name)

    def step(self, name: str) -> Step | None:
        """The step with this name, whether or not it exists for somebody."""
        return next((step for step in self.steps if step.name == name), None)

    def path(self, answers: Answers, actor: object) -> tuple[Step, ...]:
        """The steps that exist with these answers, in order."""
        return self._walk(answers, actor)[0]

    def counted(self, answers: Answers, actor: object) -> dict[str, dict[str, Any]]:
        """The answers that count: to steps that exist, and not overtaken by a change in what they rest on."""
        return self._walk(answers, actor)[1]

    def first_open(self, answers: Answers, actor: object) -> str:
        """The first question without an answer that counts, else the check page."""
        path, counted = self._walk(answers, actor)
        return next((step.name for step in path if step.name not in counted), CHECK)

    def next(self, answers: Answers, actor: object) -> str:
        """Where to go after an answer: a change asks only what it opened."""
        return self.first_open(answers, actor)

    def back(self, name: str, answers: Answers, actor: object) -> str | None:
        """The page before `name`; None before the first question."""
        names = self._pages(answers, actor)
        index = names.index(name)
        return names[index - 1] if index else None

    def is_reachable(self, name: str, answers: Answers, actor: object) -> bool:
        """Whether somebody may be at `name`: it exists, and every question before it is answered."""
        names = self._pages(answers, actor)
        return name in names and names.index(name) <= names.index(self.first_open(answers, actor))

    def position(self, name: str, answers: Answers, actor: object) -> Position:
        """Which page of how many `name` is, counting only the pages that exist."""
        names = self._pages(answers, actor)
        return Position(names.index(name) + 1, len(names))

    def seal(self, name: str, answer: Answer, answers: Answers, actor: object) -> dict[str, Any]:
        """`answer` to step `name` as it is to be kept: with a mark of the answers that it rests on."""
        step = next(step for step in self.steps if step.name == name)
        mark = self._mark(step, self.counted(answers, actor))
        return dict(answer) if mark is None else {**answer, SEAL: mark}

    def sections(self, answers: Answers, actor: object, current: str) -> tuple[Section, ...]:
        """The overview while somebody is at page `current`; neighbouring steps of one section share a line."""
        path, counted = self._walk(answers, actor)
        lines = [
            self._section(name, tuple(step.name for step in steps), counted, current)
            for name, steps in groupby(path, key=lambda step: step.section)
        ]
        return (*lines, Section(CHECK, (), "busy" if current == CHECK else "todo"))

    def _section(self, name: str, steps: tuple[str, ...], counted: Answers, current: str) -> Section:
        state: SectionState = "done" if all(step in counted for step in steps) else "todo"
        return Section(name, steps, "busy" if current in steps else state)

    def _pages(self, answers: Answers, actor: object) -> list[str]:
        return [*(step.name for step in self.path(answers, actor)), CHECK]

    def _walk(self, answers: Answers, actor: object) -> tuple[tuple[Step, ...], dict[str, dict[str, Any]]]:
        # One pass from the front: a condition and a seal only ever see answers that already count, so an answer to a
        # question that no longer exists cannot steer anything.
        path: list[Step] = []
        counted: dict[str, dict[str, Any]] = {}
        for step in self.steps:
            if not step.when(counted, actor):
                continue
            path.append(step)
            answer = answers.get(step.name)
            if answer is not None and self._counts(step, answer, counted, actor):
                counted[step.name] = {key: value for key, value in answer.items() if key != SEAL}
        return tuple(path), counted

    def _counts(self, step: Step, answer: Answer, counted: Answers, actor: object) -> bool:
        return answer.get(SEAL) == self._mark(step, counted) and step.still_holds(answer, actor)

    @staticmethod
    def _mark(step: Step, counted: Mapping[str, Any]) -> str | None:
        if not step.rests_on:
            return None
        return fingerprint({name: counted.get(name) for name in step.rests_on})
