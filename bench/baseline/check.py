"""The baseline of a check: one ORM query by the same indexes, as anybody would write it.

Rules, so that the ratio means something:

- the same database, the same questions, the same indexes (mandate by giver and holder, line by mandate), in turns;
- one `select(Mandate, Line)` with the whole rule in SQL: accepted, not ended, begun, not over, nothing confirmed that
  must be, no wait that still runs, no suspension; which types open a service is looked up before the clock starts;
- it answers yes or no and nothing else: no reason, no last day. Ours gives both;
- the statement is the same object each time, so that SQLAlchemy compiles it once; the session is shared as ours is;
- both sides give the same answer to every question: `bench.check` looks before it measures.
"""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from app.models.line import Line
from app.models.mandate import Mandate
from app.models.suspension import Suspension


def _carrying() -> Select[tuple[Mandate, Line]]:
    day = bindparam("day")
    paused = exists().where(
        Suspension.mandate_id == Mandate.id,
        or_(
            and_(Suspension.first_day <= day, or_(Suspension.ended_on.is_(None), Suspension.ended_on > day)),
            and_(Suspension.ended_on.is_(None), Suspension.decide_by < day),
        ),
    )
    agreed = (
        Mandate.accepted_on <= day,
        or_(Mandate.giver_must_confirm.is_(False), Mandate.giver_confirmed_on <= day),
        or_(Mandate.holder_must_confirm.is_(False), Mandate.holder_confirmed_on <= day),
    )
    ended = or_(Mandate.withdrawn_on <= day, Mandate.refused_on <= day)
    open_line = (
        Line.type_key.in_(bindparam("keys", expanding=True)),
        Line.first_day <= day,
        or_(Line.last_day.is_(None), Line.last_day >= day),
        or_(Line.stop_day.is_(None), Line.stop_day > day),
        or_(Line.cooling_off_days == 0, Mandate.giver_posted_on <= bindparam("posted_by")),
    )
    pair = (Mandate.giver_id == bindparam("giver_id"), Mandate.holder_id == bindparam("holder_id"))
    joined = select(Mandate, Line).join(Line, Line.mandate_id == Mandate.id)
    return joined.where(*pair, *agreed, or_(ended.is_(None), ~ended), *open_line, ~paused).limit(1)


_CARRYING = _carrying()


def is_carried(
    session: Session, giver_id: uuid.UUID, holder_id: uuid.UUID, keys: Iterable[str], day: date, posted_by: date
) -> bool:
    """Whether some line of some mandate between the two carries one of the types `keys` on `day`."""
    asked = {"giver_id": giver_id, "holder_id": holder_id, "keys": list(keys), "day": day, "posted_by": posted_by}
    return session.execute(_CARRYING, asked).first() is not None
