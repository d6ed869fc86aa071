"""Answers that were kept, told apart by what is in them: with whom, what, and how long, as far as it was answered."""

import uuid
from collections.abc import Sequence

from app.core.errors import CoreError
from app.db import Session
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import open_scene

TOLD = ("own", "who", "source", "old", "whom", "decide", "what", "long")  # not the news, nor who else signs


def told_of(session: Session, pages: WizardPages, draft_id: uuid.UUID) -> Sequence[tuple[str, str]]:
    """Question and answer, in the order in which they are asked; nothing of what can no longer be read."""
    try:
        told = pages.told(open_scene(pages, session, draft_id))
    except CoreError:  # an enterprise or a mandate that is gone meanwhile; going on says so
        return ()
    return [(pages.labels[name], told[name]) for name in pages.labels if name in TOLD and told.get(name)]
