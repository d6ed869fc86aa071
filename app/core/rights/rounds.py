"""The yearly round: once a year an organisation is asked whether everybody still may do what he may.

The moment is the anniversary of its first right that still holds, and then each year again, never within a year of the
time before. The list comes by letter, or by e-mail for who chose that for what only reminds, with one reminder after
thirty days. Nothing stops by itself: who manages goes through the list, says of each person that it is right or takes
his rights back, and closes the round.
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.calendar import add_months
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.journal import record, record_rule
from app.core.mandates.dossier_numbers import new_dossier_number
from app.core.people.parties import has_stopped
from app.core.people.persons import get_person
from app.core.people.rights import list_relations_in
from app.core.permits.managing import permit_managing, refuse_code
from app.core.permits.paper import check_on_list
from app.core.permits.visit import check_customer
from app.core.policy import Policy
from app.core.rights.appointing import lock_party
from app.core.rights.matrix import Colleague, list_everybody, who_may_what
from app.core.rights.round_letters import tell_of_round
from app.models.journal import Channel
from app.models.party import Party
from app.models.person import Person
from app.models.rights_round import RightsRound, RightsSeen
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation

REMIND_AFTER = timedelta(days=30)
SHORTEST_YEAR = timedelta(days=365)
# A first question that is later than this waits for the next anniversary: organisations that had rights long before
# anybody asked are spread over a year, and nobody is asked for last year and for this one within days.
LATEST_FIRST = timedelta(days=7)


@dataclass(frozen=True)
class LastRound:
    """When the list was last said to be right, and by whom."""

    done_on: date
    done_by: str


@dataclass(frozen=True)
class SaidRight:
    """That what somebody may is right, on which day and by whom; "" for what was said before that was kept."""

    said_on: date
    said_by: str


@dataclass(frozen=True)
class Round:
    """The round that waits: everybody with a right, and of whom it was said that it is right, by his number."""

    party: Party
    asked_on: date
    everybody: Sequence[Colleague]
    seen: Mapping[uuid.UUID, SaidRight]

    def mark_of(self, colleague: Colleague) -> str:
        """What tells the rights that are shown of somebody from what he may later."""
        return _mark(colleague)

    @property
    def left(self) -> list[Colleague]:
        """Of whom nobody said anything yet."""
        return [one for one in self.everybody if one.person_id not in self.seen]


def round_about(party_id: uuid.UUID) -> str:
    """Closing a round as a customer at the counter consents to it."""
    return f"close_round:{party_id}"


def list_due_rounds(session: Session, *, now: datetime) -> Iterator[uuid.UUID]:
    """The organisations that are to be asked or reminded today, in the order of their ids."""
    day = brussels_day(now)
    query = select(Party.id).where(or_(_may_be_due(day), _may_be_reminded(day))).order_by(Party.id)
    for party_id in session.scalars(query).all():
        if _due_on(session, party_id, day) or _to_remind(session, party_id, day):
            yield party_id


def hold_round(session: Session, party_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """Ask an organisation whose year is over, or remind it of what it was asked; doing it twice is harmless."""
    party, day = lock_party(session, party_id), brussels_day(now)
    due_on, waiting = _due_on(session, party_id, day), _to_remind(session, party_id, day)
    everybody = _to_look_at(session, party, day)
    if not everybody:
        return
    if due_on is not None:
        number = new_dossier_number(session)
        because = {"due_on": due_on.isoformat(), "number": number}
        entry = record_rule(session, "round_asked", None, now=now, party_id=party_id, **because)
        waiting = RightsRound(
            party_id=party_id, due_on=due_on, dossier_number=number, entry_id=entry.id, asked_on=day
        )
        session.add(waiting)
    elif waiting is not None:
        waiting.reminded_on = day
        number = waiting.dossier_number
        entry = record_rule(session, "round_reminded", None, now=now, party_id=party_id, number=number)
    if waiting is not None:
        session.flush()
        tell_of_round(session, entry, party, waiting, everybody, policy=policy, now=now)


def view_round(session: Session, actor: Actor, *, now: datetime) -> Round | None:
    """The round that waits for the actor's party, or None; NotAllowed for who does not decide there."""
    view = who_may_what(session, actor, now=now)
    return find_round(session, view.party, brussels_day(now))


def find_round(session: Session, party: Party, day: date) -> Round | None:
    """The same, for whoever checked who may know."""
    waiting = find_waiting(session, party.id)
    if waiting is None:
        return None
    everybody = _to_look_at(session, party, day)
    return Round(party, waiting.asked_on, everybody, _seen(session, waiting, everybody))


def find_waiting(session: Session, party_id: uuid.UUID) -> RightsRound | None:
    """The newest round of this party while nobody closed it."""
    newest = find_newest(session, party_id)
    return newest if newest is not None and newest.done_on is None else None


def find_last_round(session: Session, party_id: uuid.UUID) -> LastRound | None:
    """When this party last closed a round, or None."""
    query = select(RightsRound).where(RightsRound.party_id == party_id, RightsRound.done_on.is_not(None))
    last = session.scalars(query.order_by(RightsRound.due_on.desc()).limit(1)).first()
    if last is None or last.done_on is None or last.done_by_id is None:
        return None
    return LastRound(last.done_on, get_person(session, last.done_by_id).name)


def confirm_colleague(session: Session, actor: Actor, person_id: uuid.UUID, mark: str, *, now: datetime) -> None:
    """Say that what this person may is right; saying it twice is harmless. `mark` is of what was shown of him.

    NotAllowed for who does not decide for the party, at a counter for a customer who is not identified or may not
    decide; NotFound for who has nothing there; Conflict without a round, and when he may something else by now.
    """
    refuse_code(actor)
    if actor.party_id is None:
        raise NotFound("no_round")
    party = lock_party(session, actor.party_id)
    if actor.channel is Channel.COUNTER:
        check_customer(session, actor, party, brussels_day(now))
    colleague = next((one for one in _shown(session, actor, party, now) if one.person_id == person_id), None)
    waiting = find_waiting(session, party.id)
    if waiting is None:
        raise Conflict("no_round")
    if colleague is None:
        raise NotFound("colleague_not_here")
    if _mark(colleague) != mark:
        raise Conflict("rights_changed", colleague=colleague.name)
    if actor.channel is Channel.PAPER:
        check_on_list(session, actor, colleague.rights, ticked=False)
    seen = session.get(RightsSeen, (waiting.id, person_id)) or RightsSeen(round_id=waiting.id, person_id=person_id)
    if seen.mark == mark:
        return
    seen.mark, seen.seen_at, seen.seen_by_id = mark, now, actor.person_id
    session.add(seen)
    session.flush()


def close_round(session: Session, actor: Actor, *, now: datetime) -> None:
    """Say that the list is right; doing it twice is harmless once it was closed today.

    NotAllowed unless the actor decides for the party; Conflict without a round, and while somebody was not looked at.
    """
    refuse_code(actor)
    if actor.party_id is None:
        raise NotFound("no_round")
    party, day = lock_party(session, actor.party_id), brussels_day(now)
    permit = permit_managing(session, actor, party, day, widens=False, about=round_about(party.id))
    newest = find_newest(session, party.id)
    if newest is not None and newest.done_on == day:
        return
    if newest is None or newest.done_on is not None:
        raise Conflict("no_round")
    everybody = _to_look_at(session, party, day)
    seen = _seen(session, newest, everybody)
    left = [one for one in everybody if one.person_id not in seen]
    if left:
        raise Conflict("round_not_done", colleague=left[0].name, count=len(left))
    newest.done_on, newest.done_by_id = day, actor.person_id
    record(
        session, actor, "round_done", now=now, ground=permit.ground, capacity=permit.capacity, party_id=party.id,
        number=newest.dossier_number, colleagues=[str(one.person_id) for one in everybody],
    )  # fmt: skip


def _shown(session: Session, actor: Actor, party: Party, now: datetime) -> Sequence[Colleague]:
    """Everybody, to who decides for the party; on paper that is who signed the form of the list."""
    if actor.channel is Channel.PAPER:
        day = brussels_day(now)
        permit_managing(session, actor, party, day, widens=False, about=round_about(party.id))
        return list_everybody(session, party, day)
    view = who_may_what(session, actor, now=now)
    if not view.decides:
        raise NotAllowed("may_not_decide", party=party.name)
    return view.colleagues


def _to_look_at(session: Session, party: Party, day: date) -> list[Colleague]:
    """Everybody who can do anything there; who only had mandates that are over is left out."""
    return [one for one in list_everybody(session, party, day) if one.held]


def _due_on(session: Session, party_id: uuid.UUID, day: date) -> date | None:
    """The anniversary for which this party is still to be asked; None when there is none."""
    party = session.get_one(Party, party_id)
    starts = [
        start
        for relation in list_relations_in(session, party_id)
        for right in relation.rights_on(day)
        if (start := right.starts_on(relation.agreed_on, None)) is not None
    ]
    if not starts or min(starts) > day - SHORTEST_YEAR or has_stopped(session, party):
        return None
    newest = find_newest(session, party_id)
    if newest is None:
        due_on = _last_anniversary(min(starts), day)
        return due_on if due_on is not None and day <= due_on + LATEST_FIRST else None
    # Once asked, the year goes on from there, whichever right is the first one by then.
    return _last_anniversary(newest.due_on, day) if newest.asked_on <= day - SHORTEST_YEAR else None


def _last_anniversary(first: date, day: date) -> date | None:
    """The newest anniversary of `first` by `day`; None in the first year."""
    years = day.year - first.year
    years -= add_months(first, 12 * years) > day
    return add_months(first, 12 * years) if years > 0 else None


def _to_remind(session: Session, party_id: uuid.UUID, day: date) -> RightsRound | None:
    """The round of which this party is to be reminded: once, and while there is somebody to look at."""
    waiting = find_waiting(session, party_id)
    if waiting is None or waiting.reminded_on is not None or waiting.asked_on + REMIND_AFTER > day:
        return None
    rights = [right for one in list_relations_in(session, party_id) for right in one.rights_on(day)]
    return waiting if rights and not has_stopped(session, session.get_one(Party, party_id)) else None


def find_newest(session: Session, party_id: uuid.UUID) -> RightsRound | None:
    """The last round of this party, closed or not; None before the first."""
    query = select(RightsRound).where(RightsRound.party_id == party_id).order_by(RightsRound.due_on.desc())
    return session.scalars(query.limit(1)).first()


def _seen(session: Session, waiting: RightsRound, everybody: Sequence[Colleague]) -> dict[uuid.UUID, SaidRight]:
    """Of whom it was said that it is right, and who still has those rights."""
    marks = {one.person_id: _mark(one) for one in everybody}
    query = select(RightsSeen, Person).outerjoin(Person, Person.id == RightsSeen.seen_by_id)
    rows = session.execute(query.where(RightsSeen.round_id == waiting.id))
    return {
        one.person_id: SaidRight(brussels_day(one.seen_at), by.name if by else "")
        for one, by in rows if marks.get(one.person_id) == one.mark
    }  # fmt: skip


def _mark(colleague: Colleague) -> str:
    """The same for the same rights: those rows, as long as nobody wrote or ended one."""
    rights = sorted(str(key) for key in colleague.rights)
    return hashlib.sha256(" ".join(rights).encode()).hexdigest()


def _may_be_due(day: date) -> ColumnElement[bool]:
    """A wide net: a right that began a year ago or longer, and no round since."""
    year_ago = day - SHORTEST_YEAR
    asked = exists().where(RightsRound.party_id == Party.id, RightsRound.due_on > year_ago)
    held = exists().where(
        WorkRelation.party_id == Party.id, WorkRelation.accepted_on <= year_ago,
        UserRight.relation_id == WorkRelation.id, UserRight.first_day <= year_ago,
        or_(UserRight.stop_day.is_(None), UserRight.stop_day > day),
    )  # fmt: skip
    return and_(held, ~asked)


def _may_be_reminded(day: date) -> ColumnElement[bool]:
    return exists().where(
        RightsRound.party_id == Party.id, RightsRound.done_on.is_(None), RightsRound.reminded_on.is_(None),
        RightsRound.asked_on <= day - REMIND_AFTER,
    )  # fmt: skip
