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
from app.core.privacy.forgetting import NOTHING_OF_VISIT, blank_letters, erase_accounts, erase_person, unneeded
from app.core.privacy.inventory import read_inventory
from app.models.account import Account
from app.models.api_client import ApiToken
from app.models.break_glass import BreakGlass
from app.models.draft import Draft
from app.models.event import Event
from app.models.handoff import Handoff
from app.models.journal import BLANKED, GONE, THROWN_AWAY, JournalEntry
from app.models.journal_seal import JournalSeal
from app.models.kept_answer import KeptAnswer
from app.models.letter import CodeAttempt, Letter, LetterContent
from app.models.letter_check_try import LetterCheckTry
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet, SheetPage
from app.models.phone_call import PhoneCall
from app.models.rights_round import RightsRound, RightsSeen
from app.models.said_representation import SaidRepresentation
from app.models.second_look import SecondLook
from app.models.sign_in_attempt import SignInAttempt
from app.models.user_right import UserRight
from app.models.visit import Visit
from app.models.voucher import Voucher
from app.models.web_session import WebSession
from app.models.webhook import DeliveryState, WebhookDelivery
from app.models.work_relation import WorkRelation

Ids = Sequence[Any]
Moment = Column[datetime] | InstrumentedAttribute[datetime] | ColumnElement[datetime]


@dataclass(frozen=True)
class Sort:
    """One sort of data: what it is called in reports, its term in the inventory, what is over, and how it goes.

    `rows` gets the first day that is kept; what is of before it is over. `of` are the tables that lose something, where
    the name is not that of the only one.
    """

    name: str
    term: str
    rows: Callable[[date], Select[Any]]
    throw: Callable[[Session, Ids, datetime], None]
    of: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of which rows or columns go."""
        return self.of or (self.name,)

    @property
    def setting(self) -> str:
        """The setting of its term; a term of the job always has one."""
        return read_inventory().terms[self.term][0] or ""


def _before(column: Any, kept_from: date) -> ColumnElement[bool]:  # noqa: ANN401 - a column of moments
    return column < start_of_brussels_day(kept_from)


def _deleting(model: Any) -> Callable[[Session, Ids, datetime], None]:  # noqa: ANN401 - a table with `id`
    return lambda session, ids, _now: _run(session, delete(model).where(model.id.in_(ids)))


def _run(session: Session, *statements: Any) -> None:
    for statement in statements:
        session.execute(statement.execution_options(synchronize_session=False))


def _attempts(model: Any) -> Callable[[date], Select[Any]]:  # noqa: ANN401
    return lambda kept_from: select(model.id).where(_before(model.at, kept_from))


def _handoffs(kept_from: date) -> Select[Any]:
    running = exists().where(Draft.handoff_id == Handoff.id)
    return select(Handoff.id).where(_before(Handoff.expires_at, kept_from), ~running)


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
    sheets = select(PaperSheet.id).where(PaperSheet.relation_id.in_(ids))
    _run(session, delete(SheetPage).where(SheetPage.sheet_id.in_(sheets)))
    _run(session, delete(PaperSheet).where(PaperSheet.relation_id.in_(ids)))
    _run(session, delete(UserRight).where(UserRight.relation_id.in_(ids)))
    _run(session, delete(WorkRelation).where(WorkRelation.id.in_(ids)))


def _rounds(kept_from: date) -> Select[Any]:
    # Whoever still has rights is asked every year, so a round as old as this is never the newest that counts.
    seen_later = exists().where(RightsSeen.round_id == RightsRound.id, ~_before(RightsSeen.seen_at, kept_from))
    said = func.coalesce(RightsRound.done_on, RightsRound.reminded_on, RightsRound.asked_on)
    return select(RightsRound.id).where(said < kept_from, ~seen_later)


def _throw_rounds(session: Session, ids: Ids, _now: datetime) -> None:
    _run(session, delete(RightsSeen).where(RightsSeen.round_id.in_(ids)))
    _run(session, delete(RightsRound).where(RightsRound.id.in_(ids)))


def _is_shut() -> ColumnElement[bool]:
    """An account with which nobody signs in, and that nothing here needs any more.

    What an administrator closed at a provider stays: without it the next sign-in there would make a new, open one.
    """
    shut = or_(Account.disabled_at.is_not(None), Account.left_at.is_not(None), Account.dormant_at.is_not(None))
    refuses = Account.provider.is_not(None) & Account.disabled_at.is_not(None)
    return shut & ~refuses & Account.id.not_in(select(BreakGlass.account_id))


def _accounts(kept_from: date) -> Select[Any]:
    since = (Account.disabled_at, Account.left_at, Account.dormant_at)
    return select(Account.id).where(_is_shut(), *(or_(one.is_(None), _before(one, kept_from)) for one in since))


def _throw_accounts(session: Session, ids: Ids, _now: datetime) -> None:
    # Somebody may be opening one of them at this moment: it stays.
    still = select(Account.id).where(Account.id.in_(ids), _is_shut()).with_for_update()
    erase_accounts(session, session.scalars(still).all())


def _reasons(kept_from: date) -> Select[Any]:
    return select(Mandate.id).where(Mandate.reason.is_not(None), mandate_ended(kept_from))


def _blank_reasons(session: Session, ids: Ids, _now: datetime) -> None:
    _run(session, update(Mandate).where(Mandate.id.in_(ids)).values(reason=None))


def _dossiers(kept_from: date) -> Select[Any]:
    query = select(JournalEntry.id).join(Mandate, Mandate.id == JournalEntry.mandate_id)
    return query.where(mandate_ended(kept_from), *_still_told()).order_by(JournalEntry.id)


def _entries_apart(kept_from: date) -> Select[Any]:
    apart = JournalEntry.mandate_id.is_(None) & _before(JournalEntry.at, kept_from)
    query = select(JournalEntry.id).where(apart, ~_proves_a_right(kept_from), *_still_told())
    return query.order_by(JournalEntry.id)


def _proves_a_right(kept_from: date) -> ColumnElement[bool]:
    """Whether an entry is about a work relation that is not over its term: by its number, or by its letter.

    Who acted with a letter is told by the number of that letter; what happened to a letter (it was printed, or posted)
    names it in what it tells.
    """
    running = ~relation_ended(kept_from)
    # A database writes such a number with or without hyphens.
    numbers = select(_digits(cast(WorkRelation.id, String))).where(running)
    letters = select(Letter.id).join(WorkRelation, WorkRelation.dossier_number == Letter.dossier_number).where(running)
    named = _digits(JournalEntry.data["relation"].as_string())
    told = JournalEntry.letter_id.is_not(None) & JournalEntry.letter_id.in_(letters)
    happened = _digits(JournalEntry.data["letter_id"].as_string())
    of_letter = happened.in_(letters.with_only_columns(_digits(cast(Letter.id, String))))
    return or_(named.in_(numbers), told, of_letter)


def _digits(number: ColumnElement[Any]) -> ColumnElement[str]:
    return func.replace(func.coalesce(number, ""), "-", "")


def _still_told() -> tuple[ColumnElement[bool], ...]:
    sealed = select(func.coalesce(func.max(JournalSeal.last_id), 0)).scalar_subquery()
    return JournalEntry.kind.not_in((GONE, BLANKED, THROWN_AWAY)), JournalEntry.id <= sealed


def _blank(session: Session, ids: Ids, now: datetime) -> None:
    blank_entries(session, ids, now=now)


def _forget(session: Session, ids: Ids, now: datetime) -> None:
    for person_id in ids:
        erase_person(session, get_person(session, person_id), now=now)


def _deliveries(kept_from: date) -> Select[Any]:
    """What was told, or could not be told, of events that are over; what still waits is told first."""
    over = select(WebhookDelivery.id).join(Event, Event.id == WebhookDelivery.event_id)
    return over.where(WebhookDelivery.state != DeliveryState.WAITING, _before(Event.at, kept_from))


SORTS = (
    Sort("sign_in_attempt", "attempt", _attempts(SignInAttempt), _deleting(SignInAttempt)),
    Sort("code_attempt", "attempt", _attempts(CodeAttempt), _deleting(CodeAttempt)),
    Sort("letter_check_try", "attempt", _attempts(LetterCheckTry), _deleting(LetterCheckTry)),
    Sort("web_session", "session",
         lambda kept_from: select(WebSession.id).where(_before(WebSession.last_seen_at, kept_from)),
         _deleting(WebSession)),
    Sort("kept_answer", "answer",
         lambda kept_from: select(KeptAnswer.id).where(_before(KeptAnswer.claimed_at, kept_from)),
         _deleting(KeptAnswer)),
    Sort("api_token", "session",
         lambda kept_from: select(ApiToken.digest).where(_before(ApiToken.expires_at, kept_from)),
         lambda session, digests, _now: _run(session, delete(ApiToken).where(ApiToken.digest.in_(digests)))),
    # What came of it names it, and goes first: see DRAFTS.
    Sort("handoff", "session", _handoffs, _deleting(Handoff)),
    Sort("account", "account", _accounts, _throw_accounts, of=("account", "code_app", "passkey", "recovery_code")),
    Sort("visit", "visit", _visits, _blank_visits),
    Sort("voucher", "visit", _vouchers, _deleting(Voucher)),
    Sort("second_look", "visit",
         lambda kept_from: select(SecondLook.id).where(_before(SecondLook.asked_at, kept_from)),
         _deleting(SecondLook)),
    Sort("phone_call", "visit", _calls, _blank_calls),
    Sort("mail", "mail",
         lambda kept_from: select(Mail.id).where(Mail.ended_at.is_not(None), _before(Mail.ended_at, kept_from)),
         _throw_mails, of=("mail", "mail_part")),
    Sort("webhook_delivery", "event", _deliveries, _deleting(WebhookDelivery)),
    Sort("event", "event",
         lambda kept_from: select(Event.id).where(Event.position.is_not(None), _before(Event.at, kept_from),
                                                  ~exists().where(WebhookDelivery.event_id == Event.id)),
         _deleting(Event)),
    Sort("paper_sheet", "scan", _sheets, _throw_scans, of=("paper_sheet", "sheet_page")),
    Sort("letter", "letter", _letters, _throw_letters, of=("letter", "letter_content")),
    Sort("said_representation", "dossier",
         lambda kept_from: select(SaidRepresentation.id).where(SaidRepresentation.until_day < kept_from),
         _deleting(SaidRepresentation)),
    Sort("rights_round", "round", _rounds, _throw_rounds, of=("rights_round", "rights_seen")),
    Sort("work_relation", "work",
         lambda kept_from: select(WorkRelation.id).where(relation_ended(kept_from)), _throw_relations,
         of=("work_relation", "user_right")),
    Sort("why a mandate was asked", "dossier", _reasons, _blank_reasons, of=("mandate",)),
    Sort("journal of mandates", "dossier", _dossiers, _blank, of=("journal",)),
    Sort("journal of the rest", "dossier", _entries_apart, _blank, of=("journal",)),
    # Last, because all of the above can be what somebody is still known for.
    Sort("person", "person", unneeded, _forget, of=("person", "party")),
)  # fmt: skip
# A draft says itself until which day it is kept: what people were told holds, whatever is set later.
DRAFTS = Sort("draft", "draft", lambda today: select(Draft.id).where(Draft.expires_on < today), _deleting(Draft))
