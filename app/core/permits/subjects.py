"""What an act is about, read back from the words in which a permit is asked: "stopped:<mandate>"."""

import uuid

from sqlalchemy.orm import Session

from app.models.extension import Extension
from app.models.signature import Signature


def subject_of(session: Session, about: str) -> tuple[str, uuid.UUID | None]:
    """The act, and the mandate it is about; None for one that does not exist yet.

    An extension and a second signature are named by their own number, an extension by that of the mandate while it is
    proposed.
    """
    act, _, rest = about.partition(":")
    try:
        found = uuid.UUID(rest.partition(":")[0])
    except ValueError:
        return act, None
    named = session.get(Extension, found) or session.get(Signature, found)
    return act, named.mandate_id if named else found
