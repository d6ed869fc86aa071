"""The letters that tell an organisation, and the colleague, which of his rights ended by phone or at a counter."""

from collections.abc import Sequence
from datetime import datetime

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
from app.translations import say


def tell_ended(
    session: Session, entry: JournalEntry, rights: Sequence[UserRight], *, whole: bool, alone: int,
    policy: Policy, now: datetime,
) -> None:  # fmt: skip
    """Promise a letter to the organisation, with an e-mail beside it if wished, and one to the colleague there.

    Both go to the address of the organisation: another one of the colleague is not known. `entry` is the end of
    these rights, under the number of the first; only the organisation hears how many mandates are left `alone`.
    """
    relation, day = rights[0].relation, brussels_day(now)
    party, names = relation.party, dict.fromkeys(one.right_type.name for one in rights)
    words = words_for_letter(describe_rights(session, rights, day))
    facts = {
        "recipient_name": reader_of(session, entry, party, day),
        "party_name": party.name,
        "party_number": party.enterprise_number,
        "colleague": relation.person.name,
        "acted_by": who_did(session, entry) or party.name,
        "acted_on": day.isoformat(),
        "channel": channel_text(session, entry),
        "rights": words or [say("rights.over", name=name) for name in names],
        "whole": whole,
        "alone": alone or None,
    }
    number, frame = relation.dossier_number, {"policy": policy, "now": now}
    order_letter_of_party(session, entry, party, RIGHTS_ENDED, number, facts, **frame)
    own = facts | {"recipient_name": relation.person.name, "alone": None}
    order_letter_of_party(session, entry, party, OWN_RIGHTS_ENDED, number, own, mailed=False, **frame)
