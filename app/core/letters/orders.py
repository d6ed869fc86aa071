"""Letters: ordered with the act, printed after it, posted by people. Each side sees only its own."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core import outbox
from app.core.calendar import promised_by
from app.core.errors import NotFound
from app.core.letters.data import COLLEAGUE, OWN_INVITATION_ENDED, OWN_RIGHTS_ENDED, LetterToPrint
from app.core.letters.facts import letter_facts
from app.core.letters.mail_data import INVITED, UNINVITED
from app.core.letters.mails import LETTER, NUMBER, gather_lone_mail, gather_mail, gather_mail_of_party
from app.core.letters.well_formed import LONGEST_ADDRESS_LINE, MOST_ADDRESS_LINES, check_letter
from app.core.mandates.signatures import TO_THE_SECOND
from app.core.people.notices import NoticeState, find_notice_state
from app.core.people.parties import get_party
from app.core.people.rights import find_relation_by_mail_number
from app.core.policy import Policy
from app.core.register.addresses import Address
from app.core.register.functions import get_function
from app.core.register.postal import address_of, envelope_lines
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterContent
from app.models.lifecycle import Side
from app.models.mail import MailPart
from app.models.mandate import Mandate
from app.models.party import Party

TEMPLATE_OF_TODAY = "2026-11-21"
PRINT = "print_letter"
# What passes between two representatives of one party goes to one of them by name, and not to the address of all.
BY_LETTER_ONLY = {"to_sign", "sign_waits", "not_signed"}


def order_letters(
    session: Session, entry: JournalEntry, mandate: Mandate, kinds: Sequence[str], *, policy: Policy, now: datetime
) -> list[Letter]:
    """Promise letters because of `entry`: the facts are frozen now, the worker prints them after the commit.

    Who wants e-mail is promised one beside his letter, or instead of it when it only reminds.
    """
    made = [_tell(session, entry, mandate, kind, policy, now) for kind in kinds]
    return [letter for letter in made if letter is not None]


def get_letter(session: Session, letter_id: uuid.UUID, party_id: uuid.UUID) -> Letter:
    """A letter to this party; NotFound for one to the other side: each side sees only letters addressed to it."""
    query = select(Letter).where(Letter.id == letter_id, Letter.party_id == party_id).options(joinedload(Letter.party))
    letter = session.scalars(query).first()
    if letter is None:
        raise NotFound("letter_unknown")
    return letter


def find_sealed_part(session: Session, letter_id: uuid.UUID, part: str) -> bytes | None:
    """The encrypted bytes of "pdf", "text" or "page-1"; None while the letter is not printed."""
    return session.scalar(
        select(LetterContent.sealed).where(LetterContent.letter_id == letter_id, LetterContent.part == part)
    )


def to_print(letter: Letter, dossier_number: str, code: str | None) -> LetterToPrint:
    """The letter as the press wants it; without a code it is the copy that staff may see, with the code covered."""
    data = letter.data | ({"code": code} if code else {})
    return LetterToPrint(letter.kind, letter.template, dossier_number, letter.dated, letter.address_lines, data)


def order_letter_of_party(
    session: Session,
    entry: JournalEntry,
    party: Party,
    kind: str,
    dossier_number: str,
    data: dict[str, Any],
    *,
    policy: Policy,
    now: datetime,
    other_id: uuid.UUID | None = None,
    mailed: bool = True,
) -> Letter:
    """Promise a letter that is about no mandate and bears this number of its own, and an e-mail beside it if wished.

    `other_id` is the party across of which it tells; news between these two becomes one e-mail. Without `mailed` there
    is none, because another letter of the same act has it.
    """
    letter = _made(session, entry, party, kind, data, policy, now)
    letter.dossier_number = dossier_number
    _ordered(session, letter, dossier_number, now)
    if mailed and find_notice_state(session, party.id).wants_mail(sends_mail=policy.sends_mail):
        gather_mail_of_party(session, entry, letter, other_id, now=now)
    return letter


def tell_party(
    session: Session, entry: JournalEntry, party: Party, kind: str, dossier_number: str, data: dict[str, Any], *,
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Promise a party what is about no mandate and only reminds: by letter, or by e-mail alone for who chose that."""
    if find_notice_state(session, party.id).wants_letter(kind.split(".")[0], sends_mail=policy.sends_mail):
        order_letter_of_party(session, entry, party, kind, dossier_number, data, policy=policy, now=now)
    else:
        check_letter(LetterToPrint(kind, f"{kind}/{TEMPLATE_OF_TODAY}", dossier_number, brussels_day(now), [], data))
        gather_lone_mail(session, entry, party.id, kind, dossier_number, data, now=now)


def write_after_all(session: Session, part: MailPart, party: Party, *, policy: Policy, now: datetime) -> Letter:
    """The letter for what was promised by e-mail alone, about no mandate, and could not be sent."""
    if part.kind == INVITED:
        return _invite_after_all(session, part, party, policy, now)
    if part.kind == UNINVITED:
        return _uninvite_after_all(session, part, party, policy, now)
    data = {name: value for name, value in part.data.items() if name != NUMBER}
    letter = _made(session, session.get_one(JournalEntry, part.cause_id), party, part.kind, data, policy, now)
    letter.dossier_number = part.data[NUMBER]
    return _ordered(session, letter, part.data[NUMBER], now)


def _invite_after_all(session: Session, part: MailPart, party: Party, policy: Policy, now: datetime) -> Letter:
    """The letter with a code for somebody new; the number in the e-mail opens nothing more, whoever reads it."""
    relation = find_relation_by_mail_number(session, part.data[NUMBER])
    if relation is None:
        raise LookupError("an e-mail of which the letter was written already is not written again")
    relation.mail_number = None
    entry = session.get_one(JournalEntry, part.cause_id)
    letter = _made(session, entry, party, COLLEAGUE, part.data[LETTER], policy, now)
    letter.dossier_number = relation.dossier_number
    return _ordered(session, letter, relation.dossier_number, now)


def _uninvite_after_all(session: Session, part: MailPart, party: Party, policy: Policy, now: datetime) -> Letter:
    """The letter, at the address of his organisation, for who was invited by e-mail and no longer is."""
    relation = find_relation_by_mail_number(session, part.data[NUMBER])
    if relation is None:
        raise LookupError("who was invited by e-mail keeps the number of it")
    entry = session.get_one(JournalEntry, part.cause_id)
    letter = _made(session, entry, party, OWN_INVITATION_ENDED, part.data[LETTER], policy, now)
    letter.dossier_number = relation.dossier_number
    return _ordered(session, letter, relation.dossier_number, now)


def order_anew(session: Session, entry: JournalEntry, lost: Letter, *, policy: Policy, now: datetime) -> Letter:
    """Promise another letter about the same facts, with the day and to the address of today; it says what it replaces.

    Where there is no address it is handed over too, and none that was only named in the visit of the first one counts.
    """
    cause, party = session.get_one(JournalEntry, lost.cause_id), get_party(session, lost.party_id)
    facts = {name: value for name, value in lost.data.items() if name != "large_print"}
    letter = _made(session, cause, party, lost.kind, facts | {"in_place_of": lost.dated.isoformat()}, policy, now)
    letter.cause_id, letter.replaces_id = entry.id, lost.replaces_id or lost.id
    letter.mandate_id, letter.dossier_number = lost.mandate_id, lost.dossier_number
    return _ordered(session, letter, number_on(session, lost), now)


def number_on(session: Session, letter: Letter) -> str:
    """The dossier number that stands on the letter: its own, or that of its mandate."""
    return letter.dossier_number or session.get_one(Mandate, letter.mandate_id).dossier_number


def order_letter(
    session: Session, entry: JournalEntry, mandate: Mandate, kind: str, *, policy: Policy, now: datetime
) -> Letter:
    """Promise one letter, whatever the party chose: the last resort when an e-mail cannot be sent."""
    party = mandate.party_on(Side(kind.split(".")[1]))
    data = letter_facts(session, kind, entry, mandate, brussels_day(now), policy)
    letter = _made(session, entry, party, kind, data, policy, now)
    letter.mandate_id = mandate.id
    return _ordered(session, letter, mandate.dossier_number, now)


def _made(
    session: Session, entry: JournalEntry, party: Party, kind: str, data: dict[str, Any], policy: Policy, now: datetime
) -> Letter:
    day = brussels_day(now)
    address = address_of(session, party, entry.visit_id if party.id == entry.party_id else None)
    return Letter(
        id=uuid.uuid4(),
        party_id=party.id,
        cause_id=entry.id,
        kind=kind,
        template=f"{kind}/{TEMPLATE_OF_TODAY}",
        dated=day,
        address_lines=_addressed(session, party, address, _first_line(session, kind, data, entry)) if address else [],
        data=data | _wished(find_notice_state(session, party.id)),
        ordered_at=now,
        promised_by=promised_by(day, policy.promise_working_days),
        handed_over=address is None,
    )


def _ordered(session: Session, letter: Letter, dossier_number: str, now: datetime) -> Letter:
    # A letter that cannot be printed must fail the act now, not the worker later.
    check_letter(to_print(letter, dossier_number, None))
    session.add(letter)
    session.flush()
    outbox.put(session, PRINT, f"{PRINT}:{letter.id}", {"letter_id": str(letter.id)}, now=now)
    return letter


def _first_line(session: Session, kind: str, data: dict[str, Any], entry: JournalEntry) -> str | None:
    """Who stands above the name of the enterprise: who is asked to sign too, or the colleague whose rights ended."""
    if kind in {OWN_RIGHTS_ENDED, OWN_INVITATION_ENDED}:
        return str(data["colleague"])
    return get_function(session, uuid.UUID(entry.data["second"])).name if kind.startswith(TO_THE_SECOND) else None


def _addressed(session: Session, party: Party, address: Address, name: str | None) -> list[str]:
    """The lines of the envelope, with one person of the enterprise above them if there is room."""
    lines = envelope_lines(session, party, address)
    if name is None:
        return lines
    fits = len(lines) < MOST_ADDRESS_LINES and len(name) <= LONGEST_ADDRESS_LINE and name not in lines
    return [name, *lines] if fits else lines


def _tell(
    session: Session, entry: JournalEntry, mandate: Mandate, kind: str, policy: Policy, now: datetime
) -> Letter | None:
    state = find_notice_state(session, mandate.party_on(Side(kind.split(".")[1])).id)
    letter = None
    if state.wants_letter(kind.split(".")[0], sends_mail=policy.sends_mail):
        letter = order_letter(session, entry, mandate, kind, policy=policy, now=now)
    if state.wants_mail(sends_mail=policy.sends_mail) and kind.split(".")[0] not in BY_LETTER_ONLY:
        facts = letter_facts(session, kind, entry, mandate, brussels_day(now), policy)
        gather_mail(session, entry, mandate, kind, facts, letter, now=now)
    return letter


def _wished(state: NoticeState) -> dict[str, bool]:
    return {"large_print": True} if state.choice.large_print else {}
