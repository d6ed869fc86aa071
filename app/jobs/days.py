"""What happens because a day came. The day's item only lays out the work: one item for each mandate it touches.

So one mandate that goes wrong is tried again by itself and holds up no other, and a worker that dies loses nothing.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from app.clock import brussels_day, start_of_brussels_day
from app.core import outbox
from app.core.acts.days import apply_days, list_due
from app.core.acts.growing import tell_growth
from app.core.acts.register_effects import apply_register
from app.core.acts.reminders import list_to_remind, remind
from app.core.acts.stretches import next_stretch
from app.core.administration.catalogue_changes import apply_planned, is_planned_for
from app.core.distant.phone_calls import end_forgotten_calls
from app.core.events.stuck import give_up_stuck
from app.core.journal_seals import seal_journal
from app.core.mandates.growth import list_to_look_at
from app.core.outbox import Work
from app.core.people.dormant import switch_off_dormant
from app.core.people.provider_sessions import delete_old_tokens
from app.core.policy import Policy
from app.core.rights.rounds import hold_round, list_due_rounds
from app.core.rights.waiting_days import list_due_appointments, tell_of_appointment
from app.core.views.figures_kept import count_day, keep_days, list_days_to_count
from app.db import Session
from app.jobs.retention import RETAIN, ask_to_throw_away
from app.jobs.workshop import Workshop

DAILY = "daily"
LOOK = "look_at_mandates"
MANDATE = "apply_days"
REGISTER = "apply_register"
REMIND = "remind"
LISTS = "look_at_lists"
LIST = "tell_list"
ROUND = "hold_round"
APPOINTMENT = "tell_appointment"
SEAL = "seal_journal"
CATALOGUE = "apply_catalogue"
FIGURES = "count_figures"
KINDS = (DAILY, LOOK, MANDATE, REGISTER, REMIND, SEAL, LISTS, LIST, ROUND, APPOINTMENT, CATALOGUE, FIGURES, RETAIN)
# Whoever still wrote at midnight has long committed by then.
QUIET = timedelta(hours=1)
log = logging.getLogger(__name__)


def ask_for_the_day(workshop: Workshop) -> None:
    """Ask for the work of today, once: the effect key holds the day."""
    now = workshop.clock()
    _put_daily(workshop, f"{DAILY}:{brussels_day(now)}", now)


def ask_again(workshop: Workshop) -> None:
    """Ask for the work of today, also when it was done before; nobody is told the same thing twice."""
    now = workshop.clock()
    _put_daily(workshop, f"{DAILY}:{brussels_day(now)}:{now.isoformat()}", now)


def lay_out_the_day(workshop: Workshop, work: Work) -> None:
    """Ask for what the calendar and the register did to each mandate, and throw away what nobody uses."""
    now = workshop.clock()
    day = brussels_day(now)
    with workshop.database.writing.begin() as session:
        outbox.put(session, LOOK, f"{LOOK}:{work.item_id}", {}, now=now)
        for party_id in list_due_rounds(session, now=now):
            outbox.put(session, ROUND, f"{ROUND}:{day}:{party_id}", {"party_id": str(party_id)}, now=now)
        for one in list_due_appointments(session, now=now):
            outbox.put(session, APPOINTMENT, f"{APPOINTMENT}:{day}:{one}", {"relation_id": str(one)}, now=now)
        outbox.put(session, REGISTER, f"{REGISTER}:{work.item_id}", {}, now=now)
        outbox.put(session, LISTS, f"{LISTS}:{work.item_id}", {}, now=now)
        if is_planned_for(session, day):
            outbox.put(session, CATALOGUE, f"{CATALOGUE}:{work.item_id}", {}, now=now)
        outbox.put(session, SEAL, f"{SEAL}:{day}", {}, now=now, due=start_of_brussels_day(day) + QUIET)
        for month in sorted({f"{one:%Y-%m}" for one in list_days_to_count(session, now)}):
            due = start_of_brussels_day(day) + QUIET
            outbox.put(session, FIGURES, f"{FIGURES}:{day}:{month}", {"month": month}, now=now, due=due)
        end_forgotten_calls(session, now=now)
        if stuck := give_up_stuck(session):
            log.warning("tellings that nobody would send any more are dead", extra={"count": stuck})
        ask_to_throw_away(session, workshop, work)
        delete_old_tokens(session, now=now)
        _switch_off(session, workshop.policy, now)
        outbox.delete_finished(session, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def look_at_mandates(workshop: Workshop, work: Work) -> None:
    """Ask for what the calendar did to each of some thousands of mandates; the next ones are work of their own."""
    now, after = workshop.clock(), work.payload.get("after")
    day = brussels_day(now)
    with workshop.database.reading() as session:
        among = next_stretch(session, uuid.UUID(after) if after else None)
        found = {MANDATE: list(list_due(session, now=now, among=among))}
        found[REMIND] = list(list_to_remind(session, now=now, among=among))
    with workshop.database.writing.begin() as session:
        for kind, mandates in found.items():
            for mandate_id in mandates:
                outbox.put(session, kind, f"{kind}:{day}:{mandate_id}", {"mandate_id": str(mandate_id)}, now=now)
        if among.until:
            outbox.put(session, LOOK, f"{LOOK}:{work.item_id}", {"after": str(among.until)}, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def apply_days_to_mandate(workshop: Workshop, work: Work) -> None:
    """Write down what the calendar did to one mandate, and order the letters about it."""
    _for_mandate(workshop, work, apply_days)


def remind_of_mandate(workshop: Workshop, work: Work) -> None:
    """Remind both sides of a day that comes near, if nobody did that yet."""
    _for_mandate(workshop, work, remind)


def hold_round_of_party(workshop: Workshop, work: Work) -> None:
    """Ask one organisation whether everybody still may what he may, or remind it of that question."""
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        hold_round(session, uuid.UUID(work.payload["party_id"]), policy=workshop.policy, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def tell_of_one_appointment(workshop: Workshop, work: Work) -> None:
    """Tell an organisation that an appointment lapses soon, or lapsed unsigned, if nobody did that yet."""
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        tell_of_appointment(session, uuid.UUID(work.payload["relation_id"]), policy=workshop.policy, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def look_at_lists(workshop: Workshop, work: Work) -> None:
    """Ask for the news of a list that grew, for some hundreds of mandates; the next ones are work of their own."""
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        day, after = brussels_day(now), work.payload.get("after")
        found = list_to_look_at(session, day, after=uuid.UUID(after) if after else None)
        for mandate_id in found:
            outbox.put(session, LIST, f"{LIST}:{day}:{mandate_id}", {"mandate_id": str(mandate_id)}, now=now)
        if found:
            outbox.put(session, LISTS, f"{LISTS}:{work.item_id}", {"after": str(found[-1])}, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def tell_list_of_mandate(workshop: Workshop, work: Work) -> None:
    """Tell both sides of one mandate that its list grew, if nobody did that yet."""
    _for_mandate(workshop, work, tell_growth)


def apply_register_to_mandates(workshop: Workshop, work: Work) -> None:
    """Pause the mandates of enterprises that stopped, free those whose enterprise came back."""
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        done = apply_register(session, policy=workshop.policy, now=now, after=work.payload.get("after", ""))
        if done.last is not None:
            outbox.put(session, REGISTER, f"{REGISTER}:{work.item_id}", {"after": done.last}, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def apply_catalogue(workshop: Workshop, work: Work) -> None:
    """Make the changes of the catalogue that two people approved for today."""
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        apply_planned(session, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def seal_the_days_before(workshop: Workshop, work: Work) -> None:
    """Seal the journal up to today; the log keeps the seal too, so that it can be compared later."""
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        seal = seal_journal(session, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)
        if seal:
            log.info("journal sealed", extra={"count": seal.entries, "digest": seal.digest})


def count_figures(workshop: Workshop, work: Work) -> None:
    """Count the days of one month that are over, each by itself: on SQLite nobody writes while somebody counts."""
    now, found = workshop.clock(), {}
    with workshop.database.reading() as session:
        days = [day for day in list_days_to_count(session, now) if f"{day:%Y-%m}" == work.payload["month"]]
    for day in days:
        with workshop.database.reading() as session:
            found[day] = count_day(session, day, now)
    with workshop.database.writing.begin() as session:
        keep_days(session, found, now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def _switch_off(session: Session, policy: Policy, now: datetime) -> None:
    switched_off = switch_off_dormant(session, policy=policy, now=now)
    if switched_off:
        log.info("accounts of staff switched off", extra={"count": switched_off})


def _put_daily(workshop: Workshop, effect_key: str, now: datetime) -> None:
    with workshop.database.writing.begin() as session:
        outbox.put(session, DAILY, effect_key, {}, now=now)


def _for_mandate(workshop: Workshop, work: Work, act: Callable[..., object]) -> None:
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        act(session, uuid.UUID(work.payload["mandate_id"]), policy=workshop.policy, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)
