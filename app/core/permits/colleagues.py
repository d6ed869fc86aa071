"""Who may decide about the rights of colleagues: who decides for the party, and who has a right to appoint there.

The second gives and takes back rights to work with mandates only: never one that decides for the organisation, so he
makes nobody more than he is himself.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.people.rights import is_appointer
from app.core.permits.managing import Permit, permit_managing
from app.models.journal import Ground
from app.models.party import Party
from app.models.right_type import RightType


def permit_colleagues(session: Session, actor: Actor, party: Party, day: date, *, widens: bool, about: str) -> Permit:
    """The permit to give and take back rights in `party` on `day`; NotAllowed as `permit_managing`."""
    try:
        return permit_managing(session, actor, party, day, widens=widens, about=about)
    except NotAllowed:
        if may_appoint(session, actor, party, day):
            return Permit(Ground.APPOINTER_RIGHT, decides=False)
        raise


def may_appoint(session: Session, actor: Actor, party: Party, day: date) -> bool:
    """Whether it is a right to appoint that lets the actor, who signed in for this party, do so."""
    himself = actor.comes_himself and actor.letter_id is None and actor.party_id == party.id
    return himself and actor.person_id is not None and is_appointer(session, actor.person_id, party.id, day)


def check_not_above(permit: Permit, types: Iterable[RightType]) -> None:
    """Refuse a right that decides for the organisation to who may only appoint."""
    if not permit.decides and any(one.decides for one in types):
        raise NotAllowed("right_above_own")
