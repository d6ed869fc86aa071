"""What an act is about, read back from the words in which a permit is asked: "stopped:<mandate>"."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.models.extension import Extension
from app.models.line import Line
from app.models.signature import Signature

TAKE_BACK = "take_back"


def subject_of(session: Session, about: str) -> tuple[str, uuid.UUID | None]:
    """The act, and the mandate it is about; None for one that does not exist yet.

    An extension and a second signature are named by their own number, an extension by that of the mandate while it is
    proposed. What is taken back is about the mandate from which it was passed on.
    """
    act, _, rest = about.partition(":")
    try:
        found = uuid.UUID(rest.partition(":")[0])
    except ValueError:
        return act, None
    if act == TAKE_BACK:
        return act, _source_of(session, found)
    named = session.get(Extension, found) or session.get(Signature, found)
    return act, named.mandate_id if named else found


def _source_of(session: Session, mandate_id: uuid.UUID) -> uuid.UUID | None:
    """The mandate from which this one was passed on."""
    passed, source = aliased(Line), aliased(Line)
    query = select(source.mandate_id).join(passed, passed.source_line_id == source.id)
    return session.scalar(query.where(passed.mandate_id == mandate_id).limit(1))
