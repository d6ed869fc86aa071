"""The program against a brute-force model: random people, acts and days, on both engines."""

import os
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.model.machine import MandateMachine
from tests.model.people import Town
from tests.world import World

ACTS = 50
RUNS = 2000 if os.environ.get("SOAK") == "1" else 200  # on each engine, and each life is another


def test_the_program_agrees_with_the_model(
    session: Session, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    engine = session.get_bind().dialect.name
    machine = type("Machine", (MandateMachine,), {"town": Town(World(session)), "seen": Counter()})
    run_state_machine_as_test(
        machine,
        _min_steps=ACTS - 1,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=ACTS,
            deadline=None,
            print_blob=True,
            derandomize=False,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )
    seen = machine.seen
    record_property("figure", f"model on {engine}: {seen['runs']} runs, {seen['acts']} acts, {summary(seen)}")
    assert seen["runs"] >= RUNS


def summary(seen: Counter[str]) -> str:
    """How often what was tried, so that a rule that never fires is seen."""
    rest = {name: number for name, number in sorted(seen.items()) if name not in ("runs", "acts")}
    return ", ".join(f"{name} {number}" for name, number in rest.items())
