"""The calls that staff owes after a contest: oldest first, taken by a clerk, ended with a code.

Whoever called us may be anybody. We therefore call back, on a number that the register has now, and speak with
somebody who may decide for the giver: only then a clerk resolves the contest, with a reason. Where the register has no
number nobody is called: the giver decides online or at a counter, or stops it with the letter that he got.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.contesting import resume_mandate, stop_contested
from app.core.counter.visits import get_staff
from app.core.distant.call_back_numbers import check_number, numbers_to_call
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.mandates.lookup import get_mandates
from app.core.people.persons import add_person, ensure_person
from app.core.people.rights import is_manager
from app.core.permits.phone import open_call
from app.core.permits.visit import refuse_own_affairs
from app.core.policy import Policy
from app.core.register.functions import get_function
from app.models.contest_call import ContestCall
from app.models.journal import Channel, Ground
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.phone_call import CallerCheck, PhoneCall
from app.models.staff import Staff
from app.models.suspension import Suspension, SuspensionKind
from app.models.visit import Capacity

RESUMED, STOPPED, GIVER_DECIDES, UNREACHABLE = "resumed", "stopped", "giver_decides", "unreachable"
NO_NUMBER = "no_number"
OUTCOMES = (GIVER_DECIDES, UNREACHABLE, NO_NUMBER)
MOST = 100


@dataclass(frozen=True)
class CallTask:
    """One call that is owed: about which mandate, by when, and who took it on (None while nobody did)."""

    contest: Suspension
    mandate: Mandate
    taken_by: Staff | None
    tries: int
    today: date

    @property
    def due(self) -> date:
        """The last day on which staff calls."""
        return self.contest.call_by or self.contest.first_day

    @property
    def is_late(self) -> bool:
        """Whether that day has passed."""
        return self.due < self.today


def list_call_tasks(session: Session, *, now: datetime) -> list[CallTask]:
    """Every call that is owed, the one that is due first on top. A contest that was decided needs no call any more."""
    day = brussels_day(now)
    rows = session.execute(_owed(day).order_by(Suspension.call_by, Suspension.first_day, Suspension.id).limit(MOST))
    return _tasks(session, [tuple(row) for row in rows], day)


def count_call_tasks(session: Session, *, now: datetime) -> int:
    """How many calls are owed."""
    return len(list_call_tasks(session, now=now))


def get_call_task(session: Session, contest_id: uuid.UUID, *, now: datetime) -> CallTask:
    """One call that is owed; NotFound once it was made or the contest was decided."""
    day = brussels_day(now)
    rows = session.execute(_owed(day).where(Suspension.id == contest_id))
    found = _tasks(session, [tuple(row) for row in rows], day)
    if not found:
        raise NotFound("call_not_owed")
    return found[0]


def take_call(session: Session, actor: Actor, contest_id: uuid.UUID, *, now: datetime) -> ContestCall:
    """Take a call on, or take it over from a colleague; the number of times that nobody answered stays."""
    staff = get_staff(session, _clerk(actor))
    task = get_call_task(session, contest_id, now=now)
    refuse_own_affairs(session, actor, None, task.mandate.giver, task.today)
    session.execute(select(Suspension.id).where(Suspension.id == contest_id).with_for_update())
    call = session.get(ContestCall, contest_id)
    if call is None:
        call = ContestCall(suspension_id=contest_id, tries=0)
        session.add(call)
    call.clerk_id, call.taken_at = staff.person_id, now
    session.flush()
    return call


def note_no_answer(
    session: Session, actor: Actor, contest_id: uuid.UUID, *, number: str | None, now: datetime
) -> ContestCall:
    """Nobody answered on this number, one on file; the call stays owed."""
    task, call = _mine(session, actor, contest_id, now)
    called = check_number(session, task.mandate.giver, number)
    call.tries += 1
    _record(session, actor, "nobody_answered", task.mandate, now, number_from=called.place)
    return call


def close_call(session: Session, actor: Actor, contest_id: uuid.UUID, outcome: str, *, now: datetime) -> ContestCall:
    """End the call without a decision; the mandate stands still.

    The giver, on the line, decides later himself; he cannot be reached; or the register has no number to call.
    """
    task, call = _mine(session, actor, contest_id, now)
    if outcome not in OUTCOMES:
        raise Invalid("call_outcome_missing", field="outcome")
    spoken = find_call_back(session, actor, contest_id)
    if outcome == GIVER_DECIDES and spoken is None:
        raise Conflict("say_whom_first")
    if outcome == UNREACHABLE and not call.tries:
        raise Conflict("call_first")
    if outcome == NO_NUMBER and numbers_to_call(session, task.mandate.giver):
        raise Conflict("number_is_on_file")
    if spoken is not None:
        spoken.ended_at = now
    call.outcome, call.done_at = outcome, now
    _record(session, actor, "call_closed", task.mandate, now, outcome=outcome)
    return call


def start_call_back(
    session: Session,
    actor: Actor,
    contest_id: uuid.UUID,
    *,
    number: str,
    function_id: uuid.UUID | None = None,
    manager_id: uuid.UUID | None = None,
    now: datetime,
) -> PhoneCall:
    """Say whom of the giver the clerk has on the line, on which number: a representative in the register, or a manager.

    Raises Invalid for anybody else and for a number that is not on file, Conflict when none is, NotAllowed for a clerk
    who would decide about his own affairs.
    """
    task, _ = _mine(session, actor, contest_id, now)
    called = check_number(session, task.mandate.giver, number)
    person, capacity = _who_decides(session, task, function_id, manager_id)
    refuse_own_affairs(session, actor, person.id, task.mandate.giver, task.today)
    call = PhoneCall(
        clerk_id=_clerk(actor), mandate_id=task.mandate.id, party_id=task.mandate.giver_id, facts=[],
        check_kind=CallerCheck.CALL_BACK, suspension_id=contest_id, number_from=called.place, number=called.number,
        person_id=person.id, capacity=capacity, function_id=function_id, started_at=now,
    )  # fmt: skip
    session.add(call)
    session.flush()
    speaking = Actor.on_the_phone(call.clerk_id, call.id, person_id=person.id, party_id=call.party_id)
    _record(session, speaking, "called_back", task.mandate, now, number_from=called.place, call=str(call.id))
    return call


def resolve_contest(
    session: Session, actor: Actor, *, resume: bool, reason: str, policy: Policy, now: datetime
) -> Mandate:
    """Decide as the giver said on the phone: go on or stop, with a reason that is kept. The call ends with it."""
    call = open_call(session, actor)
    if call.suspension_id is None:
        raise NotAllowed("call_back_first")
    decide = resume_mandate if resume else stop_contested
    mandate = decide(session, actor, call.mandate_id, policy=policy, now=now, reason=reason)
    owed = session.get_one(ContestCall, call.suspension_id)
    owed.outcome, owed.done_at = RESUMED if resume else STOPPED, now
    call.ended_at = now
    session.flush()
    return mandate


def find_call_back(session: Session, actor: Actor, contest_id: uuid.UUID) -> PhoneCall | None:
    """The call in which this clerk has the giver on the line about this contest; None when there is none."""
    query = select(PhoneCall).where(PhoneCall.suspension_id == contest_id, PhoneCall.clerk_id == actor.actor_id)
    return session.scalars(query.where(PhoneCall.ended_at.is_(None)).order_by(PhoneCall.started_at.desc())).first()


def _clerk(actor: Actor) -> uuid.UUID:
    if actor.channel is not Channel.PHONE or actor.actor_id is None:
        raise NotAllowed("clerks_only")
    return actor.actor_id


def _owed(day: date) -> Select[tuple[Suspension, ContestCall]]:
    query = select(Suspension, ContestCall).outerjoin(ContestCall, ContestCall.suspension_id == Suspension.id)
    open_contest = (Suspension.kind == SuspensionKind.CONTEST) & Suspension.ended_on.is_(None)
    return query.where(open_contest, Suspension.decide_by >= day, ContestCall.done_at.is_(None))


def _tasks(session: Session, rows: Sequence[tuple[Suspension, ContestCall | None]], day: date) -> list[CallTask]:
    mandates = {one.id: one for one in get_mandates(session, {contest.mandate_id for contest, _ in rows})}
    tasks = []
    for contest, call in rows:
        mandate = mandates[contest.mandate_id]
        if not mandate.status_on(day).is_final:
            staff = get_staff(session, call.clerk_id) if call else None
            tasks.append(CallTask(contest, mandate, staff, call.tries if call else 0, day))
    return tasks


def _mine(session: Session, actor: Actor, contest_id: uuid.UUID, now: datetime) -> tuple[CallTask, ContestCall]:
    task = get_call_task(session, contest_id, now=now)
    call = session.get(ContestCall, contest_id)
    if call is None or call.clerk_id != _clerk(actor):
        raise Conflict("take_call_first")
    return task, call


def _who_decides(
    session: Session, task: CallTask, function_id: uuid.UUID | None, manager_id: uuid.UUID | None
) -> tuple[Person, Capacity]:
    giver = task.mandate.giver
    if function_id is not None:
        function = get_function(session, function_id)
        if function.enterprise_number == giver.enterprise_number and function.holds_on(task.today):
            names = function.first_name, function.last_name
            person = (
                ensure_person(session, function.subject, *names) if function.subject else add_person(session, *names)
            )
            return person, Capacity.LEGAL_REPRESENTATIVE
    if manager_id is not None and is_manager(session, manager_id, giver.id, task.today):
        return session.get_one(Person, manager_id), Capacity.MANAGER
    raise Invalid("function_missing", field="who")


def _record(session: Session, actor: Actor, kind: str, mandate: Mandate, now: datetime, **data: str) -> None:
    record(session, actor, kind, now=now, ground=Ground.STAFF_DUTY, mandate=mandate, party_id=mandate.giver_id, **data)


__all__ = [
    "CallTask", "close_call", "count_call_tasks", "find_call_back", "get_call_task", "list_call_tasks",
    "note_no_answer", "resolve_contest", "start_call_back", "take_call",
]  # fmt: skip
