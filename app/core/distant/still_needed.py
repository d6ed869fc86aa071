"""What is missing on an answer sheet is asked with a letter; nothing restarts, and nothing happens before it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.calendar import ANSWER_DAYS
from app.core.distant.sheet_acts import close_completed
from app.core.errors import Conflict, Invalid
from app.core.journal import record
from app.core.letters.orders import order_letters
from app.core.letters.sheet_boxes import boxes_of
from app.core.letters.still_needed_letters import WAITING
from app.core.mandates.extension_plans import open_extension
from app.core.mandates.lookup import get_mandate, get_mandates
from app.core.mandates.possible_acts import Act, acts_on
from app.core.permits.paper import chain_of, open_sheet
from app.core.policy import Policy
from app.models.journal import Ground
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.paper_sheet import Missing, PaperSheet

MOST_SHOWN = 50
AS_ON_A_SHEET = (Missing.CHOICE, Missing.NAME, Missing.DATE, Missing.SIGNATURE)
EXTENSION_BOXES = {Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION}


@dataclass(frozen=True)
class WaitingSheet:
    """A sheet that waits for what is missing. `late` says that the last day for it is over."""

    sheet: PaperSheet
    mandate: Mandate
    party_name: str
    missing: tuple[Missing, ...]
    late: bool


def ask_for_missing(session: Session, actor: Actor, *, policy: Policy, now: datetime) -> PaperSheet:
    """Ask the sender, with a letter, for what is missing; doing it twice sends one letter.

    The last day is the one that stood already, nothing starts anew; a sheet that only ends something gets 30 days.
    Raises Conflict when what can be ticked can no longer be done, Invalid for a sheet on which nothing is missing.
    """
    session.get(PaperSheet, actor.sheet_id, with_for_update=True, populate_existing=True)
    sheet = open_sheet(session, actor)
    if sheet.asked_letter_id is not None:
        return sheet
    if sheet.missing is None or sheet.mandate_id is None:
        raise Invalid("nothing_missing", field="missing")
    mandate, day = get_mandate(session, sheet.mandate_id, lock=True), brussels_day(now)
    side = mandate.side_of(sheet.party_id) or Side.GIVER
    answer_by = last_day_for(session, sheet, mandate, day)
    entry = record(
        session, actor, "still_needed", now=now, ground=Ground.STAFF_DUTY, capacity=sheet.capacity, mandate=mandate,
        sheet=str(sheet.id), missing=sheet.missing, answer_by=answer_by.isoformat(),
    )  # fmt: skip
    [letter] = order_letters(session, entry, mandate, [f"still_needed.{side}"], policy=policy, now=now)
    sheet.asked_letter_id, sheet.answer_by = letter.id, answer_by
    close_completed(session, sheet, now)
    session.flush()
    return sheet


def last_day_for(session: Session, sheet: PaperSheet, mandate: Mandate, day: date) -> date:
    """The last day on which the sheet can still be completed; Conflict when it no longer can be."""
    side = mandate.side_of(sheet.party_id) or Side.GIVER
    boxes = boxes_of(session.get_one(Letter, sheet.letter_id), mandate)
    wanted = {Act(sheet.act)} if sheet.act else set(boxes) - {Act.CONTEST}
    chain = _chain_of(session, sheet)
    taken_back = {Act.TAKE_BACK} if chain is not None and not chain.status_on(day).is_final else set()
    if not wanted & {*acts_on(mandate, side, day), *taken_back}:
        ended = chain if chain is not None and sheet.act == Act.TAKE_BACK else mandate
        raise Conflict(f"not_open_{ended.status_on(day)}", answer_by=ended.lapses_after)
    if mandate.status_on(day) in WAITING:
        return mandate.lapses_after
    extension = open_extension(mandate, day) if wanted & EXTENSION_BOXES else None
    return extension.lapses_after if extension else day + timedelta(days=ANSWER_DAYS)


def _chain_of(session: Session, sheet: PaperSheet) -> Mandate | None:
    """What was passed on, when the letter of the sheet tells of that."""
    chain_id = chain_of(session, sheet.letter_id)
    return get_mandate(session, chain_id) if chain_id else None


def list_waiting_sheets(session: Session, *, now: datetime) -> Sequence[WaitingSheet]:
    """The sheets that wait for what is missing, those that came in first on top."""
    query = select(PaperSheet).where(PaperSheet.asked_letter_id.is_not(None), PaperSheet.done_at.is_(None))
    sheets = session.scalars(query.order_by(PaperSheet.received_on, PaperSheet.keyed_at).limit(MOST_SHOWN)).all()
    mandates = {
        one.id: one for one in get_mandates(session, {sheet.mandate_id for sheet in sheets if sheet.mandate_id})
    }
    day = brussels_day(now)
    return [_waiting(sheet, mandates[sheet.mandate_id], day) for sheet in sheets if sheet.mandate_id]


def _waiting(sheet: PaperSheet, mandate: Mandate, day: date) -> WaitingSheet:
    side = mandate.side_of(sheet.party_id) or Side.GIVER
    late = sheet.answer_by is not None and day > sheet.answer_by
    return WaitingSheet(sheet, mandate, mandate.party_on(side).name, missing_of(sheet), late)


def missing_of(sheet: PaperSheet) -> tuple[Missing, ...]:
    """What is missing, in the order in which it stands on a sheet."""
    return tuple(one for one in AS_ON_A_SHEET if one in (sheet.missing or ()))
