"""What somebody may see of a party's mandates. Seeing is wider than deciding: who executes a mandate may read it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.people.parties import get_party
from app.core.people.rights import list_rights_of
from app.core.permits.managing import permit_person
from app.core.permits.visit import open_visit
from app.models.journal import Channel
from app.models.party import Party


@dataclass(frozen=True)
class Sight:
    """What the actor sees of `party`.

    `decides` is false for who may only execute: he reads, without buttons and without letters, because a code in a
    letter would let him decide after all. `only` names the mandates he may see; None means all of them.
    """

    party: Party
    decides: bool
    only: frozenset[uuid.UUID] | None = None

    def shows(self, mandate_id: uuid.UUID) -> bool:
        """Whether this mandate of the party may be seen."""
        return self.only is None or mandate_id in self.only


def find_sight(session: Session, actor: Actor, day: date) -> Sight:
    """What the actor may see on `day`: a clerk the mandates of the customer, anybody else what his right reaches.

    Raises NotAllowed for who has no right in the party any more, and for a clerk between customers.
    """
    if actor.channel is Channel.COUNTER:
        return Sight(get_party(session, open_visit(session, actor).party_id), decides=True)
    if actor.party_id is None:
        raise NotAllowed("sign_in_first")
    party = get_party(session, actor.party_id)
    try:
        permit_person(session, actor.person_id, party, day)
    except NotAllowed:
        return Sight(party, False, _executed(session, actor, party, day))
    return Sight(party, decides=True)


def _executed(session: Session, actor: Actor, party: Party, day: date) -> frozenset[uuid.UUID] | None:
    rights = list_rights_of(session, actor.person_id, day) if actor.person_id else []
    mine = [right.mandate_id for right in rights if right.party_id == party.id]
    if not mine:
        raise NotAllowed("may_not_decide", party=party.name)
    return None if None in mine else frozenset(one for one in mine if one is not None)
