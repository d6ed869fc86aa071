"""What follows from the directory: who works here has his desk at once, who left loses everything at once."""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.leaving import close_counter
from app.core.directory.rules import DirectoryRules, Place
from app.core.errors import Conflict, NotAllowed
from app.core.journal import record
from app.core.people.persons import ensure_person, find_person_of
from app.core.people.roles import end_roles_of, follow_directory
from app.core.people.staffing import ensure_office, place_staff
from app.core.people.web_sessions import end_all_of
from app.core.policy import Policy
from app.models.account import Account
from app.models.directory import DirectoryGroup, DirectoryMembership, DirectoryUser
from app.models.journal import Channel, Ground
from app.models.mandate_type import Entity
from app.models.person import Person
from app.models.staff import Staff

log = logging.getLogger(__name__)


def place_of(session: Session, user: DirectoryUser, rules: DirectoryRules) -> Place:
    """Where this user works; raises NotAllowed when he does not, with the reason as code."""
    if not user.active:
        raise NotAllowed("directory_not_active")
    groups = groups_of(session, user.id)
    desk, given = rules.desk_of(groups), rules.roles_of(groups)
    if desk is None and not given:
        raise NotAllowed("directory_no_desk")
    number = rules.number_of(user)
    if number is None:
        raise NotAllowed("directory_no_number")
    office = (desk.office, desk.town) if desk and desk.office and desk.town else None
    # A role of an entity that the catalogue does not know gives nothing, and keeps nobody from working.
    known = (one for one in given if one.entity_key is None or session.get(Entity, one.entity_key))
    return Place(number, office, tuple(known))


def groups_of(session: Session, user_id: uuid.UUID) -> list[DirectoryGroup]:
    """The groups in which this user is."""
    query = select(DirectoryGroup).join(DirectoryMembership, DirectoryMembership.group_id == DirectoryGroup.id)
    return list(session.scalars(query.where(DirectoryMembership.user_id == user_id).order_by(DirectoryGroup.id)))


def settle(
    session: Session, users: Iterable[DirectoryUser], rules: DirectoryRules, *, policy: Policy, now: datetime
) -> None:
    """Do for these users what the directory says now. Called in the transaction of every change of it."""
    session.flush()
    for user in users:
        subject = rules.subject_of(user)
        before, person = user.person_id, find_person_of(session, subject) if subject else None
        try:
            place = place_of(session, user, rules)
        except NotAllowed:
            place = None
        if subject and place and user.given_name and user.family_name:
            person = ensure_person(session, subject, user.given_name, user.family_name)
            _take_in(session, person, place, policy=policy, now=now)
        elif person is not None:
            shut_out(session, person.id, policy=policy, now=now)
        user.person_id = person.id if person else None
        if before is not None and before != user.person_id:
            shut_out(session, before, policy=policy, now=now)
        session.flush()


def shut_out(session: Session, person_id: uuid.UUID, *, policy: Policy, now: datetime) -> None:
    """This person does not work here any more: sessions, accounts, counter and open visits end at once."""
    end_all_of(session, person_id, now=now)
    closing = update(Account).where(Account.person_id == person_id, Account.left_at.is_(None))
    closed = session.execute(closing.values(left_at=now)).rowcount
    staff = session.get(Staff, person_id, with_for_update=True)
    if staff is None or not (closed or staff.office_id):
        return
    staff.office_id = None
    end_roles_of(session, person_id, now=now)
    close_counter(session, person_id, policy=policy, now=now)
    _record(session, person_id, "staff_left", now=now)


def _take_in(session: Session, person: Person, place: Place, *, policy: Policy, now: datetime) -> None:
    office = ensure_office(session, *place.office) if place.office else None
    before = session.get(Staff, person.id)
    was = (before.number, before.office_id) if before else None
    try:
        moved = place_staff(session, person.id, place.number, office.id if office else None)
    except Conflict:
        # Two people under one number: customers and the journal would take one for the other.
        log.warning("staff number is taken")
        shut_out(session, person.id, policy=policy, now=now)
        return
    opened = _open_accounts(session, person.id)
    follow_directory(session, person.id, place.roles, now=now)
    if moved:
        end_all_of(session, person.id, now=now)
        close_counter(session, person.id, policy=policy, now=now)
    if opened or was != (place.number, office.id if office else None):
        _record(session, person.id, "staff_placed", now=now, office=str(office.id) if office else None)


def _open_accounts(session: Session, person_id: uuid.UUID) -> bool:
    """Let the accounts of this person open again, or give him the first; whether there was something to do."""
    accounts = session.scalars(select(Account).where(Account.person_id == person_id)).all()
    closed = [account for account in accounts if account.left_at is not None]
    for account in closed:
        account.left_at = None
    missing = all(account.provider != "staff" for account in accounts)
    if missing:
        session.add(Account(provider="staff", person_id=person_id))
    session.flush()
    return bool(closed) or missing


def _record(session: Session, person_id: uuid.UUID, kind: str, *, now: datetime, **data: str | None) -> None:
    said = {name: value for name, value in data.items() if value is not None}
    actor = Actor(Channel.JOB, person_id=person_id)
    record(session, actor, kind, now=now, ground=Ground.RULE, by="directory", **said)
