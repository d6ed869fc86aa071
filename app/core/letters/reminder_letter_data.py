"""What the letters that remind somebody of a day say."""

from typing import NotRequired

from app.core.letters.parties import Allowed, Parties, Side


class Expiring(Allowed):
    """The mandate ends soon. `may` and `period` are of what still runs; `last_day` is the last on which anything does.

    `can_extend` says whether its types allow a later end, `by_phone` and `by_code` whether they let a caller, or the
    reader of the letter with its code, ask for one.
    `extension_until` is the later end that waits for an answer already; `final` is true in the last of the letters.

    When only a part ends, `ending` and `going_on` are what stops and what runs on (short phrases), `may`, `can_extend`
    and `extension_until` are of what ends, and `other_extension` says that a later end for other parts waits already.
    """

    last_day: str
    can_extend: bool
    by_phone: bool
    by_code: bool
    extension_until: str | None
    final: bool
    ending: NotRequired[list[str]]
    going_on: NotRequired[list[str]]
    other_extension: NotRequired[bool]


class Lapsing(Allowed):
    """Nobody answered yet. With `high_risk` the code only refuses."""

    started_by: Side
    written_on: str
    answer_by: str
    high_risk: bool


class ExtensionWaits(Allowed):
    """A later end waits for the reader's answer, at the latest on `answer_by`. With `high_risk` the code only refuses.

    `may`, `may_not` and `period` are as in the letter that asked, on `written_on`; `last_day` is the end as it stays
    without an answer, `until` the latest of the new ends.
    """

    proposed_by: Side
    written_on: str
    answer_by: str
    last_day: str
    until: str
    high_risk: bool


class ExtensionUnanswered(Parties):
    """The same to the side that proposed it: nobody answered yet. With the code it can be taken back."""

    proposed_by: Side
    written_on: str
    answer_by: str
    last_day: str
    until: str
    code: NotRequired[str | None]


class Yearly(Allowed):
    """A mandate without an end, a year or more after its first day."""

    first_day: str
