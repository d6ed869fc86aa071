"""Reading whoever the sentences of many journal entries name in a few statements, instead of a few for each entry."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from app.models.journal import JournalEntry
from app.models.person import Person
from app.models.staff import Office, Staff
from app.models.visit import Visit


@contextmanager
def read_ahead(session: Session, entries: Sequence[JournalEntry]) -> Iterator[None]:
    """Inside, the people, the clerks, the visits and the counters of these entries are known: asking costs nothing."""
    actors = {one.actor_id for one in entries}
    visits = _all(session, Visit, {one.visit_id for one in entries})
    staff = _all(session, Staff, actors)
    people = _all(session, Person, actors | {one.person_id for one in entries})
    offices = _all(session, Office, {one.office_id for one in (*visits, *staff)})
    # The session itself holds on to nothing that is unchanged.
    held = [visits, staff, people, offices]
    yield
    held.clear()


def _all(session: Session, table: type[Any], keys: Collection[uuid.UUID | None]) -> Sequence[Any]:
    wanted = {key for key in keys if key is not None}
    (key,) = inspect(table).primary_key
    return session.scalars(select(table).where(key.in_(wanted))).all() if wanted else ()
