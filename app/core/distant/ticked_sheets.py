"""An overview that came back, as the clerk looks at it again: which mandates are ticked, and what ticking them does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.acts.carrying_out import find_refusal
from app.core.distant.paper_sheets import actor_of
from app.core.distant.sheet_acts import ALREADY_DONE
from app.core.errors import CoreError
from app.core.mandates.lookup import list_by_numbers
from app.core.mandates.possible_acts import Act
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet, SheetPage
from app.models.party import Party
from app.models.visit import Capacity


@dataclass(frozen=True)
class TickedMandate:
    """A mandate that is ticked, and the side of the sender; `is_over` says that there is nothing left to stop."""

    mandate: Mandate
    side: Side
    is_over: bool

    @property
    def other(self) -> str:
        """The name of the other party."""
        return self.mandate.party_on(self.side.other).name


@dataclass(frozen=True)
class TickedView:
    """The keyed overview. `refusal` is why it cannot be done."""

    sheet: PaperSheet
    letter: Letter
    party: Party
    who: str
    ticked: Sequence[TickedMandate]
    has_page: bool
    refusal: CoreError | None

    @property
    def capacity(self) -> Capacity:
        """What the sender says to be for the party."""
        return Capacity(self.sheet.capacity)

    @property
    def was_done(self) -> bool:
        """Whether everything that is ticked was over before."""
        if self.sheet.done_at is not None:
            return self.sheet.outcome == ALREADY_DONE
        return all(one.is_over for one in self.ticked)


def list_ticks(session: Session, letter: Letter, *, now: datetime) -> list[TickedMandate]:
    """The mandates in an overview, in the order in which they are printed."""
    return _ticked(session, letter, letter.listed, now)


def view_ticked(session: Session, sheet: PaperSheet, *, now: datetime) -> TickedView:
    """The overview as the clerk looks at it again, with what would keep it from being done."""
    letter = session.get_one(Letter, sheet.letter_id)
    ticked = _ticked(session, letter, sheet.ticked or [], now)
    refusals = [] if sheet.done_at else [_refusal(session, sheet, one, now) for one in ticked if not one.is_over]
    return TickedView(
        sheet,
        letter,
        get_party(session, sheet.party_id),
        get_person(session, sheet.person_id).name if sheet.person_id else "",
        ticked,
        session.get(SheetPage, (sheet.id, 1)) is not None,
        next((one for one in refusals if one), None),
    )


def _ticked(session: Session, letter: Letter, numbers: Sequence[str], now: datetime) -> list[TickedMandate]:
    day = brussels_day(now)
    return [
        TickedMandate(one, one.side_of(letter.party_id) or Side.GIVER, one.status_on(day).is_final)
        for one in list_by_numbers(session, [number for number in letter.listed if number in numbers])
    ]


def _refusal(session: Session, sheet: PaperSheet, ticked: TickedMandate, now: datetime) -> CoreError | None:
    act = Act.STOP if ticked.side is Side.GIVER else Act.RENOUNCE
    return find_refusal(session, actor_of(sheet), ticked.mandate, act, brussels_day(now))
