"""Facts by which a caller without a letter shows who he is: what only the two parties and we know.

The register is public, so nothing that stands in it counts, and neither does what can be read through the window of
an envelope.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.register.search_words import query_words
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate

NEEDED = 2
SOUNDS_ALIKE = 85
WORDS_OF_A_NAME = 2
LAST_LETTERS = 2


class Fact(StrEnum):
    """What a caller can be asked."""

    OTHER_PARTY = "other_party"
    LETTER_DATE = "letter_date"
    MANDATE_TYPE = "mandate_type"


@dataclass(frozen=True)
class SaidFacts:
    """What the caller said, as the clerk keyed it; what was not asked stays empty."""

    other_party: str = ""
    letter_date: date | None = None
    mandate_type: str | None = None

    @property
    def asked(self) -> Sequence[Fact]:
        """The facts about which something was said."""
        return [fact for fact in Fact if getattr(self, fact.value)]


def are_right(session: Session, mandate: Mandate, side: Side, said: SaidFacts, day: date) -> bool:
    """Whether enough was said, and all of it is right: a caller does not get to guess until two fit."""
    checks = {
        Fact.OTHER_PARTY: lambda: _is_called(mandate.party_on(side.other).name, said.other_party),
        Fact.LETTER_DATE: lambda: said.letter_date in _last_letters(session, mandate.id, mandate.party_on(side).id),
        Fact.MANDATE_TYPE: lambda: _covers(mandate, said.mandate_type, day),
    }
    return len(said.asked) >= NEEDED and all(checks[fact]() for fact in said.asked)


def _is_called(name: str, said: str) -> bool:
    """Whether somebody who says this means the party: one word of a longer name could be a guess."""
    words, heard = query_words(name), query_words(said)
    known = [word for word in words if any(fuzz.ratio(word, one) >= SOUNDS_ALIKE for one in heard)]
    strange = [one for one in heard if not any(fuzz.ratio(word, one) >= SOUNDS_ALIKE for word in words)]
    return not strange and len(known) >= min(WORDS_OF_A_NAME, len(words))


def _last_letters(session: Session, mandate_id: uuid.UUID, party_id: uuid.UUID) -> list[date]:
    """The dates of the last letters that reached this side; the very last one may still be under way."""
    left = or_(Letter.posted_on.is_not(None), Letter.handed_over)
    query = select(Letter.dated).where(Letter.mandate_id == mandate_id, Letter.party_id == party_id, left)
    return list(session.scalars(query.order_by(Letter.ordered_at.desc()).limit(LAST_LETTERS)))


def _covers(mandate: Mandate, type_key: str | None, day: date) -> bool:
    return any(line.type_key == type_key and not line.is_over(day) for line in mandate.lines)
