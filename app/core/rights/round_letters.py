"""The yearly list of an organisation, as it is written to it: by letter, or by e-mail for who reads reminders there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.letters.data import ROUND
from app.core.letters.facts import reader_of
from app.core.letters.orders import tell_party
from app.core.letters.round_letter_data import ListedColleague
from app.core.policy import Policy
from app.core.rights.held import words_for_list
from app.core.rights.matrix import Colleague
from app.models.journal import JournalEntry
from app.models.party import Party
from app.models.rights_round import RightsRound

MOST_LISTED = 100  # as many as an overview: more does not go into an envelope


def tell_of_round(
    session: Session, entry: JournalEntry, party: Party, asked: RightsRound, everybody: Sequence[Colleague], *,
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Promise the list because of `entry`: that it was asked, or that nobody answered."""
    facts = {
        "recipient_name": reader_of(session, entry, party, brussels_day(now)),
        "party_name": party.name,
        "party_number": party.enterprise_number,
        "asked_on": asked.asked_on.isoformat(),
        "reminds": asked.reminded_on is not None,
        "people": [_listed(one) for one in everybody[:MOST_LISTED]],
        "more": len(everybody) - MOST_LISTED if len(everybody) > MOST_LISTED else None,
    }
    tell_party(session, entry, party, ROUND, asked.dossier_number, facts, policy=policy, now=now)


def _listed(one: Colleague) -> ListedColleague:
    held = [str(key) for each in one.held for key in each.rights]
    return {"name": one.name, "rights": words_for_list(one.held), "held": held}
