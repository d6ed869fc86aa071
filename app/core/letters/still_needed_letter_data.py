"""What the letter says that asks for what is missing on an answer sheet."""

from typing import Literal, NotRequired

from app.core.letters.parties import Parties


class StillNeeded(Parties):
    """An answer sheet came back and lacks something. The sheet on the back already says what we could read.

    `missing` and `boxes` are our own codes: what is missing, and what can be ticked. `chosen` is the box that was
    ticked, `signer` and `capacity` who filled it in; None for what could not be read. `waits` says that the mandate
    lapses without an answer; with `high_risk` the code of this letter only refuses.
    """

    received_on: str
    missing: list[str]
    boxes: list[str]
    chosen: str | None
    signer: str | None
    capacity: Literal["legal_representative", "owner", "manager", "none"] | None
    answer_by: str
    waits: bool
    high_risk: bool
    code: NotRequired[str | None]
