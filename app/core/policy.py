"""The few numbers a deployment may set, handed to the core as an argument."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """`cooling_off_days` count from posting the giver's letter, `promise_working_days` from posting to arrival."""

    cooling_off_days: int = 10
    promise_working_days: int = 5
