"""The answer to *waarom werkt het niet?*: causes in the order in which they are mended, each with what to do."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.core.mandates.possible_acts import Act
from app.translations import say


class Asked(StrEnum):
    """Who cannot do something for whom, seen from the reader's party."""

    OWN = "own"  # one of its people, for itself
    HELD = "held"  # one of its people, for another that gave it a mandate
    GIVEN = "given"  # another, for it


class Way(StrEnum):
    """Where the reader himself can take the next step."""

    PARTY = "party"  # choose for whom he works
    ASK = "ask"
    GIVE = "give"
    RIGHTS = "rights"  # who may do what inside his organisation
    MANDATE = "mandate"  # an act on a mandate that exists


@dataclass(frozen=True)
class Cause:
    """One thing that stands in the way: the sentence, who can mend it, and what the reader does about it.

    `way` is where he can do that here, None when it is not for him; `mandate_id` is what it is about, if that exists.
    """

    code: str
    sentence: str
    mender: str
    step: str
    way: Way | None = None
    act: Act | None = None
    mandate_id: uuid.UUID | None = None


@dataclass(frozen=True)
class WhyView:
    """What was asked, and why it does not work; or that nothing of ours stands in the way (`works`).

    `subject` is who would act, `what` the name of the mandate type. `sentence` and `step` are for when it works, until
    `until` if an end is known.
    """

    asked: Asked
    own: str
    subject: str
    holder: str
    giver: str
    what: str
    day: date
    works: bool
    causes: tuple[Cause, ...]
    sentence: str = ""
    step: str = ""
    until: date | None = None
    mandate_id: uuid.UUID | None = None


def cause(
    code: str, values: Mapping[str, Any], *, step: str, mender: str, words: str = "", way: Way | None = None,
    act: Act | None = None,
) -> Cause:  # fmt: skip
    """A cause in words: `code` and `step` stand in the translations, `words` only where the sentence is another's."""
    sentence, advice = say(f"causes.{words or code}", **values), say(f"causes.{step}", **values)
    return Cause(code, sentence, mender, advice, way, act, values.get("mandate_id"))


def by(key: str) -> str:
    """Who can mend it, where it is nobody with a name."""
    return say(f"causes.by_{key}")
