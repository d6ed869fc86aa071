"""What somebody may see of a party's mandates. Seeing is wider than deciding: who executes a mandate may read it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, bindparam, or_, select, true
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.people.parties import get_party
from app.core.people.rights import is_appointer, list_rights_of
from app.core.permits.managing import permit_person
from app.core.permits.phone import open_call
from app.core.permits.visit import open_visit
from app.models.journal import Channel
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType, Part
from app.models.party import Party
from app.models.user_right import UserRight


@dataclass(frozen=True)
class Sight:
    """What the actor sees of `party`.

    `decides` is false for who may only execute: he reads, without buttons and without letters, because a code in a
    letter would let him decide after all. `only` names the mandates he may see; None means all of them. `appoints` says
    that he may see and change who may what there: who decides may, and who has a right to appoint.
    """

    party: Party
    decides: bool
    appoints: bool
    only: frozenset[uuid.UUID] | None = None

    def shows(self, mandate_id: uuid.UUID) -> bool:
        """Whether this mandate of the party may be seen."""
        return self.only is None or mandate_id in self.only

    def allows(self) -> ColumnElement[bool]:
        """The same, for a statement over the mandates of the party.

        Who executes may execute more mandates than a statement takes values, so these stand in its text.
        """
        if self.only is None:
            return true()
        return Mandate.__table__.c.id.in_(bindparam("only", sorted(self.only), expanding=True, literal_execute=True))


def find_sight(session: Session, actor: Actor, day: date) -> Sight:
    """What the actor may see on `day`: a clerk the mandates of the customer, anybody else what his right reaches.

    A clerk on the phone sees the mandate about which somebody calls, and no other.

    Raises NotAllowed for who has no right in the party any more, and for a clerk between customers.
    """
    if actor.channel is Channel.COUNTER:
        return Sight(get_party(session, open_visit(session, actor).party_id), decides=True, appoints=True)
    if actor.channel is Channel.PHONE:
        return _of_caller(session, actor)
    if actor.party_id is None:
        raise NotAllowed("sign_in_first")
    party = get_party(session, actor.party_id)
    try:
        permit_person(session, actor.person_id, party, day)
    except NotAllowed:
        appoints = actor.person_id is not None and is_appointer(session, actor.person_id, party.id, day)
        return Sight(party, False, appoints, _executed(session, actor, party, day))
    return Sight(party, decides=True, appoints=True)


def _of_caller(session: Session, actor: Actor) -> Sight:
    call = open_call(session, actor)
    if call.mandate_id is None:
        raise NotAllowed("not_by_phone")
    return Sight(get_party(session, call.party_id), decides=False, appoints=False, only=frozenset({call.mandate_id}))


def _executed(session: Session, actor: Actor, party: Party, day: date) -> frozenset[uuid.UUID] | None:
    rights = list_rights_of(session, actor.person_id, day) if actor.person_id else []
    mine = [right for right in rights if right.party_id == party.id]
    if not mine:
        raise NotAllowed("may_not_decide", party=party.name)
    everywhere = [one for one in mine if one.works and one.domain_key is None and one.listed is None]
    if any(one.mandate_id is None for one in everywhere):
        return None
    in_parts = _in_parts(session, party, [one for one in mine if one.works and one not in everywhere])
    return frozenset(one.mandate_id for one in everywhere if one.mandate_id is not None) | in_parts


def _in_parts(session: Session, party: Party, rights: Sequence[UserRight]) -> set[uuid.UUID]:
    """What the party holds of which these rights, each for a domain or for a mandate group, reach a part."""
    if not rights:
        return set()
    parts = select(Mandate.id, MandateType.key, MandateType.domain_key).join(Line, Line.mandate_id == Mandate.id)
    parts = parts.join(MandateType, MandateType.key == Line.type_key)
    parts = parts.where(Mandate.holder_id == party.id, Line.refused_on.is_(None))
    in_domain = MandateType.domain_key.in_({one.domain_key for one in rights})
    in_list = MandateType.key.in_({key for one in rights for key in one.listed or ()})
    found = session.execute(parts.where(or_(in_domain, in_list)).distinct())
    return {mandate for mandate, *part in found if any(one.executes(mandate, Part(*part)) for one in rights)}
