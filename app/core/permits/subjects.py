"""What an act is about, read back from the words in which a permit is asked: "stopped:<mandate>"."""

import uuid

from sqlalchemy.orm import Session

from app.models.extension import Extension


def subject_of(session: Session, about: str) -> tuple[str, uuid.UUID | None]:
    """The act, and the mandate it is about; None for one that does not exist yet.

    An extension is named by its own number, or by that of the mandate while it is proposed.
    """
    act, _, rest = about.partition(":")
    try:
        found = uuid.UUID(rest.partition(":")[0])
    except ValueError:
        return act, None
    extension = session.get(Extension, found)
    return act, extension.mandate_id if extension else found
