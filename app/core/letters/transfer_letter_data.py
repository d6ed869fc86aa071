"""What the letters say when a giver changes holders: `new_name` is who takes over, the parties are the old ones."""

from typing import Literal

from app.core.letters.parties import Allowed, Parties


class TransferSent(Allowed):
    """The confirmation to the giver, about the mandate of the new holder; `old_name` does it until then.

    Otherwise as the confirmation of a gift.
    """

    old_name: str
    acted_by: str
    acted_on: str
    channel: str
    answer_by: str
    starts_after: str | None


class TransferTold(Parties):
    """To the old holder: the giver asked somebody else. `moves` are short phrases of what would go over."""

    new_name: str
    new_number: str | None
    acted_by: str
    acted_on: str
    answer_by: str
    moves: list[str]


class Transferred(Parties):
    """The new holder takes over: `stops_on` is the first day on which the old one may no longer do what is in `moves`.

    `still` are sentences of what the old holder goes on doing.
    """

    new_name: str
    stops_on: str
    moves: list[str]
    still: list[str]


class Stays(Parties):
    """It does not go over, or not yet: the old holder goes on. `stays` are sentences of what he may still do."""

    new_name: str
    outcome: Literal["refused", "left_out", "withdrawn", "lapsed", "contested", "register", "stopped"]
    acted_on: str
    stays: list[str]
