"""What the letters that tell of a longer list say."""

from app.core.letters.parties import Parties


class ListGrown(Parties):
    """The list `list_name` has more types now. `may` and `may_not` are of those that the reader can give, or ask.

    `given_on` is the day on which the mandate, which stays as it is, was agreed.
    """

    list_name: str
    may: list[str]
    may_not: list[str]
    given_on: str
