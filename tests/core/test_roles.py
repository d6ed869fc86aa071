"""Roles of staff: given by an administrator or the directory, ended at once, never by somebody for himself."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.people import roles, staffing
from app.core.people.persons import ensure_person
from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, Role
from app.models.journal import JournalEntry
from tests.world import NOON, World

BOSS, MANAGES = Role(ADMINISTRATOR), Role(DOMAIN_MANAGER, "ondernemen")


def colleague(session: Session, name: str, number: str) -> uuid.UUID:
    person = ensure_person(session, f"staff-{number}", name, "Coppens")
    staffing.add_staff(session, person.id, number)
    return person.id


@pytest.fixture
def inge(session: Session, world: World) -> Actor:
    """An administrator."""
    return boss(session, "Inge", "6001")


def boss(session: Session, name: str, number: str) -> Actor:
    person_id = colleague(session, name, number)
    roles.give_first_role(session, number, BOSS, now=NOON)
    return Actor.on_duty(person_id, "session:1", NOON)


def kinds(session: Session, person_id: uuid.UUID) -> list[str]:
    return [one.kind for one in roles.roles_of(session, person_id)]


def test_an_administrator_gives_a_role_and_it_is_written_down(session: Session, inge: Actor) -> None:
    pieter = colleague(session, "Pieter", "6010")
    roles.give_role(session, inge, pieter, MANAGES, now=NOON)
    assert roles.entities_managed_by(session, pieter) == ("ondernemen",)
    roles.require_domain_manager(session, Actor.on_duty(pieter, "1", NOON), "ondernemen")
    entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "role_given")).all()[-1]
    assert (entry.actor_id, entry.data["staff"], entry.data["entity"]) == (inge.actor_id, str(pieter), "ondernemen")


def test_a_manager_of_one_entity_manages_no_other(session: Session, inge: Actor) -> None:
    pieter = colleague(session, "Pieter", "6010")
    roles.give_role(session, inge, pieter, MANAGES, now=NOON)
    with pytest.raises(NotAllowed, match="domain_manager_only"):
        roles.require_domain_manager(session, Actor.on_duty(pieter, "1", NOON), "werk")
    with pytest.raises(NotAllowed, match="administrator_only"):
        roles.require_administrator(session, Actor.on_duty(pieter, "1", NOON))


def test_only_an_administrator_gives_and_nobody_to_himself(session: Session, inge: Actor) -> None:
    pieter = colleague(session, "Pieter", "6010")
    with pytest.raises(NotAllowed, match="administrator_only"):
        roles.give_role(session, Actor.on_duty(pieter, "1", NOON), pieter, BOSS, now=NOON)
    assert inge.actor_id is not None
    with pytest.raises(NotAllowed, match="own_role"):
        roles.give_role(session, inge, inge.actor_id, MANAGES, now=NOON)
    assert kinds(session, inge.actor_id) == [ADMINISTRATOR]


def test_what_cannot_be_given_is_refused(session: Session, inge: Actor, world: World) -> None:
    pieter = colleague(session, "Pieter", "6010")
    for role in (Role(DOMAIN_MANAGER, "nergens"), Role(DOMAIN_MANAGER), Role(ADMINISTRATOR, "ondernemen")):
        with pytest.raises(Invalid, match="entity_unknown"):
            roles.give_role(session, inge, pieter, role, now=NOON)
    with pytest.raises(NotFound, match="staff_unknown"):
        roles.give_role(session, inge, world.maria.id, MANAGES, now=NOON)
    roles.give_role(session, inge, pieter, MANAGES, now=NOON)
    with pytest.raises(Conflict, match="role_already"):
        roles.give_role(session, inge, pieter, MANAGES, now=NOON)


def test_an_ended_role_is_over_at_once_and_can_be_given_again(session: Session, inge: Actor) -> None:
    pieter = colleague(session, "Pieter", "6010")
    row = roles.give_role(session, inge, pieter, MANAGES, now=NOON)
    roles.end_role(session, inge, row.id, now=NOON)
    roles.end_role(session, inge, row.id, now=NOON)
    assert kinds(session, pieter) == []
    assert len(session.scalars(select(JournalEntry).where(JournalEntry.kind == "role_ended")).all()) == 1
    roles.give_role(session, inge, pieter, MANAGES, now=NOON)
    assert kinds(session, pieter) == [DOMAIN_MANAGER]


def test_the_last_administrator_stays(session: Session, inge: Actor) -> None:
    assert inge.actor_id is not None
    (own,) = roles.roles_of(session, inge.actor_id)
    with pytest.raises(Conflict, match="last_administrator"):
        roles.end_role(session, inge, own.id, now=NOON)
    boss(session, "Wim", "6002")
    roles.end_role(session, inge, own.id, now=NOON)
    with pytest.raises(NotAllowed, match="administrator_only"):
        roles.end_role(session, inge, own.id, now=NOON)


def test_the_directory_gives_and_takes_only_what_is_its_own(session: Session, inge: Actor) -> None:
    pieter = colleague(session, "Pieter", "6010")
    kept = roles.give_role(session, inge, pieter, Role(DOMAIN_MANAGER, "werk"), now=NOON)
    roles.follow_directory(session, pieter, [MANAGES, Role(DOMAIN_MANAGER, "werk")], now=NOON)
    assert roles.entities_managed_by(session, pieter) == ("ondernemen", "werk")
    given = next(one for one in roles.roles_of(session, pieter) if one.from_directory)
    with pytest.raises(Conflict, match="role_of_the_directory"):
        roles.end_role(session, inge, given.id, now=NOON)
    roles.follow_directory(session, pieter, [], now=NOON)
    assert [one.id for one in roles.roles_of(session, pieter)] == [kept.id]


def test_the_operator_names_staff_by_number(session: Session, world: World) -> None:
    with pytest.raises(NotFound, match="staff_unknown"):
        roles.give_first_role(session, "9999", BOSS, now=NOON)
