"""The form of a yearly list that came back: who stops and that the rest is right, done together or not at all.

What was printed is what is keyed: a tick is about the rights that stood there, whatever somebody got or lost since.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.calendar import KEYING_DAYS
from app.core.distant.sheet_acts import ALREADY_DONE, DONE, end_sheet
from app.core.errors import Conflict, CoreError, NotAllowed
from app.core.journal import record
from app.core.letters.data import ROUND
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.permits.paper import DECIDING, open_sheet
from app.core.policy import Policy
from app.core.rights.appointing import lock_party
from app.core.rights.ending import check_somebody_manages, dismiss_rights, foresee_ending
from app.core.rights.matrix import Colleague, list_everybody
from app.core.rights.rounds import Round, close_round, confirm_colleague, find_newest, find_round
from app.models.journal import Ground
from app.models.letter import Letter
from app.models.paper_sheet import ListAnswer, PaperSheet, SheetPage
from app.models.party import Party
from app.models.rights_round import RightsRound
from app.models.visit import Capacity


class Fate(StrEnum):
    """What the form does with who stands on it: nothing for who lost it since, or got more, or is passed over."""

    STOPS = "stops"
    RIGHT = "right"
    OVER = "over"
    CHANGED = "changed"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class ListedPerson:
    """One of the list: the number before his name, and who has something of what was printed now, if anybody.

    `left` are the rights that were printed and still are his; `more` says that he got others since.
    """

    place: str
    name: str
    colleague: Colleague | None
    left: Sequence[uuid.UUID]
    more: bool
    fate: Fate


@dataclass(frozen=True)
class RoundSheet:
    """The keyed form. `asked` is the round of its letter, `newest` the last one, `waiting` that one while it waits."""

    sheet: PaperSheet
    letter: Letter
    party: Party
    who: str
    people: Sequence[ListedPerson]
    asked: RightsRound
    newest: RightsRound
    waiting: Round | None
    has_page: bool

    @property
    def says_right(self) -> bool:
        """Whether the box is ticked that says that the rest is right."""
        return self.sheet.act == ListAnswer.REST_IS_RIGHT

    @property
    def capacity(self) -> Capacity:
        """What the sender says to be for the party."""
        return Capacity(self.sheet.capacity)

    @property
    def was_done(self) -> bool:
        """Whether there is nothing left to do: who is ticked has nothing more, and the list was said to be right."""
        if self.sheet.done_at is not None:
            return self.sheet.outcome == ALREADY_DONE
        return not self.of(Fate.STOPS) and (not self.says_right or self.asked.done_on is not None)

    @property
    def unsaid(self) -> list[Colleague]:
        """Who is left to look at online when this is done; nobody means that the round is closed with it."""
        said = {one.colleague.person_id for one in self.of(Fate.RIGHT) if one.colleague}
        said |= {one.colleague.person_id for one in self.of(Fate.STOPS) if one.colleague and not one.more}
        return [one for one in self.waiting.left if one.person_id not in said] if self.waiting else []

    @property
    def ticked(self) -> list[ListedPerson]:
        """Who is ticked, whatever came of it."""
        return [one for one in self.people if one.place in (self.sheet.ticked or ())]

    def of(self, fate: str) -> list[ListedPerson]:
        """Those of the list for whom it does this; pages name a `Fate` by its word."""
        return [one for one in self.people if one.fate == fate]


def list_round_letters(session: Session, number: str) -> list[Letter]:
    """The printed lists with this number that have boxes, newest first: the question, and its reminder."""
    query = select(Letter).where(Letter.dossier_number == number, Letter.kind == ROUND, Letter.printed_at.is_not(None))
    letters = session.scalars(query.options(joinedload(Letter.party)).order_by(Letter.ordered_at.desc()))
    return [one for one in letters if one.colleagues]


def view_round_sheet(session: Session, sheet: PaperSheet, *, now: datetime) -> RoundSheet:
    """The form as the clerk looks at it again."""
    letter, party, day = session.get_one(Letter, sheet.letter_id), get_party(session, sheet.party_id), brussels_day(now)
    query = select(RightsRound).where(RightsRound.dossier_number == letter.dossier_number)
    asked, newest = session.scalars(query).first(), find_newest(session, party.id)
    if sheet.act not in set(ListAnswer) or asked is None or newest is None:
        raise NotAllowed("sheet_is_about_another")
    return RoundSheet(
        sheet=sheet, letter=letter, party=party, asked=asked, newest=newest,
        who=get_person(session, sheet.person_id).name if sheet.person_id else "",
        people=_people(sheet, letter, list_everybody(session, party, day)),
        waiting=find_round(session, party, day),
        has_page=session.get(SheetPage, (sheet.id, 1)) is not None,
    )  # fmt: skip


def do_round_sheet(session: Session, actor: Actor, *, policy: Policy, now: datetime) -> PaperSheet:
    """Do what the form says, once and all of it; a second copy changes nothing and is kept as such.

    Raises what the acts raise, and Conflict for a list that was answered, or asked anew, before this form came.
    """
    session.get(PaperSheet, actor.sheet_id, with_for_update=True, populate_existing=True)
    sheet = open_sheet(session, actor)
    lock_party(session, sheet.party_id)
    view = view_round_sheet(session, sheet, now=now)
    _check_in_time(view, now)
    _check_managed(session, view, now)
    record(
        session, actor, "sheet_keyed", now=now, ground=Ground.STAFF_DUTY, capacity=sheet.capacity,
        party_id=sheet.party_id, act=sheet.act, received_on=sheet.received_on.isoformat(), signed=sheet.signed,
        number=view.asked.dossier_number,
    )  # fmt: skip
    if view.was_done:
        return end_sheet(session, sheet, ALREADY_DONE, now)
    _carry_out(session, actor, view, policy, now)
    return end_sheet(session, sheet, DONE, now)


def _carry_out(session: Session, actor: Actor, view: RoundSheet, policy: Policy, now: datetime) -> None:
    closes = view.says_right and not view.unsaid
    for one in view.of(Fate.STOPS):
        if one.colleague is not None:
            dismiss_rights(session, actor, one.colleague.person_id, one.left, policy=policy, now=now)
    for one in view.of(Fate.RIGHT):
        if one.colleague is not None and view.waiting is not None:
            mark = view.waiting.mark_of(one.colleague)
            confirm_colleague(session, actor, one.colleague.person_id, mark, now=now)
    if closes:
        close_round(session, actor, now=now)


def find_round_refusal(session: Session, view: RoundSheet, *, now: datetime) -> CoreError | None:
    """Why it cannot be done, as far as a look tells."""
    if view.was_done:
        return None
    if view.capacity not in DECIDING:
        return NotAllowed("reader_may_not_decide", party=view.party.name)
    try:
        _check_in_time(view, now)
        _check_managed(session, view, now)
    except Conflict as refusal:
        return refusal
    return None


def _check_managed(session: Session, view: RoundSheet, now: datetime) -> None:
    """Conflict, before anything is done, when nobody could manage the party after all who are ticked."""
    day, ended = brussels_day(now), []
    for one in view.of(Fate.STOPS):
        if one.colleague is not None:
            ended += foresee_ending(session, view.party.id, one.colleague.person_id, day, one.left).rights
    check_somebody_manages(session, view.party, ended, day)


def _people(sheet: PaperSheet, letter: Letter, everybody: Sequence[Colleague]) -> list[ListedPerson]:
    # By the rights and not by the person: who began on paper and signs in later becomes another row.
    owners = {str(key): one for one in everybody for key in one.rights}
    return [_person(sheet, place, row["name"], row["held"], owners) for place, row in letter.colleagues.items()]


def _person(
    sheet: PaperSheet, place: str, name: str, held: Sequence[str], owners: dict[str, Colleague]
) -> ListedPerson:
    left = [key for key in held if key in owners]
    colleague = owners[left[0]] if left else None
    more = colleague is not None and not {str(key) for key in colleague.rights} <= set(held)
    if colleague is None:
        fate = Fate.OVER
    elif place in (sheet.ticked or ()):
        fate = Fate.STOPS
    elif sheet.act != ListAnswer.REST_IS_RIGHT:
        fate = Fate.UNSAID
    else:
        fate = Fate.CHANGED if more else Fate.RIGHT
    return ListedPerson(place, name, colleague, [uuid.UUID(key) for key in left], more, fate)


def _check_in_time(view: RoundSheet, now: datetime) -> None:
    """Conflict when somebody answered at home since, or a new list went out before this form came."""
    if view.was_done:
        return
    asked_on, day = view.newest.asked_on, brussels_day(now)
    if view.newest is not view.asked:
        on_its_way = view.sheet.received_on < asked_on and day <= asked_on + timedelta(days=KEYING_DAYS)
        if not on_its_way:
            raise Conflict("list_asked_anew")
    done_on = view.asked.done_on or view.newest.done_on
    if done_on is not None:
        raise Conflict("list_answered", done_on=done_on)
    for one in view.of(Fate.STOPS):
        seen = view.waiting.seen.get(one.colleague.person_id) if view.waiting and one.colleague else None
        if seen is not None and seen.said_on > view.sheet.received_on:
            raise Conflict("said_right_since", colleague=one.name)
