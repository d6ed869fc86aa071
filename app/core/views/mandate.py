"""One mandate as one side reads it: where it stands, what it says, what can be done, what happened, its letters."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.carrying_out import find_refusal, letters_after
from app.core.acts.extension_texts import ExtensionText, extension_text
from app.core.errors import CoreError, NotFound
from app.core.journal import find_entry
from app.core.letters.mail_reading import MailLine, list_mails_to
from app.core.letters.reading import LetterLine, letter_line
from app.core.letters.signing_letters import signed_executor_names
from app.core.letters.written_names import written_notes
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.lookup import get_mandate, list_letters_to
from app.core.mandates.mandate_texts import may_not_of, may_of, period_of
from app.core.mandates.possible_acts import Act, acts_on
from app.core.mandates.signatures import waiting_signature
from app.core.mandates.status_texts import StatusText, lines_left, parts_to_start, predicates, status_text
from app.core.people.persons import get_person
from app.core.people.rights import list_executors
from app.core.permits.sight import find_sight
from app.core.views.chains import PassedOn, can_pass_on, chain_notes, passed_on
from app.core.views.moves import can_move, move_notes
from app.core.views.timeline import Happening, list_happenings
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate


@dataclass(frozen=True)
class MandateView:
    """What the page of a mandate shows to one side.

    `may` and `may_not` come after the holder's name: "mag steun vragen".
    `stopped_parts` and `stopping_parts` name parts with the first day on which they no longer hold, past or to come.
    `later_parts` name parts of an active mandate that have not started, with their first day where it is known.
    `refused_parts` name what was asked and not given. `acts` are those that the actor may do now. `refusal` is why
    another act of this side is not among them, for instance at the counter without a proof of identity. `letters` are
    those to the reader's party, the newest first, and None for who may not read them; `mails` are those that were sent
    to it. `extension` is what waits for an answer, if anything does.
    `passed` is what the holder passed on, and `can_pass_on` is whether the actor can do that now.
    `moves` tell whom the holder wrote on paper, of a change of holders, of who passed it on, and of what waits to be
    passed on; `can_move` is whether the actor may begin such a change here.
    `first_signed_by` is who signed what waits for a second signature of this side, `named_first` are those whom he
    named to execute it.
    """

    mandate: Mandate
    side: Side
    today: date
    status: StatusText
    may: Sequence[str]
    may_not: Sequence[str]
    period: str
    stopped_parts: Sequence[tuple[str, date]]
    stopping_parts: Sequence[tuple[str, date]]
    later_parts: Sequence[tuple[str, date | None]]
    refused_parts: Sequence[str]
    executors: Sequence[str]
    acts: Sequence[Act]
    refusal: CoreError | None
    letters: Sequence[LetterLine] | None
    mails: Sequence[MailLine]
    happenings: Sequence[Happening]
    extension: ExtensionText | None
    moves: Sequence[str]
    can_move: bool
    passed: Sequence[PassedOn]
    can_pass_on: bool
    first_signed_by: str
    named_first: Sequence[str]

    @property
    def other(self) -> str:
        """The name of the other party."""
        return self.mandate.party_on(self.side.other).name

    @property
    def own(self) -> str:
        """The name of the reader's party."""
        return self.mandate.party_on(self.side).name

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.mandate.status_on(self.today).is_final


def view_mandate(session: Session, actor: Actor, mandate_id: uuid.UUID, *, now: datetime) -> MandateView:
    """The mandate for the actor's party; NotFound for a stranger, who may not know that it exists."""
    day = brussels_day(now)
    mandate, side, decides = find_mandate(session, actor, mandate_id, day)
    acts, refusal = _open_acts(session, actor, mandate, side, day) if decides else ((), None)
    left = lines_left(mandate, day)
    return MandateView(
        mandate=mandate,
        side=side,
        today=day,
        status=status_text(mandate, side, day),
        may=predicates(mandate, may_of(mandate, left)),
        may_not=predicates(mandate, may_not_of(mandate, left)),
        period=period_of(mandate),
        stopped_parts=_stopped_parts(mandate, day),
        stopping_parts=[
            (line.mandate_type.name, line.over_from)
            for line in mandate.lines
            if line.over_from and line.was_stopped and not line.is_over(day)
        ],
        later_parts=parts_to_start(mandate, day),
        refused_parts=[line.mandate_type.name for line in mandate.lines if line.refused_on],
        executors=_executors(session, mandate, day),
        acts=acts,
        refusal=refusal,
        letters=_letters(session, mandate, side, now) if decides else None,
        mails=list_mails_to(session, mandate.id, mandate.party_on(side).id) if decides else (),
        happenings=list_happenings(session, mandate.id, mandate.party_on(side).id),
        extension=extension_text(mandate, side, day),
        moves=_notes(session, mandate, side, day),
        can_move=decides and can_move(mandate, side, day),
        passed=passed_on(session, mandate, side, day),
        can_pass_on=decides and can_pass_on(session, mandate, side, day),
        first_signed_by=first_signer(session, mandate, side, day),
        named_first=named_first(session, mandate, side, day),
    )


def _stopped_parts(mandate: Mandate, day: date) -> list[tuple[str, date]]:
    if mandate.status_on(day).is_final:
        return []
    over = [line for line in mandate.kept_lines if line.is_over(day)]
    return [(line.mandate_type.name, line.over_from) for line in over if line.over_from]


def _notes(session: Session, mandate: Mandate, side: Side, day: date) -> list[str]:
    chain = chain_notes(mandate, side, day)
    return [*written_notes(session, mandate, side, day), *chain, *move_notes(session, mandate, side, day)]


def first_signer(session: Session, mandate: Mandate, side: Side, day: date) -> str:
    """Who signed what waits for a second signature of this side; empty when nothing does."""
    waiting = waiting_signature(mandate, side, day)
    return get_person(session, waiting.first_person_id).name if waiting else ""


def named_first(session: Session, mandate: Mandate, side: Side, day: date) -> list[str]:
    """Whom the first signer named to execute what waits for a second signature of this side; usually nobody."""
    waiting = waiting_signature(mandate, side, day)
    return signed_executor_names(session, waiting) if waiting else []


def find_mandate(
    session: Session, actor: Actor, mandate_id: uuid.UUID, day: date, *, lock: bool = False
) -> tuple[Mandate, Side, bool]:
    """The mandate, the side of the actor's party, and whether the actor may decide for it; NotFound for a stranger."""
    sight = find_sight(session, actor, day)
    mandate = get_mandate(session, mandate_id, lock=lock)
    side = mandate.side_of(sight.party.id)
    if side is None or mandate.is_hidden_from(side) or not sight.shows(mandate.id):
        raise NotFound("mandate_unknown")
    return mandate, side, sight.decides


@dataclass(frozen=True)
class Follows:
    """The letters that an act asked for: the own one and that to the other side; None when there is none."""

    own: LetterLine | None
    other: LetterLine | None


def follow_act(session: Session, mandate: Mandate, side: Side, act: Act, now: datetime) -> Follows:
    """What we post because of an act, to whom and by when."""
    own_id = mandate.party_on(side).id
    lines = {one.party_id == own_id: letter_line(one, mandate, now) for one in letters_after(session, mandate.id, act)}
    return Follows(lines.get(True), lines.get(False))


@dataclass(frozen=True)
class LastStop:
    """What a stop said: short phrases of what ended, the first day without it, and what then still runs, or ""."""

    what: str
    from_day: date
    still: str


def last_stop(session: Session, mandate: Mandate, act: Act) -> LastStop | None:
    """The newest stop by the side that stops, or that renounces; None when there was none."""
    entry = find_entry(session, mandate.id, "stopped" if act is Act.STOP else "renounced")
    if entry is None:
        return None
    from_day = date.fromisoformat(entry.data["stop_day"])
    ended = [line.mandate_type for line in mandate.lines if line.type_key in entry.data["types"]]
    still = [line.mandate_type for line in mandate.lines if not line.is_over(from_day)]
    return LastStop(short_phrase(ended), from_day, short_phrase(still) if still else "")


def _open_acts(
    session: Session, actor: Actor, mandate: Mandate, side: Side, day: date
) -> tuple[Sequence[Act], CoreError | None]:
    refusals = {act: find_refusal(session, actor, mandate, act, day) for act in acts_on(mandate, side, day)}
    allowed = [act for act, refusal in refusals.items() if refusal is None]
    # Nobody came here to extend; that it cannot be done is said where somebody tries.
    told = [one for act, one in refusals.items() if one is not None and act is not Act.EXTEND]
    return allowed, next(iter(told), None)


def _executors(session: Session, mandate: Mandate, day: date) -> list[str]:
    if mandate.accepted_on is None or mandate.status_on(day) in {Status.STOPPED, Status.EXPIRED}:
        return []
    return [person.name for person in list_executors(session, mandate, day)]


def _letters(session: Session, mandate: Mandate, side: Side, now: datetime) -> list[LetterLine]:
    found = list_letters_to(session, mandate.id, mandate.party_on(side).id)
    return [letter_line(letter, mandate, now) for letter in reversed(found)]
