"""Huey's consumer, fed by the outbox: it brings threads, signals, a scheduler and a watch over its workers.

Its own queue is a black hole. What it takes is a claimed item of the outbox; what it is asked to keep it does at once.
So there is one truth about what is still to be done, and it stands in the transaction of the act.
"""

import logging
import os
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

from huey import Huey, crontab
from huey.api import Task
from huey.signals import SIGNAL_ERROR
from huey.storage import BlackHoleStorage

from app.core import outbox
from app.core.errors import CoreError
from app.core.events.delivering import DELIVER
from app.core.journal import TELL_EVENTS
from app.core.letters.mails import SEND
from app.core.letters.orders import PRINT
from app.core.outbox import Work
from app.jobs import days, events, letters, mails
from app.jobs.retention import RETAIN, throw_away
from app.jobs.workshop import Workshop

# Many times what a letter takes; the time after which a dead worker's item is taken over.
LEASE = timedelta(seconds=20)
FIRST_LOOK = 0.1  # seconds between two looks at an empty outbox, growing to
LAST_LOOK = 0.5
JOBS: dict[str, Callable[[Workshop, Work], None]] = {
    PRINT: letters.print_letter,
    SEND: mails.send_mail,
    TELL_EVENTS: events.tell_events,
    DELIVER: events.deliver_event,
    days.DAILY: days.lay_out_the_day,
    days.LOOK: days.look_at_mandates,
    days.MANDATE: days.apply_days_to_mandate,
    days.REGISTER: days.apply_register_to_mandates,
    days.REMIND: days.remind_of_mandate,
    days.SEAL: days.seal_the_days_before,
    days.CATALOGUE: days.apply_catalogue,
    days.FIGURES: days.count_figures,
    days.LISTS: days.look_at_lists,
    days.LIST: days.tell_list_of_mandate,
    days.ROUND: days.hold_round_of_party,
    days.APPOINTMENT: days.tell_of_one_appointment,
    RETAIN: throw_away,
}
log = logging.getLogger(__name__)


class Engine(Huey):
    """Does the work of the outbox of one workshop, of some `kinds` or of all; `last_look`: seconds between looks."""

    def __init__(
        self, workshop: Workshop, *, lease: timedelta = LEASE, kinds: Sequence[str] = (), last_look: float = LAST_LOOK
    ) -> None:
        super().__init__("mandaatloket", results=False, storage_class=BlackHoleStorage)
        self.workshop = workshop
        self.lease = lease
        self.last_look = last_look
        self.kinds = kinds or tuple(JOBS)
        self._job = self.task(name="job")(self._do)
        # Every minute, because a machine that slept at midnight must not skip the day; the key makes it once a day.
        self.periodic_task(crontab(), name="day")(lambda: days.ask_for_the_day(workshop))
        self.signal(SIGNAL_ERROR)(self._failed)

    def dequeue(self) -> Task | None:
        """The oldest item that is due, claimed; None when there is nothing to do."""
        now = self.workshop.clock()
        with self.workshop.database.reading() as session:
            if not outbox.has_work(session, now=now, kinds=self.kinds):
                return None
        claim = f"{os.getpid()}-{uuid.uuid4().hex}"
        with self.workshop.database.writing.begin() as session:
            work = outbox.claim_next(session, now=now, lease=self.lease, claim=claim, kinds=self.kinds)
        return self._job.s(work) if work else None

    def enqueue(self, task: Task) -> None:
        """Only the scheduler comes here, with what is due by the clock: a short thing that fills the outbox."""
        task.execute()

    def run(self) -> None:
        """Work until SIGINT; what is in hand is finished first. SIGTERM does not wait, and loses nothing either."""
        log.info("worker started")
        first_look = min(FIRST_LOOK, self.last_look)
        consumer = self.create_consumer(workers=1, initial_delay=first_look, max_delay=self.last_look)
        consumer.run()
        log.info("worker stopped")

    def drain(self) -> int:
        """Do all that can be done now, in this process; how many items were begun."""
        begun = 0
        while task := self.dequeue():
            self.execute(task)
            begun += 1
        return begun

    def _do(self, work: Work) -> None:
        began = time.perf_counter()
        JOBS[work.kind](self.workshop, work)
        took = round((time.perf_counter() - began) * 1000, 1)
        log.info("work done", extra={"kind": work.kind, "attempts": work.attempts, "ms": took})

    def _failed(self, _signal: str, task: Task, error: BaseException) -> None:
        work: Work = task.args[0]
        log.warning("work failed, and is tried again later", extra={"kind": work.kind, "attempts": work.attempts})
        with self.workshop.database.writing.begin() as session:
            outbox.fail(session, work.item_id, work.claim, _error_code(error), now=self.workshop.clock())


def _error_code(error: BaseException) -> str:
    code = f" {error.code}" if isinstance(error, CoreError) else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{code}"
