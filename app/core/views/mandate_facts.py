"""One mandate in facts, for an application: what the pages say in sentences, as days and keys."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.letters.reading import LetterLine, letter_line
from app.core.mandates.extension_plans import open_extension
from app.core.mandates.lookup import get_mandate, list_letters_to
from app.core.mandates.signatures import waiting_signature
from app.core.permits.reach import Reach, find_reach, get_shown
from app.core.views.timeline import Happening, list_happenings, list_open_happenings
from app.models.extension import Extension
from app.models.lifecycle import Side, Status
from app.models.line import Line
from app.models.mandate import Mandate

# Letters about what two people of one side still have to sign between them, by the first part of their kind.
INSIDE = {"to_sign", "sign_waits", "not_signed"}


@dataclass(frozen=True)
class LineFacts:
    """A part of a mandate; `starts_on` is the first day on which it can be used, None while nobody knows it."""

    line: Line
    starts_on: date | None
    holds_today: bool


@dataclass(frozen=True)
class MandateFacts:
    """A mandate as an application may see it on a day; `complete` says whether that is all of it.

    `to_sign` says that a second representative of the user's own side still has to sign something about it.
    `extension` waits for an answer of the other side about a part that is shown, or is None.
    """

    mandate: Mandate
    status: Status
    lines: Sequence[LineFacts]
    complete: bool
    to_sign: bool
    extension: Extension | None

    @property
    def waits(self) -> bool:
        """Whether it waits for an answer, or for somebody who has to sign before the other side hears of it."""
        return self.status in {Status.TO_SIGN, Status.OFFERED, Status.REQUESTED}


@dataclass(frozen=True)
class SentLetter:
    """A letter, and the side to which it is addressed."""

    line: LetterLine
    side: Side


def facts_of(mandate: Mandate, reach: Reach, day: date) -> MandateFacts:
    """The facts of a mandate that may be seen."""
    agreed, posted, lines = mandate.agreed_on, mandate.giver_posted_on, reach.shown(mandate.lines)
    side, status = reach.side(mandate), mandate.status_on(day)
    held = {id(line) for line in mandate.lines_on(day, status)}
    found = [LineFacts(line, line.starts_on(agreed, posted), id(line) in held) for line in lines]
    to_sign = side is not None and waiting_signature(mandate, side, day) is not None
    extension = open_extension(mandate, day)
    if extension is not None and not {one.line_id for one in extension.lines} & {line.id for line in lines}:
        extension = None  # it is about parts of other domains
    return MandateFacts(mandate, status, found, len(lines) == len(mandate.lines), to_sign, extension)


def read_facts(session: Session, actor: Actor, mandate_id: uuid.UUID, *, now: datetime) -> MandateFacts:
    """The mandate, for an application; NotFound when it may not know that it exists."""
    day = brussels_day(now)
    reach = find_reach(session, actor, day)
    return facts_of(get_shown(reach, get_mandate(session, mandate_id)), reach, day)


def read_timeline(session: Session, actor: Actor, mandate_id: uuid.UUID, *, now: datetime) -> list[Happening]:
    """What happened to it, oldest first: as the user's party reads it, or what both parties know.

    NotAllowed for a mandate with parts in other domains: the sentences name them.
    """
    reach = find_reach(session, actor, brussels_day(now))
    mandate = get_shown(reach, get_mandate(session, mandate_id))
    reach.check_whole(mandate)
    party_id = reach.party_id()
    if party_id is None:
        return list_open_happenings(session, mandate_id)
    return list_happenings(session, mandate_id, party_id)


def read_letters(session: Session, actor: Actor, mandate_id: uuid.UUID, *, now: datetime) -> list[SentLetter]:
    """The letters about it, the newest first: those to the user's party, when he decides for it, or all of which both
    sides may know.

    NotFound as for the mandate itself; NotAllowed for who may only carry it out, and as for the timeline.
    """
    reach = find_reach(session, actor, brussels_day(now))
    mandate = get_shown(reach, get_mandate(session, mandate_id))
    reach.check_whole(mandate)
    if reach.sight is not None and not reach.sight.decides:
        raise NotFound("letter_unknown")
    party_id = reach.party_id()
    found = list_letters_to(session, mandate.id, party_id)
    if party_id is None:
        found = [one for one in found if one.kind.partition(".")[0] not in INSIDE]
    sides = ((letter_line(one, mandate, now), mandate.side_of(one.party_id)) for one in reversed(found))
    return [SentLetter(line, side) for line, side in sides if side is not None]
