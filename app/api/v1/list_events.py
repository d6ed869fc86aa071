"""GET /events"""

from app.api.operations import Answer, Asked, answers
from app.api.parts import database, source
from app.core.events import feed
from app.core.events.cloud import cloud_event

CURSOR = "e"  # before the place: whoever calls keeps it as it is, and counts on nothing in it


@answers("listEvents")
def list_events(asked: Asked) -> Answer:
    """What happened after a cursor."""
    if feed.is_waiting(asked.session):
        # Whoever still reads would keep a writer on SQLite from committing; what is read next, begins anew.
        asked.session.close()
        with database().writing.begin() as session:
            feed.give_places(session)
    after = int(asked.query["after"].removeprefix(CURSOR))
    found = feed.list_events(asked.session, asked.caller, after=after, size=asked.query["limit"], now=asked.now)
    return Answer({
        "events": [cloud_event(one, source()) for one in found.events],
        "next": f"{CURSOR}{found.next}",
        "hasMore": found.more or feed.is_waiting(asked.session),
    })  # fmt: skip
