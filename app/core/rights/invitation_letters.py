"""With which somebody new begins: an e-mail to himself, or a letter with a code to the organisation.

The e-mail goes to the address that who decides for the organisation gave, and only for a right that decides nothing.
Its number is of its own and opens the invitation alone (docs/decisions/2026-11-29-invited-by-e-mail.md).
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.letters.data import COLLEAGUE
from app.core.letters.facts import reader_of
from app.core.letters.mails import LETTER, order_invitation_mail
from app.core.letters.orders import order_letter_of_party
from app.core.mandates.dossier_numbers import new_dossier_number
from app.core.people.email_addresses import parse_email
from app.core.people.persons import get_person
from app.core.policy import Policy
from app.core.rights.held import describe_rights, words_for_letter
from app.core.rights.wishes import Newcomer
from app.models.journal import JournalEntry
from app.models.right_type import RightType
from app.models.work_relation import WorkRelation
from app.translations import say


def order_invitation(
    session: Session, entry: JournalEntry, relation: WorkRelation, *, policy: Policy, now: datetime
) -> None:
    """Promise the e-mail or the letter, once for a relation; `entry` is the appointment, or the second signature."""
    day, party = brussels_day(now), relation.party
    by = relation.appointed_by_id
    facts = {
        "recipient_name": reader_of(session, entry, party, day),
        "party_name": party.name,
        "party_number": party.enterprise_number,
        "colleague": relation.person.name,
        "acted_by": get_person(session, by).name if by else party.name,
        "acted_on": relation.started_on.isoformat(),
        "rights": _rights(session, relation, day),
        "answer_by": relation.lapses_after.isoformat(),
    }
    if relation.email_address is not None and policy.sends_mail:
        relation.mail_number = new_dossier_number(session)
        told = {key: facts[key] for key in ("party_name", "acted_by", "acted_on", "answer_by")}
        told |= {"recipient_name": relation.person.name, "titles": _titles(relation), LETTER: facts}
        order_invitation_mail(session, entry, party.id, relation.mail_number, told, now=now)
        return
    number = relation.dossier_number
    order_letter_of_party(session, entry, party, COLLEAGUE, number, facts, policy=policy, now=now)


def address_for(who: Newcomer, types: Iterable[RightType], *, policy: Policy) -> str | None:
    """Where somebody new is invited by e-mail; None where a letter does: of a right that decides, and without mail."""
    by_mail = bool(who.email_address) and policy.sends_mail and not any(one.decides for one in types)
    return parse_email(who.email_address or "", field="email_address") if by_mail else None


def _titles(relation: WorkRelation) -> list[str]:
    """What he becomes, and for no customer by name: whose mailbox it is, nobody saw."""
    return list(dict.fromkeys(right.right_type.name.lower() for right in relation.rights))


def _rights(session: Session, relation: WorkRelation, day: date) -> list[str]:
    """How far each right reaches; or that nothing is left of any, when its mandates ended before the second signed."""
    words = words_for_letter(describe_rights(session, relation.rights, day))
    names = dict.fromkeys(right.right_type.name for right in relation.rights)
    return words or [say("rights.over", name=name) for name in names]
