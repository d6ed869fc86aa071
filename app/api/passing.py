"""What the quick way (`lane`) hands to the usual one (`door`) when it cannot finish a request itself."""

from dataclasses import dataclass

from app.api.operations import Answer

PASSED = "mandaatloket.passed"  # in the environment of a request


@dataclass
class Passed:
    """`calls_left` when the call was counted already: of how many a minute, and how many are left of them.

    `answer` when it was found, and only has to be sent.
    """

    calls_left: tuple[int, int] | None = None
    answer: Answer | None = None
