"""An invitation in facts, for the application of who was invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.people.persons import get_person
from app.core.rights.held import may_of
from app.core.rights.opened import find_opened
from app.core.views.appointments import AppointmentFacts, facts_of_relations
from app.models.party import Party


@dataclass(frozen=True)
class InvitationFacts:
    """`invited_by` is the name of who did, None when nobody did by name; `may` are sentences in Dutch."""

    appointment: AppointmentFacts
    party: Party
    invited_by: str | None
    may: Sequence[str]


def read_invited(session: Session, actor: Actor, *, now: datetime) -> InvitationFacts:
    """The invitation that the user opened; NotAllowed when nothing opens it any more, and for an application in whose
    domains none of its rights works."""
    relation = find_opened(session, actor)
    shown = facts_of_relations(session, actor, [relation], brussels_day(now))
    if not shown:
        raise NotAllowed("outside_domains")
    by, rights = relation.appointed_by_id, [one.right for one in shown[0].rights]
    return InvitationFacts(
        shown[0], relation.party, get_person(session, by).name if by else None, may_of(rights, relation.person.name)
    )
