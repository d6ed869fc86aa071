"""What the letters say about rights inside an organisation: who begins with them, who must sign, and what ended."""

from typing import Literal, NotRequired, TypedDict


class _OfAColleague(TypedDict):
    """Of every letter about the rights of one `colleague`, to the organisation or to himself.

    `acted_by` did on `acted_on` what the letter is about. `rights` say each how far one of them reaches, in few enough
    words for the sheet: "Mandaatuitvoerder: mag alleen kijken, tot en met 1 juni 2027, alleen voor Bakkerij Maes".
    """

    recipient_name: str | None
    party_name: str
    party_number: str | None
    colleague: str
    acted_by: str
    acted_on: str
    rights: list[str]
    large_print: NotRequired[bool]
    in_place_of: NotRequired[str]


class ColleagueInvited(_OfAColleague):
    """To the organisation, for the `colleague` whom `acted_by` appointed on `acted_on`; it bears the relation's number.

    `code` may be left out or None: the letter then shows a covered code.
    """

    answer_by: str
    code: NotRequired[str | None]


class RightsToSign(_OfAColleague):
    """To the organisation: `acted_by` signed first for rights of `colleague`, and one of `seconds` must sign too.

    At the latest on `sign_by`, signed in or at a counter: the letter has no code. With `replaces` it takes the place of
    what the colleague may do now.
    """

    seconds: list[str]
    replaces: bool
    sign_by: str


class RightsEnded(_OfAColleague):
    """To the organisation, and to the `colleague` himself: `acted_by` had these rights ended, not by signing in.

    `channel` is how: "aan de telefoon, met hulp van medewerker 4711". With `whole` the colleague has none left; `alone`
    is how many mandates of customers nobody carries out any more because of it, None for none of them.
    """

    channel: str
    whole: bool
    alone: int | None


class InvitationEnded(_OfAColleague):
    """To the organisation, and to the `colleague` himself: `acted_by` took back what waited for an answer.

    Without `invited` the colleague never heard of it: a second representative had not signed yet, or the e-mail did not
    leave yet. `by_mail` is how he was invited, and hears that he no longer is. `rights` are what he does not get.
    """

    channel: str
    invited: bool
    by_mail: bool


class AppointmentWaits(_OfAColleague):
    """To the organisation, a week before an appointment lapses, or when the second signature did not come.

    `state` says which: one of `seconds` must still sign, the invited colleague must still answer (with the letter, or
    `by_mail`), or nobody signed by `answer_by`. `acted_by` appointed him on `acted_on`. It has no code.
    """

    state: Literal["to_sign", "invited", "lapsed"]
    seconds: list[str]
    by_mail: bool
    answer_by: str
