"""What an application may see: its user's party, as on screens, or every party; and of both only its own domains."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.people.parties import ensure_enterprise_party, get_party
from app.core.permits.sight import Sight, find_sight
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate


@dataclass(frozen=True)
class Reach:
    """`sight` is that of the user for whom the application calls, None when it calls for itself."""

    domains: frozenset[str]
    sight: Sight | None

    def shown(self, lines: Iterable[Line]) -> list[Line]:
        """The lines of its domains."""
        return [line for line in lines if line.mandate_type.domain_key in self.domains]

    def shows(self, mandate: Mandate) -> bool:
        """Whether the mandate may be seen at all.

        An application knows no more than both sides do: not what a second representative still has to sign.
        """
        if not self.shown(mandate.lines):
            return False
        if self.sight is None:
            return mandate.was_sent
        side = self.side(mandate)
        return side is not None and not mandate.is_hidden_from(side) and self.sight.shows(mandate.id)

    def side(self, mandate: Mandate) -> Side | None:
        """The side of the user's party; None for an application that calls for itself."""
        return mandate.side_of(self.sight.party.id) if self.sight is not None else None

    def party_id(self) -> uuid.UUID | None:
        """The party of the user, if there is one."""
        return self.sight.party.id if self.sight is not None else None

    def check_whole(self, mandate: Mandate) -> None:
        """Refuse what cannot be shown in part, of a mandate with parts in other domains."""
        if len(self.shown(mandate.lines)) < len(mandate.lines):
            raise NotAllowed("outside_domains")


def find_reach(session: Session, actor: Actor, day: date) -> Reach:
    """What the application of `actor` may see on `day`; NotAllowed for who may see nothing.

    One that belongs to no entity sees nothing but what its users may.
    """
    if actor.person_id is not None:
        return Reach(actor.domains, find_sight(session, actor, day))
    if actor.client_id is None or actor.entity_key is None:
        raise NotAllowed("application_without_entity")
    return Reach(actor.domains, None)


def get_shown(reach: Reach, mandate: Mandate | None) -> Mandate:
    """The mandate, when it may be seen; else NotFound, as for one that does not exist."""
    if mandate is None or not reach.shows(mandate):
        raise NotFound("mandate_unknown")
    return mandate


def acting_for(session: Session, actor: Actor, number: str | None, *, field: str) -> Actor:
    """The same actor, deciding for the enterprise with this number; `field` is where the number was written.

    A user decides for the party for which he signed in and no other; in his own name there is no number. NotFound when
    the register does not know it.
    """
    if actor.person_id is None:
        if number is None:
            raise Invalid("enterprise_number_missing", field=field)
        return actor.for_party(ensure_enterprise_party(session, number).id)
    if actor.party_id is None:
        raise NotAllowed("sign_in_first")
    party = get_party(session, actor.party_id)
    if party.enterprise_number != number:
        raise NotAllowed("not_your_party", party=number or party.name)
    return actor
