"""Sending e-mails: what a worker takes in hand, and what is kept of how it went. Nobody is silently missed.

The server works between two transactions. When it cannot be reached for a day, does not know the address, or e-mail is
no longer wanted, whoever would have read it only there gets a letter after all.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, selectinload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.journal import record
from app.core.letters.mail_data import ADDRESS, INVITED, UNINVITED, MailToSend, SentMail, Told
from app.core.letters.mail_truth import still_holds, still_waits
from app.core.letters.mails import NUMBER
from app.core.letters.orders import number_on, order_letter, write_after_all
from app.core.mandates.lookup import get_mandate, hold_mandates, lock_mandates
from app.core.people.notices import NoticeState, find_notice_state
from app.core.people.parties import get_party
from app.core.people.rights import find_relation_by_mail_number, read_relations_anew
from app.core.policy import Policy
from app.core.vault import Vault
from app.models.journal import Ground, JournalEntry
from app.models.letter import Letter
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate
from app.models.notice_preference import NoticePreference
from app.models.party import Party
from app.models.work_relation import WorkRelation

LONGEST_TRY = timedelta(hours=24)
# A server may take a mail and say days later that it could not bring it.
RETURNED_WITHIN = timedelta(days=7)


def take_mail(session: Session, mail_id: uuid.UUID, *, policy: Policy, now: datetime) -> MailToSend | None:
    """What is to be sent now; None when nothing is, because it was done, nobody wants it, or it is too late for it.

    Commit at once: from then on nothing more is gathered into this mail.
    """
    mail = _get(session, mail_id)
    if mail.outcome is not None:
        return None
    mail.taken_at = mail.taken_at or now
    state = find_notice_state(session, mail.party_id)
    held = [part for part in mail.parts if _holds(session, part, state, now)]
    for part in mail.parts:
        part.told = part in held
    if not held:
        return _end(session, mail, "dropped", now)
    address = _address(session, mail, state)
    if address is None or not policy.sends_mail:
        return _instead(session, mail, "dropped", policy, now)
    if now - mail.due_at > LONGEST_TRY:
        return _instead(session, mail, "given_up", policy, now)
    session.flush()
    told = tuple(_told(session, part) for part in held)
    greeted = held[0].data.get("recipient_name")
    return MailToSend(mail.id, mail.edition, address, greeted, mail.taken_at, told)


def store_sent(session: Session, mail_id: uuid.UUID, sent: SentMail, vault: Vault, *, now: datetime) -> None:
    """Keep what went out, sealed. Sent by two workers it bears one Message-ID, and is written down once."""
    mail = _get(session, mail_id)
    if mail.outcome is not None:
        return
    mail.sealed = vault.seal(f"{sent.subject}\n{sent.text}".encode(), about_mail(mail.id))
    _end(session, mail, "sent", now)


def refuse_address(session: Session, mail_id: uuid.UUID, address: str, *, policy: Policy, now: datetime) -> None:
    """The server does not know the address: nothing more goes there, and letters take over."""
    mail = _get(session, mail_id)
    if mail.outcome is not None:
        return
    _instead(session, mail, "refused", policy, now)
    _mark_failed(session, [mail.party_id], address, now)


def give_up_mail(session: Session, mail_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """This mail cannot be sent, and that says nothing about the address: a letter takes over."""
    mail = _get(session, mail_id)
    if mail.outcome is None:
        _instead(session, mail, "given_up", policy, now)


def return_mail(session: Session, address: str, *, policy: Policy, now: datetime) -> int:
    """Mail to this address came back after all; how many parties used it, or invited somebody there.

    What they were told there alone in the last week, and still holds, is told by letter; who was invited there is
    invited by letter, for as long as the invitation waits. Said twice of one mail, it is written down once.
    """
    users = {*_chosen_by(session, address), *_invited_at(session, address).values()}
    _lock_unanswered(session, users, now)
    # Then the parties, as in acts. What was read before that may be old: the address, the number, who is invited.
    session.execute(select(Party.id).where(Party.id.in_(users)).order_by(Party.id).with_for_update(key_share=True))
    for party_id in users:
        read_relations_anew(session, party_id)
    parties, numbers = _chosen_by(session, address) & users, _invited_at(session, address)
    told_before = _returned_before(session, users)
    mails = [one for one in _lock_sent(session, parties, numbers, now) if str(one.id) not in told_before]
    mandates = _lock_told(session, mails)
    for mail in mails:
        _write_letters(session, mail, mandates, policy, now)
        _record(session, mail, "mail_refused", now)
    _mark_failed(session, parties, address, now)
    return len({*parties, *numbers.values()})


def _lock_unanswered(session: Session, parties: Collection[uuid.UUID], now: datetime) -> None:
    """Hold on to the mandates that these parties may still accept as holder, and were mailed about in the last week.

    Who accepts one and names who carries it out locks the mandate and then the party. Every other act that needs both
    locks the party first, so no other mandate is locked here.
    """
    mailed = exists().where(MailPart.mandate_id == Mandate.id, MailPart.mail_id == Mail.id, _recent(parties, now))
    waits = Mandate.holder_id.in_(parties) & Mandate.accepted_on.is_(None)
    hold_mandates(session, waits & mailed)


def _recent(parties: Collection[uuid.UUID], now: datetime) -> ColumnElement[bool]:
    """What was sent to these parties in the last week."""
    return (Mail.outcome == "sent") & Mail.party_id.in_(parties) & (Mail.ended_at > now - RETURNED_WITHIN)


def _chosen_by(session: Session, address: str) -> set[uuid.UUID]:
    """The parties that want their e-mail there, as far as it still worked."""
    chosen = select(NoticePreference.party_id).where(func.lower(NoticePreference.email) == address.strip().lower())
    return set(session.scalars(chosen.where(NoticePreference.email_failed_at.is_(None))))


def _invited_at(session: Session, address: str) -> dict[str, uuid.UUID]:
    """The numbers of the invitations that went there by e-mail, with who invited."""
    columns = select(WorkRelation.mail_number, WorkRelation.party_id).where(WorkRelation.mail_number.is_not(None))
    rows = session.execute(columns.where(func.lower(WorkRelation.email_address) == address.strip().lower()))
    return {number or "": party_id for number, party_id in rows}


def _lock_sent(
    session: Session, parties: Collection[uuid.UUID], numbers: dict[str, uuid.UUID], now: datetime
) -> list[Mail]:
    """What these parties were sent in the last week, and the invitations with these numbers, for nobody else now.

    An invitation to another address is none of it, whatever party sent it.
    """
    invited = exists().where(MailPart.mail_id == Mail.id, MailPart.kind == INVITED)
    invited &= Mail.party_id.in_(set(numbers.values())) & (Mail.outcome == "sent")
    query = select(Mail).where(_recent(parties, now) | invited).order_by(Mail.id).with_for_update(of=Mail)
    query = query.options(selectinload(Mail.parts)).execution_options(populate_existing=True)
    return [one for one in session.scalars(query) if _is_of(one.parts[0], numbers)]


def _returned_before(session: Session, party_ids: Collection[uuid.UUID]) -> set[str]:
    """The mails of these parties that came back already, each by its id as text."""
    query = select(JournalEntry).where(JournalEntry.party_id.in_(party_ids), JournalEntry.kind == "mail_refused")
    return {str(entry.data.get("mail_id")) for entry in session.scalars(query)}


def _is_of(part: MailPart, numbers: Collection[str]) -> bool:
    """Whether it goes to a party, or invites somebody with one of these numbers."""
    return part.kind != UNINVITED and (part.kind != INVITED or part.data[NUMBER] in numbers)


def about_mail(mail_id: uuid.UUID) -> str:
    """To what the sealed words are bound."""
    return f"mail:{mail_id}"


def _get(session: Session, mail_id: uuid.UUID) -> Mail:
    # What is about no mandate hangs on its party: who answers it holds the party, and maybe waits for the mail then.
    party = select(Mail.party_id).where(Mail.id == mail_id, Mail.other_id.is_(None)).scalar_subquery()
    session.execute(select(Party.id).where(Party.id == party).with_for_update(key_share=True))
    query = select(Mail).where(Mail.id == mail_id).options(selectinload(Mail.parts)).with_for_update(of=Mail)
    mail = session.scalars(query.execution_options(populate_existing=True)).first()
    if mail is None:
        raise NotFound("mail_unknown")
    return mail


def _holds(session: Session, part: MailPart, state: NoticeState, now: datetime) -> bool:
    if part.kind == ADDRESS:
        return bool(part.data["number"] == state.number)
    if part.mandate_id is None:
        return still_waits(session, part, brussels_day(now))
    return still_holds(session, part, get_mandate(session, part.mandate_id), brussels_day(now))


def _address(session: Session, mail: Mail, state: NoticeState) -> str | None:
    """Where it goes; None when it is not to be read anywhere now."""
    kind = mail.parts[0].kind
    if kind in {INVITED, UNINVITED}:
        relation = find_relation_by_mail_number(session, mail.parts[0].data[NUMBER])
        return relation.email_address if relation else None
    return state.choice.email if (state.waits if kind == ADDRESS else state.works) else None


def _told(session: Session, part: MailPart) -> Told:
    if part.kind == ADDRESS:
        return Told(ADDRESS, part.data["number"], {}, with_letter=False)
    if part.mandate_id is not None:
        number = session.get_one(Mandate, part.mandate_id).dossier_number
    elif part.letter_id is not None:
        number = number_on(session, session.get_one(Letter, part.letter_id))
    else:
        number = part.data[NUMBER]
    return Told(part.kind, number, part.data, with_letter=part.letter_id is not None)


def _instead(session: Session, mail: Mail, outcome: str, policy: Policy, now: datetime) -> None:
    _write_letters(session, mail, _lock_told(session, [mail]), policy, now)
    _end(session, mail, outcome, now)


def _write_letters(
    session: Session, mail: Mail, mandates: Mapping[uuid.UUID, Mandate], policy: Policy, now: datetime
) -> None:
    for part in mail.parts:
        # The first mail to an address never has a letter.
        if part.letter_id is not None or part.kind == ADDRESS or not part.told:
            continue
        if part.mandate_id is None:
            if still_waits(session, part, brussels_day(now)):
                party = get_party(session, mail.party_id)
                part.letter_id = write_after_all(session, part, party, policy=policy, now=now).id
            continue
        mandate = mandates[part.mandate_id]
        if still_holds(session, part, mandate, brussels_day(now)):
            entry = session.get_one(JournalEntry, part.cause_id)
            part.letter_id = order_letter(session, entry, mandate, part.kind, policy=policy, now=now).id


def _lock_told(session: Session, mails: Sequence[Mail]) -> Mapping[uuid.UUID, Mandate]:
    """The mandates of which a letter may have to tell: whoever is just stopping one is waited for.

    Acts never wait for a mail that a worker has in hand, so he may wait for them.
    """
    parts = (part for mail in mails for part in mail.parts if part.told and part.letter_id is None)
    return lock_mandates(session, {part.mandate_id for part in parts if part.mandate_id})


def _end(session: Session, mail: Mail, outcome: str, now: datetime) -> None:
    mail.outcome, mail.ended_at = outcome, now
    session.flush()
    if outcome != "dropped":
        _record(session, mail, f"mail_{outcome}", now)


def _record(session: Session, mail: Mail, kind: str, now: datetime) -> None:
    """Write it down once for every mandate in it, and once for what is about no mandate."""
    told = {part.mandate_id: None for part in mail.parts if part.told}
    for mandate_id in told:
        mandate = session.get(Mandate, mandate_id) if mandate_id else None
        about = {"mandate": mandate, "party_id": mail.party_id, "mail_id": str(mail.id)}
        record(session, Actor.job(), kind, now=now, ground=Ground.RULE, **about)


def _mark_failed(session: Session, party_ids: Collection[uuid.UUID], address: str, now: datetime) -> None:
    """Say that nobody can be reached there, unless another address was given since."""
    for party_id in sorted(party_ids):
        row = session.get(NoticePreference, party_id, with_for_update=True, populate_existing=True)
        if row is not None and row.email is not None and row.email.lower() == address.strip().lower():
            row.email_failed_at = now
    session.flush()
