"""Throwing away what is over its term: one batch an item, each asks for the next; the last writes down how much."""

import logging

from app.core import outbox
from app.core.outbox import Work
from app.core.privacy import throwing
from app.db import Session
from app.jobs.workshop import Workshop

RETAIN = "throw_away"
log = logging.getLogger(__name__)


def ask_to_throw_away(session: Session, workshop: Workshop, work: Work) -> None:
    """Ask for the first batch of a day, in the transaction that lays out that day."""
    outbox.put(session, RETAIN, f"{RETAIN}:{work.item_id}", {"sort": 0, "counts": {}}, now=workshop.clock())


def throw_away(workshop: Workshop, work: Work) -> None:
    """One batch, of one sort or of several. It and what asks for the next commit together, so no death is a loss."""
    with workshop.database.writing.begin() as session:
        now, number = workshop.clock(), work.payload["sort"]
        counts, room = dict(work.payload["counts"]), throwing.BATCH
        while room and number < len(throwing.ALL):
            thrown = throwing.throw_batch(session, number, workshop.policy.retention, now=now, batch=room)
            name = throwing.ALL[number].name
            counts[name] = counts.get(name, 0) + thrown
            number, room = number + (thrown < room), room - thrown
        if number < len(throwing.ALL):
            outbox.put(session, RETAIN, f"{RETAIN}:{work.item_id}", {"sort": number, "counts": counts}, now=now)
        else:
            throwing.note_run(session, counts, now=now)
            log.info("thrown away what was over its term", extra={"count": sum(counts.values())})
        outbox.finish(session, work.item_id, work.claim, now=now)
