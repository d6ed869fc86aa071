"""What the letters say when a holder passes a mandate on."""

from typing import Literal, NotRequired

from app.core.letters.parties import Allowed, Parties


class PassedOn(Allowed):
    """To the giver: `passed_by` passed his mandate on to the holder, who has to answer.

    As a gift, but for the channel: that is only for the side that acted.
    """

    acted_by: str
    acted_on: str
    answer_by: str
    starts_after: str | None


class Onward(Parties):
    """To who passed on, about the mandate that he holds himself: what became of what he passed on to `new_name`.

    `passed` are short phrases of what it is about; `answer_by` is only there while an answer is asked. `code` opens the
    mandate that he holds, behind which he can stop what he passed on too.
    """

    new_name: str
    new_number: str | None
    outcome: Literal["asked", "accepted", "refused", "lapsed", "ended", "paused"]
    acted_on: str
    passed: list[str]
    answer_by: NotRequired[str]
    code: NotRequired[str | None]
