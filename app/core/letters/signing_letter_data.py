"""What the letters about a second signature say."""

from typing import Literal, NotRequired

from app.core.letters.parties import Allowed, Parties

SignedAct = Literal["give", "request", "accept", "confirm", "resume", "extend", "accept_extension", "pass_on"]


class ToSign(Allowed):
    """One representative signed (`acted_by`), the reader is asked to sign too, at the latest on `sign_by`.

    `may`, `may_not` and `period` are what is signed; `until` is the new end when that is an extension. With `high_risk`
    the code only refuses. `stopped_with` names the holder who was stopped already when the first signed, if any.
    `executors` are those whom the first named to execute it, when a holder accepts.
    """

    signed_act: SignedAct
    acted_by: str
    acted_on: str
    sign_by: str
    until: str | None
    high_risk: bool
    stopped_with: NotRequired[str]
    executors: NotRequired[list[str]]


class NotSigned(Parties):
    """Refused by `acted_by`, or nobody signed in time; `acted_by` is then None. `first_signed_by` had signed.

    `stopped_with` names the holder who was stopped already when the first signed, if any: he does not come back.
    """

    signed_act: SignedAct
    outcome: Literal["refused", "lapsed"]
    first_signed_by: str
    acted_by: str | None
    acted_on: str
    stopped_with: NotRequired[str]
