"""What is over its term: for each sort of data the rows, as a query, and what is done with them.

Accounts and the journal have files of their own; what every sort consists of stands in `over_parts.py`.

`rows` selects what is over and is still there, so that whatever was thrown away is never found again. Columns that stay
because the law asks (who acted for whom, in numbers) are not touched here.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Text, cast, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from app.core.people.persons import get_person
from app.core.privacy.ended import mandate_ended, relation_ended
from app.core.privacy.forgetting import NOTHING_OF_VISIT, blank_letters, erase_person, unneeded
from app.core.privacy.over_accounts import accounts, throw_accounts
from app.core.privacy.over_journal import blank, dossiers, entries_apart
from app.core.privacy.over_parts import Ids, Sort, before, deleting, run
from app.models.api_client import ApiToken
from app.models.draft import Draft
from app.models.event import Event
from app.models.handoff import Handoff
from app.models.journal import GONE, EntryDomain, JournalEntry
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


def _attempts(model: Any) -> Callable[[date], Select[Any]]:  # noqa: ANN401
    return lambda kept_from: select(model.id).where(before(model.at, kept_from))


def _handoffs(kept_from: date) -> Select[Any]:
    running = exists().where(Draft.handoff_id == Handoff.id)
    return select(Handoff.id).where(before(Handoff.expires_at, kept_from), ~running)


def _visits(kept_from: date) -> Select[Any]:
    told = (Visit.document_last_four, Visit.spoke_alone, Visit.understood, Visit.understood_about, Visit.exit_note)
    something = or_(*(column.is_not(None) for column in told), Visit.holder_is_close)
    return select(Visit.id).where(before(func.coalesce(Visit.ended_at, Visit.started_at), kept_from), something)


def _blank_visits(session: Session, ids: Ids, _now: datetime) -> None:
    run(session, update(Visit).where(Visit.id.in_(ids)).values(NOTHING_OF_VISIT))


def _vouchers(kept_from: date) -> Select[Any]:
    return select(Voucher.id).join(Visit, Visit.id == Voucher.visit_id).where(before(Visit.started_at, kept_from))


def _calls(kept_from: date) -> Select[Any]:
    something = or_(PhoneCall.number.is_not(None), cast(PhoneCall.facts, Text) != "[]")
    over = before(func.coalesce(PhoneCall.ended_at, PhoneCall.started_at), kept_from)
    return select(PhoneCall.id).where(over, something)


def _blank_calls(session: Session, ids: Ids, _now: datetime) -> None:
    run(session, update(PhoneCall).where(PhoneCall.id.in_(ids)).values(number=None, facts=[]))


def _throw_mails(session: Session, ids: Ids, _now: datetime) -> None:
    run(session, delete(MailPart).where(MailPart.mail_id.in_(ids)), delete(Mail).where(Mail.id.in_(ids)))


def _sheets(kept_from: date) -> Select[Any]:
    apart = PaperSheet.mandate_id.is_(None) & (PaperSheet.received_on < kept_from)
    something = or_(PaperSheet.executor.is_not(None), exists().where(SheetPage.sheet_id == PaperSheet.id))
    query = select(PaperSheet.id).outerjoin(Mandate, Mandate.id == PaperSheet.mandate_id)
    return query.where(or_(apart, mandate_ended(kept_from)), PaperSheet.done_at.is_not(None), something)


def _throw_scans(session: Session, ids: Ids, _now: datetime) -> None:
    run(session, delete(SheetPage).where(SheetPage.sheet_id.in_(ids)))
    run(session, update(PaperSheet).where(PaperSheet.id.in_(ids)).values(executor=None))


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
    run(session, delete(PhoneCall).where(PhoneCall.relation_id.in_(ids)))
    sheets = select(PaperSheet.id).where(PaperSheet.relation_id.in_(ids))
    run(session, delete(SheetPage).where(SheetPage.sheet_id.in_(sheets)))
    run(session, delete(PaperSheet).where(PaperSheet.relation_id.in_(ids)))
    run(session, delete(UserRight).where(UserRight.relation_id.in_(ids)))
    run(session, delete(WorkRelation).where(WorkRelation.id.in_(ids)))


def _rounds(kept_from: date) -> Select[Any]:
    # Whoever still has rights is asked every year, so a round as old as this is never the newest that counts.
    seen_later = exists().where(RightsSeen.round_id == RightsRound.id, ~before(RightsSeen.seen_at, kept_from))
    said = func.coalesce(RightsRound.done_on, RightsRound.reminded_on, RightsRound.asked_on)
    return select(RightsRound.id).where(said < kept_from, ~seen_later)


def _throw_rounds(session: Session, ids: Ids, _now: datetime) -> None:
    run(session, delete(RightsSeen).where(RightsSeen.round_id.in_(ids)))
    run(session, delete(RightsRound).where(RightsRound.id.in_(ids)))


def _reasons(kept_from: date) -> Select[Any]:
    return select(Mandate.id).where(Mandate.reason.is_not(None), mandate_ended(kept_from))


def _blank_reasons(session: Session, ids: Ids, _now: datetime) -> None:
    run(session, update(Mandate).where(Mandate.id.in_(ids)).values(reason=None))


def _forget(session: Session, ids: Ids, now: datetime) -> None:
    for person_id in ids:
        erase_person(session, get_person(session, person_id), now=now)


def _deliveries(kept_from: date) -> Select[Any]:
    """What was told, or could not be told, of events that are over; what still waits is told first."""
    over = select(WebhookDelivery.id).join(Event, Event.id == WebhookDelivery.event_id)
    return over.where(WebhookDelivery.state != DeliveryState.WAITING, before(Event.at, kept_from))


def _domains(_kept_from: date) -> Select[Any]:
    """What entries touched that say nothing any more, once no event tells of them either."""
    told = exists().where(Event.journal_id == EntryDomain.entry_id)
    query = select(EntryDomain.entry_id).distinct().join(JournalEntry, JournalEntry.id == EntryDomain.entry_id)
    return query.where(JournalEntry.kind == GONE, ~told)


def _throw_domains(session: Session, ids: Ids, _now: datetime) -> None:
    run(session, delete(EntryDomain).where(EntryDomain.entry_id.in_(ids)))


SORTS = (
    Sort("sign_in_attempt", "attempt", _attempts(SignInAttempt), deleting(SignInAttempt)),
    Sort("code_attempt", "attempt", _attempts(CodeAttempt), deleting(CodeAttempt)),
    Sort("letter_check_try", "attempt", _attempts(LetterCheckTry), deleting(LetterCheckTry)),
    Sort("web_session", "session",
         lambda kept_from: select(WebSession.id).where(before(WebSession.last_seen_at, kept_from)),
         deleting(WebSession)),
    Sort("kept_answer", "answer",
         lambda kept_from: select(KeptAnswer.id).where(before(KeptAnswer.claimed_at, kept_from)),
         deleting(KeptAnswer)),
    Sort("api_token", "session",
         lambda kept_from: select(ApiToken.digest).where(before(ApiToken.expires_at, kept_from)),
         lambda session, digests, _now: run(session, delete(ApiToken).where(ApiToken.digest.in_(digests)))),
    # What came of it names it, and goes first: see DRAFTS.
    Sort("handoff", "session", _handoffs, deleting(Handoff)),
    Sort("account", "account", accounts, throw_accounts, of=("account", "code_app", "passkey", "recovery_code")),
    Sort("visit", "visit", _visits, _blank_visits),
    Sort("voucher", "visit", _vouchers, deleting(Voucher)),
    Sort("second_look", "visit",
         lambda kept_from: select(SecondLook.id).where(before(SecondLook.asked_at, kept_from)),
         deleting(SecondLook)),
    Sort("phone_call", "visit", _calls, _blank_calls),
    Sort("mail", "mail",
         lambda kept_from: select(Mail.id).where(Mail.ended_at.is_not(None), before(Mail.ended_at, kept_from)),
         _throw_mails, of=("mail", "mail_part")),
    Sort("webhook_delivery", "event", _deliveries, deleting(WebhookDelivery)),
    Sort("event", "event",
         lambda kept_from: select(Event.id).where(Event.position.is_not(None), before(Event.at, kept_from),
                                                  ~exists().where(WebhookDelivery.event_id == Event.id)),
         deleting(Event)),
    Sort("paper_sheet", "scan", _sheets, _throw_scans, of=("paper_sheet", "sheet_page")),
    Sort("letter", "letter", _letters, _throw_letters, of=("letter", "letter_content")),
    Sort("said_representation", "dossier",
         lambda kept_from: select(SaidRepresentation.id).where(SaidRepresentation.until_day < kept_from),
         deleting(SaidRepresentation)),
    Sort("rights_round", "round", _rounds, _throw_rounds, of=("rights_round", "rights_seen")),
    Sort("work_relation", "work",
         lambda kept_from: select(WorkRelation.id).where(relation_ended(kept_from)), _throw_relations,
         of=("work_relation", "user_right")),
    Sort("why a mandate was asked", "dossier", _reasons, _blank_reasons, of=("mandate",)),
    Sort("journal of mandates", "dossier", dossiers, blank, of=("journal",)),
    Sort("journal of the rest", "dossier", entries_apart, blank, of=("journal",)),
    Sort("entry_domain", "dossier", _domains, _throw_domains),
    # Last, because all of the above can be what somebody is still known for.
    Sort("person", "person", unneeded, _forget, of=("person", "party")),
)  # fmt: skip
# A draft says itself until which day it is kept: what people were told holds, whatever is set later.
DRAFTS = Sort("draft", "draft", lambda today: select(Draft.id).where(Draft.expires_on < today), deleting(Draft))
