"""What the yearly list of an organisation says: who may do what in it, to look at and to send back."""

from typing import NotRequired, TypedDict


class ListedColleague(TypedDict):
    """Somebody with a right; `rights` are words that end no sentence ("Mandaatbeheerder").

    `held` are the numbers of those rights, never printed: what is ticked is about them, whatever he got since.
    """

    name: str
    rights: list[str]
    held: NotRequired[list[str]]


class RightsList(TypedDict):
    """The list. With `reminds` it was sent before, on `asked_on`; `more` counts who does not fit in an envelope.

    It bears the number of the round and no code: who manages the organisation signs in, and its form is signed.
    """

    recipient_name: str | None
    party_name: str
    party_number: str | None
    asked_on: str
    reminds: bool
    people: list[ListedColleague]
    more: int | None
    large_print: NotRequired[bool]
    in_place_of: NotRequired[str]
