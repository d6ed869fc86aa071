"""What the letters about an extension say."""

from typing import Literal, NotRequired

from app.core.letters.parties import Allowed, Parties, Side


class ExtensionSent(Allowed):
    """One side proposed a later end; this is the confirmation to that side.

    `may` and `may_not` are of the parts that would run longer, `period` is that of the mandate as it would become,
    `last_day` the end as it is and stays without an answer, `until` the latest of the new ends.
    """

    proposed_by: Side
    acted_by: str
    acted_on: str
    channel: str
    last_day: str
    until: str
    answer_by: str


class ExtensionAsked(ExtensionSent):
    """The same for the other side, which answers. With `high_risk` the code only refuses."""

    high_risk: bool


class Extended(Allowed):
    """Accepted; `period` is that of the mandate from now on. `channel` is only for the side that accepted.

    `came_on` is only there when we wrote before that nobody answered: the day on which the answer on paper came in.
    """

    acted_by: str
    acted_on: str
    channel: str | None
    until: str
    came_on: NotRequired[str]


class NotExtended(Parties):
    """Refused, withdrawn, or nobody answered; `acted_by` is then None. `last_day` is the end, which stays as it was."""

    proposed_by: Side
    outcome: Literal["refused", "withdrawn", "lapsed"]
    acted_by: str | None
    acted_on: str
    last_day: str
