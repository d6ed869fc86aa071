"""A wizard: a tuple of steps; a walk past them says what is next, what came before, and where somebody may be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.wizard.fingerprint import fingerprint
from app.wizard.step import CHECK, Answer, Answers, Step
from app.wizard.walk import Walk

SEAL = "_rests_on"


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

    def walk(self, answers: Answers, actor: object) -> Walk:
        """The steps that exist with these answers, and the answers that count."""
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
        return Walk(tuple(path), counted)

    def seal(self, name: str, answer: Answer, answers: Answers, actor: object) -> dict[str, Any]:
        """`answer` to step `name` as it is to be kept: with a mark of the answers that it rests on."""
        step = next(step for step in self.steps if step.name == name)
        mark = self._mark(step, self.walk(answers, actor).counted)
        return dict(answer) if mark is None else {**answer, SEAL: mark}

    def _counts(self, step: Step, answer: Answer, counted: Answers, actor: object) -> bool:
        return answer.get(SEAL) == self._mark(step, counted) and step.still_holds(answer, actor)

    @staticmethod
    def _mark(step: Step, counted: Mapping[str, Any]) -> str | None:
        if not step.rests_on:
            return None
        return fingerprint({name: counted.get(name) for name in step.rests_on})
