"""The letter that tells an organisation that a second representative must sign for the rights of a colleague."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.letters.data import TO_SIGN
from app.core.letters.orders import order_letter_of_party
from app.core.people.persons import get_person
from app.core.policy import Policy
from app.core.rights.held import describe_rights, words_for_letter
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.work_relation import WorkRelation


def ask_second_by_letter(
    session: Session, entry: JournalEntry, relation: WorkRelation, seconds: Sequence[Function], *, replaces: bool,
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Promise the letter, with an e-mail beside it if wished; `entry` is the first signature.

    It names everybody who can sign second, and greets him by name when that is one person.
    """
    party, day, by = relation.party, brussels_day(now), relation.appointed_by_id
    names = sorted({one.name for one in seconds})
    facts = {
        "recipient_name": names[0] if len(names) == 1 else None,
        "party_name": party.name,
        "party_number": party.enterprise_number,
        "colleague": relation.person.name,
        "acted_by": get_person(session, by).name if by else party.name,
        "acted_on": day.isoformat(),
        "rights": words_for_letter(describe_rights(session, relation.rights, day)),
        "seconds": names,
        "replaces": replaces,
        "sign_by": relation.lapses_after.isoformat(),
    }
    number = relation.dossier_number
    order_letter_of_party(session, entry, party, TO_SIGN, number, facts, policy=policy, now=now)
