"""An administrator sees where somebody is signed in and ends all of it; that somebody reads it. On both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.administration.open_sessions import end_sessions, list_endings, view_sessions
from app.core.administration.staff import end_sessions_of
from app.core.errors import FreshSignInNeeded, Invalid, NotAllowed
from app.core.people.roles import Role, RoleKind, give_first_role
from app.core.people.web_sessions import find_session, start_session
from app.models.journal import JournalEntry
from tests.world import World

IDLE = timedelta(minutes=30)


@pytest.fixture
def admin(world: World) -> Actor:
    lotte = world.add_clerk("Lotte", "4802")
    give_first_role(world.session, "4802", Role(RoleKind.ADMINISTRATOR), now=world.now)
    return Actor.on_duty(lotte.person_id, "sign-in 7", proven_at=world.now)


def test_all_that_somebody_has_open_ends_and_he_reads_why(world: World, admin: Actor) -> None:
    tokens = [start_session(world.session, "{}", world.maria.id, now=world.now)[0] for _ in range(2)]
    other, _ = start_session(world.session, "{}", admin.actor_id, now=world.now)
    card = view_sessions(world.session, admin, world.maria.id, idle=IDLE, now=world.now)
    assert (card.name, len(card.sessions)) == ("Maria Vermeulen", 2)
    end_sessions(world.session, admin, world.maria.id, "device_lost", now=world.now)
    found = [find_session(world.session, one, idle=IDLE, now=world.now) for one in (*tokens, other)]
    assert found[:2] == [None, None]
    assert found[2] is not None
    assert view_sessions(world.session, admin, world.maria.id, idle=IDLE, now=world.now).sessions == []
    (told,) = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "person_sessions_ended"))
    assert (told.actor_id, told.person_id, told.data["reason"]) == (admin.actor_id, world.maria.id, "device_lost")
    (ending,) = list_endings(world.session, world.maria.id, now=world.now)
    assert (ending.at, ending.reason) == (world.now, "device_lost")
    assert list_endings(world.session, world.maria.id, now=world.now + timedelta(days=15)) == []
    assert list_endings(world.session, admin.actor_id, now=world.now) == []


def test_a_colleague_who_was_signed_out_reads_it_too(world: World, admin: Actor) -> None:
    an = world.add_clerk("An", "4803").person_id
    end_sessions_of(world.session, admin, an, now=world.now)
    assert [one.reason for one in list_endings(world.session, an, now=world.now)] == [None]


def test_only_an_administrator_who_just_proved_it_and_for_a_reason(world: World, admin: Actor) -> None:
    token, _ = start_session(world.session, "{}", world.maria.id, now=world.now)
    for actor, reason, refusal in (
        (world.giver, "asked", NotAllowed),
        (replace(admin, proven_at=world.now - timedelta(minutes=11)), "asked", FreshSignInNeeded),
        (admin, "", Invalid),
        (admin, "curious", Invalid),
    ):
        with pytest.raises(refusal):
            end_sessions(world.session, actor, world.maria.id, reason, now=world.now)
    with pytest.raises(NotAllowed):
        view_sessions(world.session, world.giver, world.maria.id, idle=IDLE, now=world.now)
    assert find_session(world.session, token, idle=IDLE, now=world.now) is not None
    assert list_endings(world.session, world.maria.id, now=world.now) == []
