"""Who may carry out a mandate, as the holder wrote it on the answer sheet: words, that give nobody a right."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.journal import find_entry, record
from app.core.letters.sheet_boxes import completed_by
from app.core.people.names import cleaned
from app.core.people.rights import list_executors_in
from app.models.journal import Ground
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet
from app.translations import say

KIND = "executor_written"


def keep_written_name(session: Session, actor: Actor, sheet: PaperSheet, mandate: Mandate, now: object) -> None:
    """Write down, for the holder, whom he named on the sheet that is about to be done, or on the one that it completes.

    The journal names the sheet on which it stands, and never the name itself.
    """
    waited = select(PaperSheet).where(completed_by(session, sheet))
    named = next((one for one in [sheet, *session.scalars(waited)] if one.executor), None)
    if named is not None:
        because = {"ground": Ground.STAFF_DUTY, "capacity": sheet.capacity}
        record(session, actor, KIND, now=now, mandate=mandate, **because, named=str(named.id))  # type: ignore[arg-type]


def written_name(session: Session, mandate: Mandate) -> str | None:
    """The name that the holder wrote; None when he wrote none."""
    entry = find_entry(session, mandate.id, KIND)
    return session.get_one(PaperSheet, uuid.UUID(entry.data["named"])).executor if entry else None


def written_notes(session: Session, mandate: Mandate, side: Side, day: date) -> list[str]:
    """For the holder: whom he wrote, and whether exactly one executor of his bears that name."""
    name = written_name(session, mandate) if side is Side.HOLDER and not mandate.status_on(day).is_final else None
    if name is None:
        return []
    same = [one for one in list_executors_in(session, mandate.holder_id, day) if _is(one.name, name)]
    known = same[0].name if len(same) == 1 else None
    return [say(f"mandate.executor_{'known' if known else 'written'}", name=name, known=known or "")]


def _is(name: str, written: str) -> bool:
    return cleaned(name).casefold() == cleaned(written).casefold()
