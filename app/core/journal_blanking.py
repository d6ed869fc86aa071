"""Blanking entries of the journal whose term is over, so that the seals on all others still prove what they proved.

An entry cannot go: letters and seals point at its number. It loses what it said. Beside it stays where the chain of
digests stood before and after it; a walk that comes there checks the first and goes on from the second. What was
blanked in one go is told in one new entry, with a digest over those places, and the next seal covers that.
docs/decisions/2026-11-29-erasure.md has the reasons and what was tried.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core.journal import record_rule
from app.core.journal_seals import BEFORE_THE_FIRST, digest_of_run, walk
from app.models.journal import BLANKED, GONE, Channel, Ground, JournalEntry
from app.models.journal_gone import GoneEntry
from app.models.journal_seal import JournalSeal

NOTHING = {
    "kind": GONE, "actor_id": None, "person_id": None, "party_id": None, "visit_id": None, "letter_id": None,
    "client_id": None,
    "capacity": None, "channel": Channel.JOB, "ground": Ground.RULE, "data": {},
}  # fmt: skip


def newest_sealed(session: Session) -> int:
    """The number of the last entry that a seal covers; 0 when none does. What is not sealed yet is not blanked."""
    return session.execute(select(func.coalesce(func.max(JournalSeal.last_id), 0))).scalar_one()


def blank_entries(session: Session, ids: Sequence[int], *, now: datetime) -> None:
    """Blank these entries, and write down that it was done; ValueError when one of them is not sealed yet."""
    places = _places(session, set(ids))
    if len(places) != len(ids):
        raise ValueError("only what is sealed can be blanked")
    run = record_rule(session, BLANKED, None, now=now, count=len(places), digest=digest_of_run(places))
    for number, before, after in places:
        session.add(GoneEntry(id=number, run_id=run.id, chain_before=before, chain_after=after))
    session.flush()
    blanking = update(JournalEntry).where(JournalEntry.id.in_([number for number, _, _ in places])).values(NOTHING)
    session.execute(blanking.execution_options(synchronize_session=False))
    session.expire_all()


def _places(session: Session, wanted: set[int]) -> list[tuple[int, str, str]]:
    """For each entry where the chain stood before and after it; each seal is a place to begin from."""
    found: list[tuple[int, str, str]] = []
    digest, after = BEFORE_THE_FIRST, 0
    for seal in session.scalars(select(JournalSeal).order_by(JournalSeal.last_id)):
        if any(after < number <= seal.last_id for number in wanted):
            steps = walk(session, digest, after, seal.last_id)
            found += [(step.id, step.before, step.after) for step in steps if step.id in wanted]
        digest, after = seal.digest, seal.last_id
    return found
