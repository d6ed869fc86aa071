"""Printing one letter: read what it says, print outside any transaction, keep the bytes and finish in one go."""

import uuid

from app.core import outbox
from app.core.letters.printing import prepare_print, store_print
from app.core.outbox import Work
from app.jobs.workshop import Workshop


def print_letter(workshop: Workshop, work: Work) -> None:
    """Print the letter, unless another worker did so in the meantime; its bytes are the letter then."""
    letter_id = uuid.UUID(work.payload["letter_id"])
    with workshop.database.reading() as session:
        ready = prepare_print(session, letter_id)
    if ready is None:
        finish(workshop, work)
        return
    letter, code = ready
    printed = workshop.press.print_letter(letter)
    with workshop.database.writing.begin() as session:
        now = workshop.clock()
        store_print(session, letter_id, printed, code, workshop.vault, now=now)
        outbox.finish(session, work.item_id, work.claim, now=now)


def finish(workshop: Workshop, work: Work) -> None:
    """Nothing is left to do for this item."""
    with workshop.database.writing.begin() as session:
        outbox.finish(session, work.item_id, work.claim, now=workshop.clock())
