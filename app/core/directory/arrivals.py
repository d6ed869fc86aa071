"""Who signs in at the provider of staff, while a directory says who works here: it has the last word."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.directory.colleagues import enter_colleague
from app.core.directory.rules import DirectoryRules
from app.core.directory.standing import place_of
from app.core.errors import NotAllowed
from app.core.people.provider_accounts import Arrival
from app.core.people.signed_in import SignedIn
from app.core.policy import Policy
from app.models.directory import DirectoryUser


def enter_known(
    session: Session, arrival: Arrival, said: str, rules: DirectoryRules, *, policy: Policy, now: datetime
) -> SignedIn | None:
    """Let in who is known as `said` in the directory, at the desk and under the number that it gives him.

    None for who is not in it, when that is allowed. Raises NotAllowed for who is not, when it is not, and for who is in
    it without being active, without a number, or without a group that gives a desk.
    """
    # Locked: a change that comes at the same moment waits, and then ends the session that begins here.
    query = select(DirectoryUser).where(getattr(DirectoryUser, rules.subject) == said).with_for_update()
    user = session.scalar(query)
    if user is None:
        if rules.known_only:
            raise NotAllowed("directory_unknown")
        return None
    place = place_of(session, user, rules)
    who = enter_colleague(
        session, arrival, number=place.number, office=place.office, roles=place.roles, policy=policy, now=now
    )
    user.person_id = who.person_id  # the sign-in may know the names that the directory does not
    session.flush()
    return who
