"""The letter about an appointment that lapses within a week, or lapsed without a second signature."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.letters.data import APPOINTMENT_WAITS
from app.core.letters.facts import reader_of
from app.core.letters.orders import order_letter_of_party
from app.core.people.persons import get_person
from app.core.policy import Policy
from app.core.rights.held import describe_rights, words_for_letter
from app.models.journal import JournalEntry
from app.models.work_relation import WorkRelation
from app.translations import say


def tell_waiting(
    session: Session, entry: JournalEntry, relation: WorkRelation, state: Literal["to_sign", "invited", "lapsed"],
    seconds: Sequence[str], *, policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Promise the letter because of `entry`, with an e-mail beside it if wished; `seconds` are who can still sign."""
    party, day, by = relation.party, brussels_day(now), relation.appointed_by_id
    words = words_for_letter(describe_rights(session, relation.rights, day))
    names = dict.fromkeys(one.right_type.name for one in relation.rights)
    facts = {
        "recipient_name": reader_of(session, entry, party, day),
        "party_name": party.name,
        "party_number": party.enterprise_number,
        "colleague": relation.person.name,
        "acted_by": get_person(session, by).name if by else party.name,
        "acted_on": relation.started_on.isoformat(),
        "rights": words or [say("rights.over", name=name) for name in names],
        "state": state,
        "seconds": [*seconds],
        "by_mail": relation.mail_number is not None,
        "answer_by": relation.lapses_after.isoformat(),
    }
    number = relation.dossier_number
    order_letter_of_party(session, entry, party, APPOINTMENT_WAITS, number, facts, policy=policy, now=now)
