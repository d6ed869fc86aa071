"""What was answered so far in whichever wizard, for the lists in which kept answers of all of them stand together."""

import uuid
from collections.abc import Sequence

from app.db import Session
from app.web.wizards import accept, ask, colleague, give, kept, pass_on, transfer

PAGES = {one.PAGES.name: one.PAGES for one in (give, ask, accept, transfer, pass_on, colleague)}


def told_of(session: Session, wizard: str, draft_id: uuid.UUID) -> Sequence[tuple[str, str]]:
    """Question and answer; nothing of a list of clients, which has no questions."""
    pages = PAGES.get(wizard)
    return kept.told_of(session, pages, draft_id) if pages else ()
