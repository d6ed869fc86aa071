"""The letter with which somebody new begins: to the organisation, with a code, under the number of the relation."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.letters.data import COLLEAGUE
from app.core.letters.facts import reader_of
from app.core.letters.orders import order_letter_of_party
from app.core.people.persons import get_person
from app.core.policy import Policy
from app.core.rights.held import describe_rights, words_for_letter
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.work_relation import WorkRelation
from app.translations import say


def order_invitation(
    session: Session, entry: JournalEntry, relation: WorkRelation, *, policy: Policy, now: datetime
) -> Letter:
    """Promise the letter, once for a relation; `entry` is the appointment, or the second signature under it."""
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
    return order_letter_of_party(
        session, entry, party, COLLEAGUE, relation.dossier_number, facts, policy=policy, now=now
    )


def _rights(session: Session, relation: WorkRelation, day: date) -> list[str]:
    """How far each right reaches; or that nothing is left of any, when its mandates ended before the second signed."""
    words = words_for_letter(describe_rights(session, relation.rights, day))
    names = dict.fromkeys(right.right_type.name for right in relation.rights)
    return words or [say("rights.over", name=name) for name in names]
