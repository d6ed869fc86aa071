"""Telling applications of events: give places, lay out who is told, and post each telling outside any transaction."""

import uuid

from app.core import outbox
from app.core.events.delivering import Telling, lay_out, store_outcome, take_delivery
from app.core.events.feed import give_places
from app.core.outbox import Work
from app.jobs.workshop import Workshop


def tell_events(workshop: Workshop, work: Work) -> None:
    """Give what was committed its place in the feed, and ask for a telling to everybody who wants one."""
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        while give_places(session):
            pass
        lay_out(session, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def deliver_event(workshop: Workshop, work: Work) -> None:
    """Post one telling. What went wrong is kept and tried again later, by a next item."""
    delivery_id = uuid.UUID(work.payload["delivery_id"])
    with workshop.database.reading() as session:
        telling = take_delivery(session, delivery_id, workshop.vault, now=workshop.clock())
    outcome = workshop.messenger.tell(telling, workshop.clock()) if isinstance(telling, Telling) else telling
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        if outcome is not None:
            store_outcome(session, delivery_id, outcome, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)
