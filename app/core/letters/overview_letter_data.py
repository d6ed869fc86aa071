"""What the overview of a party says: every mandate that runs, and who in its own organisation may act."""

from typing import Literal, NotRequired, TypedDict

from app.core.letters.parties import Side


class ListedMandate(TypedDict):
    """One mandate. `side` is that of the reader's party, `other_name` the party across.

    `short` are the short phrases of its types ("de kmo-portefeuille beheren"); `period` comes after "Het mandaat
    geldt". `state` is "scheduled" or "suspended" for a mandate that nobody can use today, None for one in use.
    """

    side: Side
    dossier_number: str
    other_name: str
    other_number: str | None
    short: list[str]
    period: str
    state: Literal["scheduled", "suspended"] | None


class Colleague(TypedDict):
    """Somebody with a right inside the party; `only` counts the mandates of an executor who has not all of them, and
    `groups` the mandate groups that he has beside these.
    """

    name: str
    right: Literal["manager", "executor"]
    only: int | None
    groups: NotRequired[int]


class Overview(TypedDict):
    """The overview. It bears a number of its own, and is about a party instead of about one mandate.

    `stops_by_phone` is as in a letter about a mandate, of all that is listed.
    """

    recipient_name: str | None
    party_name: str
    party_number: str | None
    mandates: list[ListedMandate]
    colleagues: list[Colleague]
    large_print: NotRequired[bool]
    in_place_of: NotRequired[str]
    stops_by_phone: NotRequired[list[str]]
    code: NotRequired[str | None]
