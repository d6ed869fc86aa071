"""What every letter says: who gives and who holds, and for many what may be done and until when."""

from typing import Literal, NotRequired, TypedDict

Side = Literal["giver", "holder"]


class Parties(TypedDict):
    """In every letter. A number is None for a person without one; a name to greet is None when nobody is known.

    `large_print` stands there, and is true, when the party wants its letters in large print. `in_place_of` is the day
    of a letter about the same that cannot be read any more, where this one was made for it. `passed_by` is the name of
    the holder who passed the mandate on to this one, when the giver did not give it himself. `stops_by_phone` is only
    there when not every type lets a caller stop it: the short phrases of those that do.
    """

    recipient_name: str | None
    giver_name: str
    giver_number: str | None
    holder_name: str
    holder_number: str | None
    large_print: NotRequired[bool]
    in_place_of: NotRequired[str]
    passed_by: NotRequired[str]
    stops_by_phone: NotRequired[list[str]]


class Allowed(Parties):
    """The mandate in sentences. "{mandaatnemer}" in a sentence stands for the holder's name.

    `period` comes after "Het mandaat geldt": "van 1 oktober 2026 tot en met 30 september 2027".
    `code` may be left out or None: the letter then shows a covered code, as staff see it.
    """

    may: list[str]
    may_not: list[str]
    period: str
    code: NotRequired[str | None]
