"""What a letter says, before anybody prints it: its kind, where it goes, and the facts that fill its sentences.

The facts are plain data that can be kept as JSON: days are ISO dates ("2026-11-21"), numbers are digits only, names
stand as the register writes them. `app.core.letters.well_formed` refuses what is missing, unknown or of the wrong sort.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NotRequired, get_type_hints

from app.core.letters.chain_letter_data import Onward, PassedOn
from app.core.letters.colleague_letter_data import (
    AppointmentWaits,
    ColleagueInvited,
    InvitationEnded,
    RightsEnded,
    RightsToSign,
)
from app.core.letters.extension_letter_data import Extended, ExtensionAsked, ExtensionSent, NotExtended
from app.core.letters.growth_letter_data import ListGrown
from app.core.letters.overview_letter_data import Overview
from app.core.letters.parties import Allowed, Parties, Side
from app.core.letters.prepared_letter_data import Prepared
from app.core.letters.reminder_letter_data import Expiring, ExtensionUnanswered, ExtensionWaits, Lapsing, Yearly
from app.core.letters.round_letter_data import RightsList
from app.core.letters.signing_letter_data import NotSigned, ToSign
from app.core.letters.still_needed_letter_data import StillNeeded
from app.core.letters.transfer_letter_data import Stays, Transferred, TransferSent, TransferTold


class GivenToGiver(Allowed):
    """The confirmation. `channel`: "online", "aan het loket in Gent, met hulp van medewerker 4711".

    `starts_after` is the first day a high-risk mandate can start, None when there is no cooling-off.
    """

    acted_by: str
    acted_on: str
    channel: str
    answer_by: str
    starts_after: str | None


class InvitationToHolder(Allowed):
    """The invitation. With `high_risk` the code only refuses, and the letter says to sign in.

    `takes_over` is there, and true, when the giver changes holders; the new one does not hear whom he replaces.
    """

    acted_by: str
    acted_on: str
    answer_by: str
    high_risk: bool
    takes_over: NotRequired[bool]


class InvitationToGiver(InvitationToHolder):
    """The request. `reason` is what the holder wrote, on one line."""

    reason: str


class ActiveToGiver(Allowed):
    """Accepted. `starts_on` is the first day when it is still to come, None when the mandate is active already.

    `left_out` are short phrases of what was asked and not given; `given_until` is the earlier end that the giver chose.
    Where the holder `takes_over` from another, they are what he does not take over.
    `came_on` is only there when we wrote before that nobody answered: the day on which the answer on paper came in.
    """

    acted_by: str
    acted_on: str
    starts_on: str | None
    takes_over: NotRequired[bool]
    left_out: NotRequired[list[str]]
    given_until: NotRequired[str | None]
    came_on: NotRequired[str]


class ActiveToHolder(ActiveToGiver):
    """Accepted, for the side that did it: so with `channel`. `executors` are names, none while nobody is appointed.

    `written` is whom the holder named on paper: a name alone gives no right.
    """

    channel: str
    executors: list[str]
    written: NotRequired[str]


class Refused(Parties):
    """`reason` is what was chosen, as a sentence without full stop, or None: "Wij werken niet meer samen"."""

    acted_on: str
    reason: str | None


class Withdrawn(Parties):
    """Who started took it back before it was answered; with `taken_back` that is who passed it on."""

    acted_by: str
    acted_on: str
    taken_back: NotRequired[bool]


class Stopped(Parties):
    """Stopped. `stopped_by` "nobody" is a contest that the giver did not decide; `acted_by` is then None.

    "passer" is who passed it on, "source" that it falls with what it was passed on from; `acted_by` is then None too.

    `channel` is only for the side that acted. `stops_on` is the first day on which `stopped` (short phrases: "de
    kmo-portefeuille beheren") may no longer be done; `still` are sentences of what goes on. The giver reads which
    names in `also_by` may do it too, or a part of it; with `also_all` nothing is left undone.
    """

    stopped_by: Literal["giver", "holder", "nobody", "passer", "source"]
    acted_by: str | None
    acted_on: str
    channel: str | None
    stops_on: str
    stopped: list[str]
    still: list[str]
    also_by: NotRequired[list[str]]
    also_all: NotRequired[bool]


class Lapsed(Parties):
    """Nobody answered. `kept_until`: the last day on which the giver finds his answers, None when they are gone."""

    written_on: str
    answer_by: str
    kept_until: str | None


class Suspended(Parties):
    """Paused by a contest (`call_by`, `decide_by`), or by the register, which says that `stopped_party` has stopped.

    `with_source` is there, and true, when it stands still because what it was passed on from does.
    """

    reason: Literal["contest", "register"]
    reported_on: str
    call_by: str | None
    decide_by: str | None
    stopped_party: Side | Literal["passer"] | None
    with_source: NotRequired[bool]
    code: NotRequired[str | None]


# What a letter reads of a mandate that the giver gave himself, and that takes nobody's place.
NOT_PASSED_ON: Mapping[str, Any] = {"passed_by": None, "taken_back": False, "with_source": False, "takes_over": False}
OVERVIEW = "overview.party"  # it is not about a single mandate
COLLEAGUE = "colleague.party"  # somebody new begins with it
TO_SIGN = "rights_to_sign.party"  # a second representative must sign for it
APPOINTMENT_WAITS = "appointment_waits.party"  # an appointment lapses within a week, or lapsed unsigned
RIGHTS_ENDED = "rights_ended.party"  # rights ended by phone or at a counter
OWN_RIGHTS_ENDED = "rights_ended.colleague"  # the same to the colleague whose rights they were
INVITATION_ENDED = "invitation_ended.party"  # what waited was taken back by phone or at a counter
OWN_INVITATION_ENDED = "invitation_ended.colleague"  # the same to who was invited
ROUND = "round.party"  # the yearly list of who may what in an organisation
PREPARED = "prepared.giver"  # nor is this one: the mandate does not exist yet, only its number
FACTS: Mapping[str, type] = {
    "given.giver": GivenToGiver,
    "invitation.giver": InvitationToGiver,
    "invitation.holder": InvitationToHolder,
    "active.giver": ActiveToGiver,
    "active.holder": ActiveToHolder,
    "refused.giver": Refused,
    "refused.holder": Refused,
    "withdrawn.giver": Withdrawn,
    "withdrawn.holder": Withdrawn,
    "stopped.giver": Stopped,
    "stopped.holder": Stopped,
    "lapsed.giver": Lapsed,
    "lapsed.holder": Lapsed,
    "suspended.giver": Suspended,
    "suspended.holder": Suspended,
    "extension_asked.giver": ExtensionAsked,
    "extension_asked.holder": ExtensionAsked,
    "extension_sent.giver": ExtensionSent,
    "extension_sent.holder": ExtensionSent,
    "extended.giver": Extended,
    "extended.holder": Extended,
    "not_extended.giver": NotExtended,
    "not_extended.holder": NotExtended,
    "expiring.giver": Expiring,
    "expiring.holder": Expiring,
    "lapsing.giver": Lapsing,
    "lapsing.holder": Lapsing,
    "extension_waits.giver": ExtensionWaits,
    "extension_waits.holder": ExtensionWaits,
    "extension_unanswered.giver": ExtensionUnanswered,
    "extension_unanswered.holder": ExtensionUnanswered,
    "yearly.giver": Yearly,
    OVERVIEW: Overview,
    PREPARED: Prepared,
    COLLEAGUE: ColleagueInvited,
    TO_SIGN: RightsToSign,
    APPOINTMENT_WAITS: AppointmentWaits,
    RIGHTS_ENDED: RightsEnded,
    OWN_RIGHTS_ENDED: RightsEnded,
    INVITATION_ENDED: InvitationEnded,
    OWN_INVITATION_ENDED: InvitationEnded,
    ROUND: RightsList,
    "still_needed.giver": StillNeeded,
    "still_needed.holder": StillNeeded,
    "transfer_sent.giver": TransferSent,
    "transfer_told.holder": TransferTold,
    "transferred.giver": Transferred,
    "transferred.holder": Transferred,
    "stays.giver": Stays,
    "stays.holder": Stays,
    "passed_on.giver": PassedOn,
    "onward.holder": Onward,
    "to_sign.giver": ToSign,
    "to_sign.holder": ToSign,
    "sign_waits.giver": ToSign,
    "sign_waits.holder": ToSign,
    "not_signed.giver": NotSigned,
    "not_signed.holder": NotSigned,
    "list_grown.giver": ListGrown,
    "list_grown.holder": ListGrown,
}
KINDS = tuple(FACTS)
KINDS_WITH_CODE = frozenset(kind for kind, facts in FACTS.items() if "code" in get_type_hints(facts))
DAYS = frozenset(
    {
        "acted_on",
        "asked_on",
        "answer_by",
        "starts_after",
        "starts_on",
        "stops_on",
        "written_on",
        "kept_until",
        "reported_on",
        "received_on",
        "came_on",
        "call_by",
        "decide_by",
        "until",
        "last_day",
        "extension_until",
        "first_day",
        "given_until",
        "sign_by",
        "given_on",
        "in_place_of",
    }
)


@dataclass(frozen=True)
class LetterToPrint:
    """One letter. `template` is a dated one ("given.giver/2026-11-21"); `date` is the day printed on it.

    `address_lines` is empty when the letter is handed over instead of posted.
    """

    kind: str
    template: str
    dossier_number: str
    date: date
    address_lines: list[str]
    data: Mapping[str, Any]

    @property
    def large_print(self) -> bool:
        """Whether the party wanted large letters when the letter was ordered."""
        return bool(self.data.get("large_print"))


@dataclass(frozen=True)
class PrintedLetter:
    """The exact bytes, their digest, a picture of each page (WebP, 60 kB at most) and the words."""

    pdf: bytes
    sha256: str
    pages: int
    page_images: list[bytes]
    text: str
