"""What is over its term: for each sort of data the rows, as a query, and what is done with them.

`rows` selects what is over and is still there, so that whatever was thrown away is never found again. Columns that stay
because the law asks (who acted for whom, in numbers) are not touched here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, String, Text, cast, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.clock import start_of_brussels_day
from app.core.journal_blanking import blank_entries
from app.core.people.persons import get_person
from app.core.privacy.ended import mandate_ended, relation_ended
from app.core.privacy.forgetting import NOTHING_OF_VISIT, blank_letters, erase_person, unneeded
from app.models.api_client import ApiToken
from app.models.draft import Draft
from app.models.journal import BLANKED, GONE, THROWN_AWAY, JournalEntry
from app.models.journal_seal import JournalSeal
from app.models.letter import CodeAttempt, Letter, LetterContent
from app.models.letter_check_try import LetterCheckTry
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet, SheetPage
from app.models.phone_call import PhoneCall
from app.models.said_representation import SaidRepresentation
from app.models.second_look import SecondLook
from app.models.sign_in_attempt import SignInAttempt
from app.models.user_right import UserRight
from app.models.visit import Visit
from app.models.voucher import Voucher
from app.models.web_session import WebSession
from app.models.work_relation import WorkRelation

Ids = Sequence[Any]
Moment = Column[datetime] | InstrumentedAttribute[datetime] | ColumnElement[datetime]


@dataclass(frozen=True)
class Sort:
    """One sort of data: what it is called in reports, the setting of its term, what is over, and how it goes.

    `rows` gets the first day that is kept; what is of before it is over.
    """

    name: str
    setting: str
    rows: Callable[[date], Select[Any]]
    throw: Callable[[Session, Ids, datetime], None]


def _before(column: Any, kept_from: date) -> ColumnElement[bool]:  # noqa: ANN401 - a column of moments
    return column < start_of_brussels_day(kept_from)


def _deleting(model: Any) -> Callable[[Session, Ids, datetime], None]:  # noqa: ANN401 - a table with `id`
    return lambda session, ids, _now: _run(session, delete(model).where(model.id.in_(ids)))


def _run(session: Session, *statements: Any) -> None:
    for statement in statements:
        session.execute(statement.execution_options(synchronize_session=False))


def _attempts(model: Any) -> Callable[[date], Select[Any]]:  # noqa: ANN401
    return lambda kept_from: select(model.id).where(_before(model.at, kept_from))


def _visits(kept_from: date) -> Select[Any]:
    told = (Visit.document_last_four, Visit.spoke_alone, Visit.understood, Visit.understood_about, Visit.exit_note)
    something = or_(*(column.is_not(None) for column in told), Visit.holder_is_close)
    return select(Visit.id).where(_before(func.coalesce(Visit.ended_at, Visit.started_at), kept_from), something)


def _blank_visits(session: Session, ids: Ids, _now: datetime) -> None:
    _run(session, update(Visit).where(Visit.id.in_(ids)).values(NOTHING_OF_VISIT))


def _vouchers(kept_from: date) -> Select[Any]:
    return select(Voucher.id).join(Visit, Visit.id == Voucher.visit_id).where(_before(Visit.started_at, kept_from))


def _calls(kept_from: date) -> Select[Any]:
    something = or_(PhoneCall.number.is_not(None), cast(PhoneCall.facts, Text) != "[]")
    over = _before(func.coalesce(PhoneCall.ended_at, PhoneCall.started_at), kept_from)
    return select(PhoneCall.id).where(over, something)


def _blank_calls(session: Session, ids: Ids, _now: datetime) -> None:
    _run(session, update(PhoneCall).where(PhoneCall.id.in_(ids)).values(number=None, facts=[]))


def _throw_mails(session: Session, ids: Ids, _now: datetime) -> None:
    _run(session, delete(MailPart).where(MailPart.mail_id.in_(ids)), delete(Mail).where(Mail.id.in_(ids)))


def _sheets(kept_from: date) -> Select[Any]:
    apart = PaperSheet.mandate_id.is_(None) & (PaperSheet.received_on < kept_from)
    something = or_(PaperSheet.executor.is_not(None), exists().where(SheetPage.sheet_id == PaperSheet.id))
    query = select(PaperSheet.id).outerjoin(Mandate, Mandate.id == PaperSheet.mandate_id)
    return query.where(or_(apart, mandate_ended(kept_from)), PaperSheet.done_at.is_not(None), something)


def _throw_scans(session: Session, ids: Ids, _now: datetime) -> None:
    _run(session, delete(SheetPage).where(SheetPage.sheet_id.in_(ids)))
    _run(session, update(PaperSheet).where(PaperSheet.id.in_(ids)).values(executor=None))


def _letters(kept_from: date) -> Select[Any]:
    # What is about a right goes by the end of that right, however long ago it was written.
    running = select(WorkRelation.dossier_number).where(~relation_ended(kept_from))
    apart = Letter.mandate_id.is_(None) & (Letter.dated < kept_from) & Letter.dossier_number.not_in(running)
    something = or_(exists().where(LetterContent.letter_id == Letter.id), cast(Letter.data, Text) != "{}")
    query = select(Letter.id).outerjoin(Mandate, Mandate.id == Letter.mandate_id)
    return query.where(or_(apart, mandate_ended(kept_from)), Letter.printed_at.is_not(None), something)


def _throw_letters(session: Session, ids: Ids, _now: datetime) -> None:
    blank_letters(session, ids)


def _throw_relations(session: Session, ids: Ids, _now: datetime) -> None:
    _run(session, delete(PhoneCall).where(PhoneCall.relation_id.in_(ids)))
    _run(session, delete(UserRight).where(UserRight.relation_id.in_(ids)))
    _run(session, delete(WorkRelation).where(WorkRelation.id.in_(ids)))


def _dossiers(kept_from: date) -> Select[Any]:
    query = select(JournalEntry.id).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    return query.where(mandate_ended(kept_from), *_still_told()).order_by(JournalEntry.id)


def _entries_apart(kept_from: date) -> Select[Any]:
    apart = JournalEntry.mandate_id.is_(None) & _before(JournalEntry.at, kept_from)
    query = select(JournalEntry.id).where(apart, ~_proves_a_right(kept_from), *_still_told())
    return query.order_by(JournalEntry.id)


def _proves_a_right(kept_from: date) -> ColumnElement[bool]:
    """Whether an entry is about a work relation that is not over its term: by its number, or by its letter."""
    running = ~relation_ended(kept_from)
    # A database writes such a number with or without hyphens.
    numbers = select(func.replace(cast(WorkRelation.id, String), "-", "")).where(running)
    letters = select(Letter.id).join(WorkRelation, WorkRelation.dossier_number == Letter.dossier_number).where(running)
    named = func.replace(func.coalesce(JournalEntry.data["relation"].as_string(), ""), "-", "")
    told = JournalEntry.letter_id.is_not(None) & JournalEntry.letter_id.in_(letters)
    return or_(named.in_(numbers), told)


def _still_told() -> tuple[ColumnElement[bool], ...]:
    sealed = select(func.coalesce(func.max(JournalSeal.last_id), 0)).scalar_subquery()
    return JournalEntry.kind.not_in((GONE, BLANKED, THROWN_AWAY)), JournalEntry.id <= sealed


def _blank(session: Session, ids: Ids, now: datetime) -> None:
    blank_entries(session, ids, now=now)


def _forget(session: Session, ids: Ids, now: datetime) -> None:
    for person_id in ids:
        erase_person(session, get_person(session, person_id), now=now)


SORTS = (
    Sort("sign_in_attempt", "attempt_days", _attempts(SignInAttempt), _deleting(SignInAttempt)),
    Sort("code_attempt", "attempt_days", _attempts(CodeAttempt), _deleting(CodeAttempt)),
    Sort("letter_check_try", "attempt_days", _attempts(LetterCheckTry), _deleting(LetterCheckTry)),
    Sort("web_session", "session_days",
         lambda kept_from: select(WebSession.id).where(_before(WebSession.last_seen_at, kept_from)),
         _deleting(WebSession)),
    Sort("api_token", "session_days",
         lambda kept_from: select(ApiToken.digest).where(_before(ApiToken.expires_at, kept_from)),
         lambda session, digests, _now: _run(session, delete(ApiToken).where(ApiToken.digest.in_(digests)))),
    Sort("visit", "visit_months", _visits, _blank_visits),
    Sort("voucher", "visit_months", _vouchers, _deleting(Voucher)),
    Sort("second_look", "visit_months",
         lambda kept_from: select(SecondLook.id).where(_before(SecondLook.asked_at, kept_from)),
         _deleting(SecondLook)),
    Sort("phone_call", "visit_months", _calls, _blank_calls),
    Sort("mail", "mail_months",
         lambda kept_from: select(Mail.id).where(Mail.ended_at.is_not(None), _before(Mail.ended_at, kept_from)),
         _throw_mails),
    Sort("paper_sheet", "scan_years", _sheets, _throw_scans),
    Sort("letter", "letter_years", _letters, _throw_letters),
    Sort("said_representation", "journal_years",
         lambda kept_from: select(SaidRepresentation.id).where(SaidRepresentation.until_day < kept_from),
         _deleting(SaidRepresentation)),
    Sort("work_relation", "journal_years",
         lambda kept_from: select(WorkRelation.id).where(relation_ended(kept_from)), _throw_relations),
    Sort("journal of mandates", "journal_years", _dossiers, _blank),
    Sort("journal of the rest", "journal_years", _entries_apart, _blank),
    # Last, because all of the above can be what somebody is still known for.
    Sort("person", "journal_years", unneeded, _forget),
)  # fmt: skip
# A draft says itself until which day it is kept: what people were told holds, whatever is set later.
DRAFTS = Sort("draft", "draft_days", lambda today: select(Draft.id).where(Draft.expires_on < today), _deleting(Draft))
