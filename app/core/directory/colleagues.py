"""A member of staff who signs in at a provider, at the desk that the directory gives; and whom it gives none."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.acts.leaving import close_counter
from app.core.people.provider_accounts import Arrival, ensure_account, let_in
from app.core.people.roles import Role, follow_directory
from app.core.people.signed_in import SignedIn
from app.core.people.staffing import ensure_office, place_staff
from app.core.people.web_sessions import end_all_of
from app.core.policy import Policy
from app.models.person import Person


def enter_colleague(
    session: Session, arrival: Arrival, *, number: str, office: tuple[str, str] | None,
    roles: Collection[Role] = (), policy: Policy, now: datetime,
) -> SignedIn:  # fmt: skip
    """Let a member of staff in, at the desk that the directory gives; who changed desks leaves the old one everywhere.

    What he had open there ends, also the visit of a customer. The roles that the directory gives are those of now.

    `office` is a counter and its town, None for who serves nowhere. Raises Conflict for another's number.
    """
    person, account = ensure_account(session, arrival)
    place = ensure_office(session, *office) if office else None
    if place_staff(session, person.id, number, place.id if place else None):
        end_all_of(session, person.id, now=now)
        close_counter(session, person.id, policy=policy, now=now)
    follow_directory(session, person.id, roles, now=now)
    return let_in(session, account)


def shut_out_subject(session: Session, subject: str, *, policy: Policy, now: datetime) -> None:
    """The directory no longer gives this member of staff a desk: his sessions and open visits end now."""
    person_id = session.scalar(select(Person.id).where(Person.subject == subject))
    if person_id is not None:
        follow_directory(session, person_id, (), now=now)
        end_all_of(session, person_id, now=now)
        close_counter(session, person_id, policy=policy, now=now)
