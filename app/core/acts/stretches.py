"""All mandates, one stretch at a time, by their ids: so that what looks at each of them every night holds nobody up.

On SQLite nobody writes while somebody reads for long, and nobody else writes while one does.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.models.mandate import Mandate

SIZE = 5_000


@dataclass(frozen=True)
class Stretch:
    """The mandates with an id beyond `after`, up to and including `until`; None is from the first, or to the last."""

    after: uuid.UUID | None = None
    until: uuid.UUID | None = None

    @property
    def has(self) -> ColumnElement[bool]:
        """Whether a mandate is in it."""
        beyond = [Mandate.id > self.after] if self.after else []
        return and_(True, *beyond, *([Mandate.id <= self.until] if self.until else []))


ALL = Stretch()


def next_stretch(session: Session, after: uuid.UUID | None, size: int = SIZE) -> Stretch:
    """The next `size` mandates; the last one has no end, so that what comes meanwhile is in it."""
    ids = select(Mandate.id).where(Stretch(after).has).order_by(Mandate.id)
    return Stretch(after, session.scalar(ids.offset(size - 1).limit(1)))
