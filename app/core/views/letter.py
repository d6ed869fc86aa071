"""What somebody reads and may choose after opening a letter with its code."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.answering import accept_mandate, check_same_answer
from app.core.acts.carrying_out import ANSWERS_EXTENSION, SIGNATURES, carry_out, consent_about, is_done
from app.core.acts.extending import propose_extension
from app.core.acts.extension_texts import ExtensionText, extension_text
from app.core.acts.passing_on import take_back_mandate
from app.core.acts.stopping import STOPPING
from app.core.errors import Conflict
from app.core.letters.codes import mark_used, reopen
from app.core.letters.orders import get_letter
from app.core.letters.sheet_boxes import parts_to_ask
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.lookup import get_mandate, wait_for_giver
from app.core.mandates.mandate_texts import may_not_of, may_of, period_of
from app.core.mandates.narrower import Narrower
from app.core.mandates.possible_acts import Act, acts_by_letter, acts_on
from app.core.mandates.status_texts import StatusText, lines_left, parts_to_start, predicates, status_text
from app.core.people.persons import add_person
from app.core.people.rights import list_executors
from app.core.policy import Policy
from app.core.views.chains import PassedOn, passed_on
from app.core.views.mandate import first_signer, named_first
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate


@dataclass(frozen=True)
class LetterView:
    """The mandate that the letter is about, as its reader sees it.

    `may` and `may_not` come after the holder's name: "mag steun vragen". `acts` are those that the code allows now,
    `beyond_the_code` acts of this side for which it is not enough. `extension` is what waits for an answer, or None.
    `first_signed_by` signed what waits for a second signature, and named `named_first` to execute it; `passed` is what
    the holder passed on. `parts_longer` are the types of the parts that the letter says end; none: extending is about
    all of it. With `is_carried` somebody executes it, or will once it is accepted.
    """

    mandate: Mandate
    side: Side
    today: date
    status: StatusText
    may: Sequence[str]
    may_not: Sequence[str]
    period: str
    acts: Sequence[Act]
    beyond_the_code: Sequence[Act]
    extension: ExtensionText | None
    first_signed_by: str
    named_first: Sequence[str]
    passed: Sequence[PassedOn]
    parts_longer: tuple[str, ...]
    is_carried: bool

    @property
    def later_parts(self) -> Sequence[tuple[str, date | None]]:
        """Parts of an active mandate that have not started, with their first day where it is known."""
        return parts_to_start(self.mandate, self.today)

    @property
    def parts_by_code(self) -> Sequence[Line]:
        """Of what was asked, the parts that a giver can give with the code, if he gives less; else nothing."""
        return [line for line in self._asked if line.mandate_type.code_allowed]

    @property
    def parts_beyond_the_code(self) -> Sequence[Line]:
        """The parts that were asked and for which the code is not enough."""
        return [line for line in self._asked if not line.mandate_type.code_allowed]

    @property
    def to_take_back(self) -> Sequence[PassedOn]:
        """What the reader passed on and can stop."""
        return [one for one in self.passed if one.is_open and self.side is Side.HOLDER]

    @property
    def _asked(self) -> list[Line]:
        can_give = self.mandate.was_asked and Act.ACCEPT in {*self.acts, *self.beyond_the_code}
        return [line for line in self.mandate.lines if can_give and not line.is_over(self.today)]

    @property
    def other(self) -> str:
        """The name of the other party."""
        return self.mandate.party_on(self.side.other).name

    @property
    def is_person(self) -> bool:
        """Whether the letter is addressed to a person, not to an enterprise."""
        return self.mandate.party_on(self.side).person_id is not None

    @property
    def own(self) -> str:
        """The name of the party to which the letter is addressed."""
        return self.mandate.party_on(self.side).name


@dataclass(frozen=True)
class Reader:
    """Who says to read the letter. `capacity` is what he says to be for the party; the act writes it down."""

    letter_id: uuid.UUID
    party_id: uuid.UUID
    mandate_id: uuid.UUID
    first_name: str
    last_name: str
    capacity: str


def view_letter(
    session: Session, letter_id: uuid.UUID, party_id: uuid.UUID, mandate_id: uuid.UUID, *, now: datetime
) -> LetterView:
    """What the opened letter shows of the mandate; Conflict when there is nothing left to do with it."""
    letter = get_letter(session, letter_id, party_id)
    return _view(session, letter, reopen(session, letter, mandate_id, now=now).mandate, party_id, now)


def view_answered_letter(
    session: Session, letter_id: uuid.UUID, party_id: uuid.UUID, mandate_id: uuid.UUID, *, now: datetime
) -> LetterView:
    """The same after the act, when perhaps nothing is left to do."""
    letter = get_letter(session, letter_id, party_id)
    return _view(session, letter, get_mandate(session, mandate_id), party_id, now)


def act_with_letter(
    session: Session, reader: Reader, act: Act, *, reason: str | None, policy: Policy, now: datetime,
    wish: ExtensionWish | None = None, about: str | None = None, narrower: Narrower | None = None,
    type_keys: Sequence[str] | None = None, stop_day: date | None = None, chain_id: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """Do the act for the party to which the letter is addressed; the reader becomes a person only now.

    `wish` is what somebody asks who extends, `narrower` what a giver gives of what was asked. Who stops or renounces
    does so for `type_keys` from `stop_day` on: without them for all of it, from today. `about` is `consent_about` as
    the page showed it to who answers an extension: Conflict when another one came meanwhile. `chain_id` is what he
    passed on and takes back. Doing it twice changes nothing; who accepts otherwise than somebody did gets a Conflict.
    Raises what the act raises.
    """
    letter = get_letter(session, reader.letter_id, reader.party_id)
    if act is Act.TAKE_BACK and chain_id is not None:
        take_back_mandate(session, _actor(session, reader), chain_id, policy=policy, now=now)
        mark_used(session, letter.id, now=now)
        return
    if act is Act.SIGN:
        wait_for_giver(session, reader.mandate_id)  # as at signing itself, before the mandate
    mandate = get_mandate(session, reader.mandate_id, lock=True)
    side = mandate.side_of(reader.party_id)
    if side is not None and is_done(mandate, side, act, brussels_day(now), wish.type_keys if wish else ()):
        if act is Act.ACCEPT:
            check_same_answer(session, mandate, narrower)
        return
    if act in ANSWERS_EXTENSION | SIGNATURES and (side is None or about != consent_about(act, mandate, side)):
        raise Conflict("signing_changed" if act in SIGNATURES else "extension_changed")
    actor = _actor(session, reader)
    if wish is not None and act is Act.EXTEND:
        propose_extension(session, actor, wish, policy=policy, now=now)
    elif narrower is not None and act is Act.ACCEPT:
        accept_mandate(session, actor, mandate.id, policy=policy, now=now, narrower=narrower)
    elif act in STOPPING:
        parts = {"type_keys": type_keys, "stop_day": stop_day}
        STOPPING[act](session, actor, mandate.id, policy=policy, now=now, **parts)
    else:
        carry_out(session, actor, act, mandate.id, policy=policy, now=now, reason=reason)
    mark_used(session, letter.id, now=now)


def _actor(session: Session, reader: Reader) -> Actor:
    person = add_person(session, reader.first_name, reader.last_name)
    return Actor.with_letter(reader.letter_id, reader.party_id, person.id, reader.capacity)


def _view(session: Session, letter: Letter, mandate: Mandate, party_id: uuid.UUID, now: datetime) -> LetterView:
    day = brussels_day(now)
    side = mandate.side_of(party_id) or Side.GIVER
    left = lines_left(mandate, day)
    by_code = acts_by_letter(mandate, side, day)
    return LetterView(
        mandate,
        side,
        day,
        status_text(mandate, side, day),
        predicates(mandate, may_of(mandate, left)),
        predicates(mandate, may_not_of(mandate, left)),
        period_of(mandate),
        by_code,
        [act for act in acts_on(mandate, side, day) if act.widens and act not in by_code],
        extension_text(mandate, side, day),
        first_signer(session, mandate, side, day),
        named_first(session, mandate, side, day),
        passed_on(session, mandate, side, day),
        parts_to_ask(session, letter, mandate, day),
        bool(list_executors(session, mandate, day)),
    )
