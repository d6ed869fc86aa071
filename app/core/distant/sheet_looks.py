"""A keyed sheet as the clerk looks at it again, beside the paper, before anything is done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.acts.answering import check_same_answer
from app.core.acts.carrying_out import find_refusal, is_done
from app.core.acts.late_sheets import late_after
from app.core.acts.stopping import STOPPING
from app.core.distant.paper_sheets import actor_of
from app.core.distant.still_needed import last_day_for, missing_of
from app.core.errors import Conflict, CoreError
from app.core.letters.sheet_boxes import parts_longer
from app.core.mandates.lookup import get_mandate
from app.core.mandates.possible_acts import Act
from app.core.people.persons import get_person
from app.core.permits.paper import chain_of
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.paper_sheet import Missing, PaperSheet, SheetPage
from app.models.visit import Capacity


@dataclass(frozen=True)
class SheetView:
    """A keyed sheet to look at again. `refusal` is why it cannot be done; `was_done` that it was done before.

    For a sheet on which something is missing `refusal` is why it cannot even be completed, and `answer_by` the last day
    for that. `who` is empty for a name that cannot be read. `longer` are the types that a slip about a part extends.
    `late` is the last day to answer, when it is over and the sheet came before it. `chain` is what the sender passed on
    and takes back.
    """

    sheet: PaperSheet
    mandate: Mandate
    letter: Letter
    side: Side
    who: str
    today: date
    has_page: bool
    was_done: bool
    refusal: CoreError | None
    answer_by: date | None
    longer: tuple[str, ...]
    late: date | None
    chain: Mandate | None

    @property
    def act(self) -> Act | None:
        """The box that was ticked; None when the sheet does not show which one."""
        return Act(self.sheet.act) if self.sheet.act else None

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is missing on the sheet; empty for one that can be done."""
        return missing_of(self.sheet)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What can still be stopped, as type and name, when the sheet may mean only some of it; else nothing."""
        left = [one for one in self.mandate.lines if not one.is_over(self.today)]
        can_choose = self.act in STOPPING and len(left) > 1
        return [(one.type_key, one.mandate_type.name) for one in left] if can_choose else []

    @property
    def goes_on(self) -> bool:
        """Whether a sheet that stops leaves, or left, something of the mandate."""
        return self.act in STOPPING and not self.mandate.status_on(self.today).is_final

    @property
    def capacity(self) -> Capacity:
        """What the sender says to be for the party."""
        return Capacity(self.sheet.capacity)


def view_sheet(session: Session, sheet: PaperSheet, *, now: datetime) -> SheetView:
    """The sheet as the clerk looks at it again, with what would keep it from being done."""
    day = brussels_day(now)
    mandate, letter = get_mandate(session, sheet.mandate_id), session.get_one(Letter, sheet.letter_id)
    side = mandate.side_of(sheet.party_id) or Side.GIVER
    longer = parts_longer(session, letter, mandate, day) if sheet.act == Act.EXTEND else ()
    chain = _chain(session, sheet)
    if chain is not None:
        was_done = chain.status_on(day).is_final
    else:
        was_done = bool(sheet.act) and is_done(mandate, side, Act(sheet.act), day, longer)
    answer_by, refusal = _prospects(session, sheet, mandate, day)
    other = _other_answer(session, mandate) if was_done and sheet.act == Act.ACCEPT and not sheet.done_at else None
    if other is not None:
        was_done, refusal = False, other
    has_page = session.get(SheetPage, (sheet.id, 1)) is not None
    who = get_person(session, sheet.person_id).name if sheet.person_id else ""
    late = None
    if sheet.act and not was_done:
        late = late_after(mandate, side, Act(sheet.act), sheet.received_on, day)
    return SheetView(
        sheet, mandate, letter, side, who, day, has_page, was_done, refusal, answer_by, longer, late, chain
    )


def _other_answer(session: Session, mandate: Mandate) -> CoreError | None:
    """Why a sheet that accepts all of it is no second copy of what was accepted; None when it is."""
    try:
        check_same_answer(session, mandate, None)
    except Conflict as refusal:
        return refusal
    return None


def _chain(session: Session, sheet: PaperSheet) -> Mandate | None:
    chain_id = chain_of(session, sheet.letter_id) if sheet.act == Act.TAKE_BACK else None
    return get_mandate(session, chain_id) if chain_id else None


def _prospects(
    session: Session, sheet: PaperSheet, mandate: Mandate, day: date
) -> tuple[date | None, CoreError | None]:
    if sheet.done_at is not None or sheet.asked_letter_id is not None:
        return sheet.answer_by, None
    if sheet.missing is None and sheet.act == Act.TAKE_BACK:
        return None, None  # Whoever passed it on may always stop it: the act has the last word.
    if sheet.missing is None:
        return None, find_refusal(session, actor_of(sheet), mandate, Act(sheet.act), day)
    try:
        return last_day_for(session, sheet, mandate, day), None
    except Conflict as refusal:
        return None, refusal
