"""Forgetting a person: what may go, goes at once; what the law needs stays, and names nobody any more.

The journal is not touched: it knows him by a number, and that number leads to nobody from now on, so every seal still
fits. What is proof of a mandate of others (their letters, a signed sheet) stays for its own term.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Column, Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.clock import brussels_day, start_of_brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.journal import record
from app.core.mandates.lookup import get_mandates
from app.core.people.dormant import CITIZEN
from app.core.people.persons import get_person
from app.core.people.rights import list_relations_of_person
from app.core.people.roles import require_administrator, require_fresh_administrator
from app.core.privacy.ended import mandate_ended
from app.models.account import Account
from app.models.api_client import ApiToken
from app.models.base import Base
from app.models.break_glass import BreakGlass
from app.models.confirmed_address import ConfirmedAddress
from app.models.directory import DirectoryMembership, DirectoryUser
from app.models.draft import Draft
from app.models.function import Function
from app.models.handoff import Handoff
from app.models.journal import GONE, Ground, JournalEntry
from app.models.letter import Letter, LetterContent
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate
from app.models.notice_preference import NoticePreference
from app.models.paper_sheet import PaperSheet
from app.models.party import Party
from app.models.passkey import Passkey
from app.models.person import Person
from app.models.phone_call import PhoneCall
from app.models.second_factor import CodeApp, RecoveryCode
from app.models.second_look import SecondLook
from app.models.staff import Staff
from app.models.staff_role import StaffRole
from app.models.visit import Visit
from app.models.voucher import Voucher
from app.models.web_session import WebSession
from app.models.work_relation import WorkRelation

NOBODY = ("vergeten", "persoon")
# Why it is done, or why not; words of whoever decides, as codes, because a journal holds no texts.
REASONS = ("asked", "died", "wrong_person")
REASONS_NOT = ("proof_needed", "dispute", "not_the_person")


def forget_person(session: Session, actor: Actor, person_id: uuid.UUID, reason: str, *, now: datetime) -> Person:
    """Forget somebody who asked for that; an administrator decides, and the journal says who and why.

    Raises FreshSignInNeeded unless he proved a moment ago who he is: there is no way back. Conflict while a mandate in
    the person's own name or a right in an organisation runs: those are ended first, by him.
    """
    require_fresh_administrator(session, actor, now=now)
    if reason not in REASONS:
        raise Invalid("forget_reason_missing", field="reason")
    person = get_person(session, person_id)
    # Who gives in this name at this moment is waited for, and found.
    own = select(Party.id).where(Party.person_id == person.id)
    session.execute(own.with_for_update(key_share=True))
    check_nothing_runs(session, person, brussels_day(now))
    erase_person(session, person, now=now)
    record(session, actor, "forgotten", now=now, ground=Ground.STAFF_DUTY, forgotten=str(person.id), reason=reason)
    return person


def refuse_to_forget(session: Session, actor: Actor, person_id: uuid.UUID, reason: str, *, now: datetime) -> None:
    """Write down that somebody asked it and an administrator said no, and why."""
    require_administrator(session, actor)
    if reason not in REASONS_NOT:
        raise Invalid("forget_reason_missing", field="reason")
    person = get_person(session, person_id)
    record(session, actor, "not_forgotten", now=now, ground=Ground.STAFF_DUTY, asked_by=str(person.id), reason=reason)


def erase_person(session: Session, person: Person, *, now: datetime) -> None:
    """Take away his name, his ways to sign in, where he can be reached, and what was written of him in free words."""
    if person.subject:
        session.execute(update(Function).where(Function.subject == person.subject).values(subject=None))
    session.execute(update(Party).where(Party.person_id == person.id).values(name=" ".join(NOBODY)))
    _erase_sign_in(session, person.id)
    _erase_visits(session, person.id)
    for party_id in session.scalars(select(Party.id).where(Party.person_id == person.id)).all():
        _erase_party(session, party_id, now)
    relations = WorkRelation.person_id == person.id
    _run(session, update(WorkRelation).where(relations).values(email_address=None))
    _run(session, delete(Draft).where(Draft.person_id == person.id))
    _run(session, delete(Handoff).where(Handoff.person_id == person.id))
    person.subject, (person.first_name, person.last_name) = None, NOBODY
    session.flush()
    session.expire_all()


def is_forgotten(person: Person) -> bool:
    """Whether only a number is left of him."""
    return person.subject is None and (person.first_name, person.last_name) == NOBODY


def unneeded(kept_from: date) -> Select[tuple[uuid.UUID]]:
    """Persons whom nothing that is still kept names: neither an account or a right, nor an act, a visit or a mandate of
    after `kept_from`.
    """
    moment = start_of_brussels_day(kept_from)
    own_mandate = exists().where(
        Party.person_id == Person.id, or_(Mandate.giver_id == Party.id, Mandate.holder_id == Party.id),
        ~mandate_ended(kept_from),
    )  # fmt: skip
    # Lists that are made once, where no index leads from a person to the rows; the journal has indexes.
    named_in = [
        *(select(column).where(column.is_not(None)) for column in _naming_columns()),
        select(Staff.person_id).where(Staff.office_id.is_not(None)),
        select(StaffRole.person_id).where(StaffRole.ended_at.is_(None)),
        select(Visit.person_id).where(Visit.person_id.is_not(None), Visit.started_at >= moment),
        select(PhoneCall.person_id).where(PhoneCall.person_id.is_not(None), PhoneCall.started_at >= moment),
        select(PaperSheet.person_id).where(PaperSheet.person_id.is_not(None), PaperSheet.keyed_at >= moment),
    ]
    acts = [exists().where(column == Person.id, JournalEntry.kind != GONE)
            for column in (JournalEntry.person_id, JournalEntry.actor_id)]  # fmt: skip
    by_law = Person.subject.in_(select(Function.subject).where(Function.subject.is_not(None)))
    has_name = or_(Person.first_name != NOBODY[0], Person.last_name != NOBODY[1], Person.subject.is_not(None))
    return select(Person.id).where(
        has_name, *(Person.id.not_in(names) for names in named_in), *(~one for one in acts), ~own_mandate,
        or_(Person.subject.is_(None), ~by_law),
    )  # fmt: skip


# Where somebody stands only because of what he did: the journal says until when that is kept.
_OF_ACTS = {"journal", "visit", "phone_call", "paper_sheet", "party", "signature", "entity", "domain"}


# His number and the roles that he had stay, because visits and the journal name it; they say only that he works here.
_OF_WORK = {"staff", "staff_role"}


def _naming_columns() -> list[Column[uuid.UUID]]:
    """Every other column that names a person, also of a table that comes later."""
    return [
        column
        for table in Base.metadata.sorted_tables
        if table.name not in _OF_ACTS | _OF_WORK
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


def check_nothing_runs(session: Session, person: Person, today: date) -> None:
    """Raise Conflict for who works here, and while a mandate in his own name or a right of his runs."""
    if _works_here(session, person.id):
        raise Conflict("forget_staff")
    own = or_(Mandate.giver_id == Party.id, Mandate.holder_id == Party.id)
    mandates = session.scalars(select(Mandate.id).join(Party, own).where(Party.person_id == person.id)).all()
    # The lifecycle says what is over today; the days of `ended` are only sure of what was so for years.
    if any(not one.status_on(today).is_final for one in get_mandates(session, mandates)):
        raise Conflict("forget_mandates_run")
    if any(not one.status_on(today).is_final for one in list_relations_of_person(session, person.id)):
        raise Conflict("forget_rights_run")


def _works_here(session: Session, person_id: uuid.UUID) -> bool:
    """Whether a member of staff still has a counter, a role or an account that is not closed; his number stays."""
    staff = session.get(Staff, person_id)
    if staff is None:
        return False
    roles = select(StaffRole.id).where(StaffRole.person_id == person_id, StaffRole.ended_at.is_(None))
    own = or_(Account.provider.is_(None), Account.provider != CITIZEN)
    is_open = Account.disabled_at.is_(None) & Account.left_at.is_(None) & Account.dormant_at.is_(None)
    accounts = select(Account.id).where(Account.person_id == person_id, own, is_open)
    ways = (roles, accounts)
    return staff.office_id is not None or any(session.scalars(one.limit(1)).first() is not None for one in ways)


def _erase_sign_in(session: Session, person_id: uuid.UUID) -> None:
    for table in (ApiToken, WebSession):
        _run(session, delete(table).where(table.person_id == person_id))
    erase_accounts(session, session.scalars(select(Account.id).where(Account.person_id == person_id)).all())
    users = select(DirectoryUser.id).where(DirectoryUser.person_id == person_id)
    _run(session, delete(DirectoryMembership).where(DirectoryMembership.user_id.in_(users)))
    _run(session, delete(DirectoryUser).where(DirectoryUser.person_id == person_id))


def erase_accounts(session: Session, accounts: Sequence[uuid.UUID]) -> None:
    """Take these ways to sign in away, with all that hangs on them; who may ask it is checked before."""
    for model in (CodeApp, RecoveryCode, Passkey, BreakGlass):
        _run(session, delete(model).where(model.account_id.in_(accounts)))
    _run(session, delete(Account).where(Account.id.in_(accounts)))


def _erase_visits(session: Session, person_id: uuid.UUID) -> None:
    visits = select(Visit.id).where(Visit.person_id == person_id)
    for table in (Voucher, SecondLook):
        _run(session, delete(table).where(table.visit_id.in_(visits)))
    _run(session, update(Visit).where(Visit.person_id == person_id).values(NOTHING_OF_VISIT))
    _run(session, update(PhoneCall).where(PhoneCall.person_id == person_id).values(number=None, facts=[]))


def _erase_party(session: Session, party_id: uuid.UUID, now: datetime) -> None:
    blank_letters(session, select(Letter.id).where(Letter.party_id == party_id))
    mails = select(Mail.id).where(Mail.party_id == party_id)
    # Who is just keeping what one of them said is waited for: what ended by that goes too.
    session.execute(mails.order_by(Mail.id).with_for_update())
    _run(session, delete(MailPart).where(MailPart.mail_id.in_(mails)))
    _run(session, delete(Mail).where(Mail.party_id == party_id, Mail.ended_at.is_not(None)))
    # What waits is known to the worker by its number: it stays without a word, so that he finds that it is over.
    waiting = update(Mail).where(Mail.party_id == party_id)
    _run(session, waiting.values(taken_at=now, ended_at=now, outcome="dropped"))
    for table in (NoticePreference, ConfirmedAddress):
        _run(session, delete(table).where(table.party_id == party_id))
    _run(session, update(Mandate).where(Mandate.holder_id == party_id).values(reason=None))


def blank_letters(session: Session, letters: Sequence[uuid.UUID] | Select[tuple[uuid.UUID]]) -> None:
    """Take the words and the bytes of these letters; what stays is that they were, and their digest."""
    # The words first: that waits for who is just keeping the bytes, and afterwards nobody keeps any.
    _run(session, update(Letter).where(Letter.id.in_(letters)).values(address_lines=[], data={}))
    _run(session, delete(LetterContent).where(LetterContent.letter_id.in_(letters)))


def _run(session: Session, statement: object) -> None:
    session.execute(statement.execution_options(synchronize_session=False))  # type: ignore[attr-defined]


NOTHING_OF_VISIT = {
    "document_last_four": None, "spoke_alone": None, "understood": None, "understood_about": None, "exit_note": None,
    "holder_is_close": False,
}  # fmt: skip
