"""What can be ticked on the answer sheet or the slip of a letter; whether it can still be done is another question."""

import uuid
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core.mandates.extension_plans import can_gain, extendable
from app.core.mandates.possible_acts import Act
from app.core.mandates.signatures import PASSING_ON, TO_THE_SECOND
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet

# How many months longer: the two boxes on the slip of a reminder.
MONTHS_LONGER = (12, 36)
# On the letter with which somebody new begins at an organisation.
ON_INVITATION = (Act.ACCEPT, Act.REFUSE)
# What the letter to who passed it on tells of it, as long as there is something to take back.
STILL_PASSED_ON = {"asked", "accepted", "paused"}


def boxes_of(letter: Letter, mandate: Mandate) -> list[Act]:
    """The acts on the sheet of this letter, in the order in which they are printed."""
    subject, side = letter.kind.split(".")
    if subject == "still_needed":
        return [Act(box) for box in letter.data["boxes"]]
    if subject == "invitation":
        return [Act.ACCEPT, Act.REFUSE, Act.CONTEST]
    if subject in {"extension_asked", "extension_waits"}:
        return [Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION, Act.CONTEST]
    if letter.kind.startswith(TO_THE_SECOND):
        return [*([] if letter.data["signed_act"] == PASSING_ON else [Act.SIGN]), Act.REFUSE_SIGNATURE]
    if subject == "onward" and letter.data["outcome"] in STILL_PASSED_ON:
        return [Act.TAKE_BACK, _end(side), Act.CONTEST]
    if subject == "expiring" and letter.data["can_extend"] and not _is_asked(letter):
        return [Act.EXTEND, _end(side), Act.CONTEST]
    return [*([Act.WITHDRAW] if mandate.started_by == side else []), _end(side), Act.CONTEST]


def asks_executor(letter: Letter) -> bool:
    """Whether the sheet has a line for who may carry it out: only the holder says that, when he answers."""
    return letter.kind == "invitation.holder"


def extension_of(session: Session, letter: Letter) -> str | None:
    """The number of the extension that the sheet of this letter answers; None when the letter asks none.

    What was missing on such a sheet is asked with a letter about the same extension.
    """
    cause = session.get_one(JournalEntry, letter.cause_id)
    if "sheet" in cause.data:
        sheet = session.get_one(PaperSheet, uuid.UUID(cause.data["sheet"]))
        return extension_of(session, session.get_one(Letter, sheet.letter_id))
    return cause.data.get("extension")


def completed_by(session: Session, sheet: PaperSheet) -> ColumnElement[bool]:
    """The sheets that waited for this one: it hangs on the letter that asked for the rest, or on one made for that."""
    replaced = session.get_one(Letter, sheet.letter_id).replaces_id
    return PaperSheet.asked_letter_id.in_([one for one in (sheet.letter_id, replaced) if one])


def parts_longer(session: Session, letter: Letter, mandate: Mandate, day: date) -> tuple[str, ...]:
    """The types that the reader of this letter asks to run longer: the parts that a reminder says end; none is all.

    A part that was stopped meanwhile, or that nobody may get any more, does not keep the others from running longer.
    """
    if letter.kind.partition(".")[0] != "expiring":
        return ()
    told = tuple(session.get_one(JournalEntry, letter.cause_id).data.get("types", ()))
    left = {line.type_key for line in extendable(mandate, day)}
    return tuple(key for key in told if key in left) or told


def parts_to_ask(session: Session, letter: Letter, mandate: Mandate, day: date) -> tuple[str, ...]:
    """The same for who is asked about it first, as long as one of those parts can run longer; else it is about all."""
    keys = parts_longer(session, letter, mandate, day)
    return keys if can_gain(mandate, day, keys) else ()


def _is_asked(letter: Letter) -> bool:
    """Whether a later end waits for an answer already: one proposal waits at a time, whatever its parts."""
    return bool(letter.data["extension_until"] or letter.data.get("other_extension"))


def _end(side: str) -> Act:
    return Act.STOP if side == Side.GIVER else Act.RENOUNCE
