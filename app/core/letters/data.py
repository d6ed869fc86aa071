"""What a letter says, before anybody prints it: its kind, where it goes, and the facts that fill its sentences.

The facts are plain data that can be kept as JSON: days are ISO dates ("2026-11-21"), numbers are digits only, names
stand as the register writes them. A fact that is missing, unknown or of the wrong sort is refused here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NotRequired, get_args, get_type_hints

from app.core.letters.extension_letter_data import Extended, ExtensionAsked, ExtensionSent, NotExtended
from app.core.letters.parties import Allowed, Parties, Side
from app.core.letters.reminder_letter_data import Expiring, Lapsing, Yearly
from app.core.people.names import cleaned

DOSSIER_DIGITS = 12
FEWEST_ADDRESS_LINES, MOST_ADDRESS_LINES = 3, 7
LONGEST_ADDRESS_LINE = 40
CODE_LENGTH = len("7K4Q-92XD")


class BadLetter(ValueError):
    """The facts of a letter are not complete; the text names the fact, never its value."""


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
    """The invitation. With `high_risk` the code only refuses, and the letter says to sign in."""

    acted_by: str
    acted_on: str
    answer_by: str
    high_risk: bool


class InvitationToGiver(InvitationToHolder):
    """The request. `reason` is what the holder wrote, on one line."""

    reason: str


class ActiveToGiver(Allowed):
    """Accepted. `starts_on` is the first day when it is still to come, None when the mandate is active already.

    `left_out` are short phrases of what was asked and not given; `given_until` is the earlier end that the giver chose.
    """

    acted_by: str
    acted_on: str
    starts_on: str | None
    left_out: NotRequired[list[str]]
    given_until: NotRequired[str | None]


class ActiveToHolder(ActiveToGiver):
    """Accepted, for the side that did it: so with `channel`. `executors` are names, none while nobody is appointed."""

    channel: str
    executors: list[str]


class Refused(Parties):
    """`reason` is what was chosen, as a sentence without full stop, or None: "Wij werken niet meer samen"."""

    acted_on: str
    reason: str | None


class Withdrawn(Parties):
    """Who started took it back before it was answered."""

    acted_by: str
    acted_on: str


class Stopped(Parties):
    """Stopped. `stopped_by` "nobody" is a contest that the giver did not decide; `acted_by` is then None.

    `channel` is only for the side that acted. `stops_on` is the first day on which `stopped` (short phrases: "de
    kmo-portefeuille beheren") may no longer be done; `still` are sentences of what goes on.
    """

    stopped_by: Literal["giver", "holder", "nobody"]
    acted_by: str | None
    acted_on: str
    channel: str | None
    stops_on: str
    stopped: list[str]
    still: list[str]


class Lapsed(Parties):
    """Nobody answered. `kept_until`: the last day on which the giver finds his answers, None when they are gone."""

    written_on: str
    answer_by: str
    kept_until: str | None


class Suspended(Parties):
    """Paused by a contest (`call_by`, `decide_by`), or by the register, which says that `stopped_party` has stopped."""

    reason: Literal["contest", "register"]
    reported_on: str
    call_by: str | None
    decide_by: str | None
    stopped_party: Side | None
    code: NotRequired[str | None]


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
    "yearly.giver": Yearly,
}
KINDS = tuple(FACTS)
KINDS_WITH_CODE = frozenset(kind for kind, facts in FACTS.items() if "code" in get_type_hints(facts))
DAYS = frozenset(
    {
        "acted_on",
        "answer_by",
        "starts_after",
        "starts_on",
        "stops_on",
        "written_on",
        "kept_until",
        "reported_on",
        "call_by",
        "decide_by",
        "until",
        "last_day",
        "extension_until",
        "first_day",
        "given_until",
    }
)
NUMBERS = frozenset({"giver_number", "holder_number"})
MAY_BE_EMPTY = frozenset({"may_not", "executors", "still", "left_out"})


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


def check_letter(letter: LetterToPrint) -> None:
    """Raises BadLetter, naming the first fact that is missing, unknown or of the wrong sort."""
    if letter.kind not in FACTS:
        raise BadLetter(f"there is no letter of the kind {letter.kind!r}")
    if letter.template.split("/")[0] != letter.kind:
        raise BadLetter(f"the template is not one for {letter.kind}")
    if not (len(letter.dossier_number) == DOSSIER_DIGITS and _digits(letter.dossier_number)):
        raise BadLetter(f"dossier_number: must be {DOSSIER_DIGITS} digits")
    _check_address(letter.address_lines)
    facts = FACTS[letter.kind]
    hints = get_type_hints(facts)
    optional = facts.__optional_keys__  # type: ignore[attr-defined]
    for name in sorted(set(hints) - optional - set(letter.data)):
        raise BadLetter(f"{letter.kind}: {name} is missing")
    for name in sorted(set(letter.data) - set(hints)):
        raise BadLetter(f"{letter.kind}: {name} is not a fact of this letter")
    for name, value in letter.data.items():
        if not _fits(name, value, hints[name]):
            raise BadLetter(f"{letter.kind}: {name} is of the wrong sort")
    _check_together(letter.kind, letter.data)


def _check_address(lines: list[str]) -> None:
    if lines and not FEWEST_ADDRESS_LINES <= len(lines) <= MOST_ADDRESS_LINES:
        raise BadLetter(f"address_lines: {len(lines)} lines, must be {FEWEST_ADDRESS_LINES} to {MOST_ADDRESS_LINES}")
    for number, line in enumerate(lines, start=1):
        if not line or line != cleaned(line) or len(line) > LONGEST_ADDRESS_LINE:
            raise BadLetter(f"address_lines: line {number} is empty, not clean or over {LONGEST_ADDRESS_LINE} signs")


def _check_together(kind: str, data: Mapping[str, Any]) -> None:
    # Facts that only make sense in company; the type of each alone cannot say so.
    needs: tuple[str, ...] = ()
    if kind.startswith("suspended"):
        needs = ("call_by", "decide_by") if data["reason"] == "contest" else ("stopped_party",)
    if kind.startswith("stopped") and data["stopped_by"] != "nobody":
        needs = ("acted_by",)
    if kind.startswith("not_extended") and data["outcome"] != "lapsed":
        needs = ("acted_by",)
    for name in needs:
        if data[name] is None:
            raise BadLetter(f"{kind}: {name} may not be empty here")


def _fits(name: str, value: object, hint: object) -> bool:
    choices = get_args(hint)
    if value is None:
        return type(None) in choices
    if hint is bool:
        return isinstance(value, bool)
    if hint == list[str]:
        good = isinstance(value, list) and all(isinstance(item, str) and cleaned(item) for item in value)
        return good and (bool(value) or name in MAY_BE_EMPTY)
    if not isinstance(value, str) or not cleaned(value):
        return False
    if name in DAYS:
        return _is_day(value)
    if name in NUMBERS:
        return len(value) == 10 and _digits(value)
    if name == "code":
        return len(value) == CODE_LENGTH and value[4] == "-" and value.isascii()
    words = [word for choice in choices for word in (get_args(choice) or (choice,)) if isinstance(word, str)]
    return not words or value in words


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
