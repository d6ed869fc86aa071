"""Who may decide about the rights of colleagues: who decides for the party, and who has a right to appoint there.

The second gives and takes back rights to work with mandates only: never one that decides for the organisation, so he
makes nobody more than he is himself. An application does so for its user only, and only where a right works in its own
domains and nowhere else.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.mandates.catalogue import domains_of_types
from app.core.mandates.lookup import get_mandates
from app.core.people.rights import is_appointer
from app.core.permits.managing import Permit, permit_managing
from app.models.journal import Channel, Ground
from app.models.mandate_type import Domain
from app.models.party import Party
from app.models.right_type import RightType


class GivenRight(Protocol):
    """A right, planned or given."""

    @property
    def right_type(self) -> RightType: ...
    @property
    def mandate_id(self) -> uuid.UUID | None: ...
    @property
    def listed(self) -> Collection[str] | None: ...


def permit_colleagues(session: Session, actor: Actor, party: Party, day: date, *, widens: bool, about: str) -> Permit:
    """The permit to give and take back rights in `party` on `day`; NotAllowed as `permit_managing`."""
    refuse_without_user(actor)
    try:
        return permit_managing(session, actor, party, day, widens=widens, about=about)
    except NotAllowed:
        if may_appoint(session, actor, party, day):
            return Permit(Ground.APPOINTER_RIGHT, decides=False, domains=domains_of(actor))
        raise


def may_appoint(session: Session, actor: Actor, party: Party, day: date) -> bool:
    """Whether it is a right to appoint that lets the actor, who signed in for this party, do so."""
    himself = actor.comes_himself and actor.letter_id is None and actor.party_id == party.id
    return himself and actor.person_id is not None and is_appointer(session, actor.person_id, party.id, day)


def refuse_without_user(actor: Actor) -> None:
    """Refuse an application that calls for itself: who may what inside is up to people of the organisation."""
    if actor.channel is Channel.API and actor.person_id is None:
        raise NotAllowed("sign_in_first")


def domains_of(actor: Actor) -> frozenset[str] | None:
    """The domains to which an application keeps, None for who comes by a door of ours."""
    return actor.domains if actor.channel is Channel.API else None


def check_right_domains(session: Session, permit: Permit, rights: Iterable[GivenRight]) -> None:
    """Refuse an application a right that works outside its domains too.

    One without a domain works in all of them, unless it names a mandate or a mandate group: then in those of that one.
    """
    if permit.domains is None:
        return
    asked = [(one.right_type.domain_key, one.mandate_id, one.listed) for one in rights]
    named = {mandate_id for domain, mandate_id, _ in asked if domain is None and mandate_id is not None}
    of_mandates = {
        one.id: {line.mandate_type.domain_key for line in one.lines} for one in get_mandates(session, named)
    } if named else {}  # fmt: skip
    everywhere = set(session.scalars(select(Domain.key)))
    for domain, mandate_id, listed in asked:
        of_list = everywhere if listed is None else domains_of_types(session, listed)
        works_in = {domain} if domain else of_mandates[mandate_id] if mandate_id else of_list
        if not works_in <= permit.domains:
            raise NotAllowed("outside_domains")


def check_not_above(permit: Permit, types: Iterable[RightType]) -> None:
    """Refuse a right that decides for the organisation to who may only appoint."""
    if not permit.decides and any(one.decides for one in types):
        raise NotAllowed("right_above_own")
