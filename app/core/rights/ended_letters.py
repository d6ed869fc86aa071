"""The letters that tell an organisation, and the colleague, which of his rights ended by phone or at a counter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.letters.data import OWN_RIGHTS_ENDED, RIGHTS_ENDED
from app.core.letters.facts import reader_of
from app.core.letters.orders import order_letter_of_party
from app.core.mandates.mandate_texts import channel_text, who_did
from app.core.policy import Policy
from app.core.rights.held import describe_rights, words_for_letter
from app.models.journal import JournalEntry
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation
from app.translations import say


def tell_ended(
    session: Session, entry: JournalEntry, rights: Sequence[UserRight], *, whole: bool, alone: int,
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Promise a letter to the organisation, with an e-mail beside it if wished, and one to the colleague there.

    Both go to the address of the organisation: another one of the colleague is not known. `entry` is the end of
    these rights, under the number of the first; only the organisation hears how many mandates are left `alone`.
    """
    relation = rights[0].relation
    party, number, frame = relation.party, relation.dossier_number, {"policy": policy, "now": now}
    facts = facts_of_end(session, entry, relation, rights, now=now) | {"whole": whole, "alone": alone or None}
    order_letter_of_party(session, entry, party, RIGHTS_ENDED, number, facts, **frame)
    own = facts | {"recipient_name": relation.person.name, "alone": None}
    order_letter_of_party(session, entry, party, OWN_RIGHTS_ENDED, number, own, mailed=False, **frame)


def facts_of_end(
    session: Session, entry: JournalEntry, relation: WorkRelation, rights: Sequence[UserRight], *, now: datetime
) -> dict[str, Any]:
    """What both letters say about these rights, which `entry` ended or kept from beginning."""
    party, day = relation.party, brussels_day(now)
    words = words_for_letter(describe_rights(session, rights, day))
    names = dict.fromkeys(one.right_type.name for one in rights)
    return {
        "recipient_name": reader_of(session, entry, party, day),
        "party_name": party.name,
        "party_number": party.enterprise_number,
        "colleague": relation.person.name,
        "acted_by": who_did(session, entry) or party.name,
        "acted_on": day.isoformat(),
        "channel": channel_text(session, entry),
        "rights": words or [say("rights.over", name=name) for name in names],
    }
