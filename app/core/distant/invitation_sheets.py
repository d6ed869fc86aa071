"""The form of an invitation that came back: what was ticked, a second look, and then it is accepted or refused."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.distant.paper_sheets import actor_of
from app.core.distant.sheet_acts import ALREADY_DONE, DONE, end_sheet
from app.core.errors import Conflict, CoreError, NotAllowed
from app.core.journal import record
from app.core.letters.data import COLLEAGUE
from app.core.mandates.possible_acts import Act
from app.core.people.persons import get_person
from app.core.people.rights import find_relation
from app.core.permits.newcomer import is_called
from app.core.permits.paper import open_sheet
from app.core.policy import Policy
from app.core.rights.accepting import refuse_relation
from app.core.rights.held import Held, describe_rights
from app.core.rights.late_forms import check_answerable, late_after
from app.core.rights.newcomers import accept_newcomer
from app.models.journal import Ground
from app.models.letter import Letter
from app.models.paper_sheet import PaperSheet, SheetPage
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class InvitationSheet:
    """The keyed form. `fits` says that the name on it is that of who was invited; `refusal` why it cannot be done.

    `late` is the last day to answer, when that is over and the form came before it.
    """

    sheet: PaperSheet
    letter: Letter
    relation: WorkRelation
    who: str
    granted: list[Held]
    fits: bool
    refusal: CoreError | None
    late: date | None
    was_done: bool
    has_page: bool

    @property
    def accepts(self) -> bool:
        """Whether the box of yes is ticked."""
        return self.sheet.act == Act.ACCEPT


def find_invitation_letter(session: Session, number: str) -> Letter | None:
    """The printed letter of the invitation with this number, or None."""
    query = select(Letter).where(Letter.dossier_number == number, Letter.kind == COLLEAGUE)
    query = query.where(Letter.printed_at.is_not(None)).options(joinedload(Letter.party))
    return session.scalars(query.order_by(Letter.ordered_at.desc()).limit(1)).first()


def view_invitation_sheet(session: Session, sheet: PaperSheet, *, now: datetime) -> InvitationSheet:
    """The form as the clerk looks at it again."""
    relation, day = _relation_of(session, sheet), brussels_day(now)
    who = get_person(session, sheet.person_id).name if sheet.person_id else ""
    return InvitationSheet(
        sheet=sheet, letter=session.get_one(Letter, sheet.letter_id), relation=relation, who=who,
        granted=describe_rights(session, relation.rights, day), fits=is_called(who, relation.person.name),
        refusal=_find_refusal(session, sheet, relation, day), was_done=_is_done(sheet, relation),
        late=late_after(relation, sheet.received_on, day),
        has_page=session.get(SheetPage, (sheet.id, 1)) is not None,
    )  # fmt: skip


def do_invitation_sheet(session: Session, actor: Actor, *, policy: Policy, now: datetime) -> PaperSheet:
    """Do what the form says, once; a second copy of the same answer changes nothing and is kept as such.

    Raises what the acts raise: a name that is not that of who was invited begins nothing.
    """
    session.get(PaperSheet, actor.sheet_id, with_for_update=True, populate_existing=True)
    sheet = open_sheet(session, actor)
    relation = _relation_of(session, sheet)
    already = _is_done(sheet, relation)
    record(
        session, actor, "sheet_keyed", now=now, ground=Ground.STAFF_DUTY, capacity=sheet.capacity,
        party_id=sheet.party_id, act=sheet.act, received_on=sheet.received_on.isoformat(), signed=sheet.signed,
        relation=str(relation.id),
    )  # fmt: skip
    if not already and sheet.act == Act.ACCEPT:
        accept_newcomer(session, actor, relation.id, policy=policy, now=now)
    elif not already:
        refuse_relation(session, actor, relation.id, now=now)
    return end_sheet(session, sheet, ALREADY_DONE if already else DONE, now)


def find_invitation_refusal(view: InvitationSheet) -> CoreError | None:
    """Why it cannot be done, as far as a look tells."""
    if not view.was_done and view.refusal is not None:
        return view.refusal
    if view.accepts and not view.fits and not view.was_done:
        return NotAllowed("not_the_invited", colleague=view.relation.person.name)
    return None


def _find_refusal(session: Session, sheet: PaperSheet, relation: WorkRelation, day: date) -> CoreError | None:
    try:
        check_answerable(session, actor_of(sheet), relation, day, accepts=sheet.act == Act.ACCEPT)
    except Conflict as refusal:
        return refusal
    return None


def _relation_of(session: Session, sheet: PaperSheet) -> WorkRelation:
    relation = find_relation(session, sheet.relation_id) if sheet.relation_id else None
    if relation is None:
        raise NotAllowed("sheet_is_about_another")
    return relation


def _is_done(sheet: PaperSheet, relation: WorkRelation) -> bool:
    return (relation.accepted_on if sheet.act == Act.ACCEPT else relation.refused_on) is not None
