"""An administrator helps a member of staff who lost phone or paper; who is helped reads it; on both engines."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.administration.staff_sign_in import give_codes_to, view_factors
from app.core.errors import Conflict, FreshSignInNeeded, NotAllowed, NotFound
from app.core.people import accounts, second_factors, web_sessions
from app.core.people.break_glass import seal_account
from app.core.people.code_app import seal_code_app
from app.core.people.roles import Role, RoleKind, give_first_role
from app.core.people.second_factors import Factors, Proof
from app.core.people.sign_in_journal import list_given
from app.core.vault import Vault
from app.models.account import Account
from app.models.journal import JournalEntry
from app.models.web_session import WebSession
from tests.world import World

VAULT = Vault(b"l" * 32, b"s" * 32)


@pytest.fixture
def admin(world: World) -> Actor:
    lotte = world.add_clerk("Lotte", "4802")
    give_first_role(world.session, "4802", Role(RoleKind.ADMINISTRATOR), now=world.now)
    return Actor.on_duty(lotte.person_id, "sign-in 7", proven_at=world.now)


@pytest.fixture
def karim(world: World) -> Account:
    """A clerk with an app, who is signed in somewhere."""
    clerk = world.add_clerk("Karim", "4790")
    account = accounts.create_account(world.session, "karim", "demo", clerk.person_id)
    seal_code_app(world.session, account.id, vault=VAULT, now=world.now)
    started = web_sessions.start_session(world.session, "{}", clerk.person_id, now=world.now)
    assert started
    return account


def give(world: World, admin: Actor, person_id: uuid.UUID, *, lost: bool = False) -> list[str]:
    return list(give_codes_to(world.session, admin, person_id, lost=lost, vault=VAULT, now=world.now))


def test_new_codes_work_after_the_password_and_the_app_stays(world: World, admin: Actor, karim: Account) -> None:
    old, new = give(world, admin, karim.person_id), give(world, admin, karim.person_id)
    assert view_factors(world.session, admin, karim.person_id) == Factors(True, 10)
    tried = [
        second_factors.prove_with_code(world.session, karim.id, code, "10.0.0.1", vault=VAULT, now=world.now)
        for code in (old[0], new[0])
    ]
    assert tried == [None, Proof.RECOVERY]


def test_who_lost_all_begins_anew_and_is_signed_out_everywhere(world: World, admin: Actor, karim: Account) -> None:
    assert len(give(world, admin, karim.person_id, lost=True)) == 10
    assert view_factors(world.session, admin, karim.person_id) == Factors(False, 10)
    world.session.expire_all()
    assert None not in world.session.scalars(select(WebSession.ended_at)).all()


def test_the_journal_says_who_did_it_for_whom_and_the_other_reads_it(
    world: World, admin: Actor, karim: Account
) -> None:
    give(world, admin, karim.person_id, lost=True)
    [entry] = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "staff_factors_lost"))
    assert (entry.actor_id, entry.person_id) == (admin.actor_id, karim.person_id)
    assert [one.lost for one in list_given(world.session, karim.id, now=world.now)] == [True]
    assert list_given(world.session, karim.id, now=world.now + timedelta(days=15)) == []


def test_only_an_administrator_who_just_proved_it_and_not_for_himself(
    world: World, admin: Actor, karim: Account
) -> None:
    with pytest.raises(NotAllowed, match="administrator_only"):
        give(world, Actor.on_duty(karim.person_id, "sign-in 8", proven_at=world.now), karim.person_id)
    with pytest.raises(FreshSignInNeeded):
        give(world, replace(admin, proven_at=None), karim.person_id)
    with pytest.raises(NotAllowed, match="own_codes"):
        give(world, admin, admin.actor_id)


def test_who_is_no_staff_signs_in_at_a_provider_or_is_behind_glass_gets_none(world: World, admin: Actor) -> None:
    with pytest.raises(NotFound, match="staff_unknown"):
        give(world, admin, world.maria.id)
    with pytest.raises(Conflict, match="factors_at_provider"):
        give(world, admin, world.add_clerk("Ahmed", "4700").person_id)
    glass = seal_account(world.session, "nood", "9999", vault=VAULT, now=world.now)
    with pytest.raises(Conflict, match="behind_glass"):
        give(world, admin, accounts.get_account(world.session, glass.username).person_id)
