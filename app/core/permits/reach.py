"""What an application may see: its user's party, as on screens, or every party; and of both only its own domains."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.mandates.extension_plans import newest_extension
from app.core.mandates.lookup import get_mandate
from app.core.people.parties import ensure_enterprise_party, get_party
from app.core.permits.sight import Sight, find_sight
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.party import Party


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
        side, party_id = self.side(mandate), self.sight.party.id
        if side is None:
            # Who passed it on is neither side, and is told what became of it.
            return mandate.passer is not None and mandate.passer.id == party_id and self.sight.decides
        return not mandate.is_hidden_from(side) and self.sight.shows(mandate.id)

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


class For(StrEnum):
    """For which side an application decides that calls for itself, where the act leaves no choice."""

    STARTER = "starter"
    ANSWERER = "answerer"
    PROPOSER = "proposer"  # of an extension
    EXTENSION_ANSWERER = "extension_answerer"


def acting_on(session: Session, actor: Actor, mandate_id: uuid.UUID, who: Side | For | None, *, now: datetime) -> Actor:
    """The same actor, deciding about this mandate; nobody changes it until the transaction ends.

    A user decides for the party for which he signed in. An application that calls for itself decides for `who`.
    NotFound when the mandate may not be seen, Invalid when nobody says for whom.
    """
    reach = find_reach(session, actor, brussels_day(now))
    mandate = get_shown(reach, get_mandate(session, mandate_id, lock=True))
    if reach.sight is not None:
        return actor
    if who is None:
        raise Invalid("side_missing", field="side")
    return actor.for_party(_party_for(mandate, who).id)


def _party_for(mandate: Mandate, who: Side | For) -> Party:
    if who is For.STARTER:
        return mandate.starter
    if who is For.ANSWERER:
        return mandate.party_on(Side(mandate.started_by).other)
    if isinstance(who, Side):
        return mandate.party_on(who)
    newest = newest_extension(mandate)
    if newest is None:
        raise Conflict("no_extension")
    proposer = Side(newest.proposed_by)
    return mandate.party_on(proposer if who is For.PROPOSER else proposer.other)
