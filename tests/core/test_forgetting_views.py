"""Whom an administrator may mean, and what he reads before he has somebody forgotten; on both engines."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.drafts import start_draft
from app.core.errors import Invalid, NotAllowed
from app.core.people import accounts
from app.core.people.persons import add_person
from app.core.people.roles import Role, RoleKind, give_first_role
from app.core.privacy.forgetting import forget_person
from app.core.privacy.forgetting_views import seek_person, view_forgetting
from app.models.journal import JournalEntry
from tests.world import World


@pytest.fixture
def admin(world: World) -> Actor:
    lotte = world.add_clerk("Lotte", "4802")
    give_first_role(world.session, "4802", Role(RoleKind.ADMINISTRATOR), now=world.now)
    return Actor.on_duty(lotte.person_id, "sign-in 7", proven_at=world.now)


def sought(world: World, admin: Actor, known_by: str) -> list[str]:
    return [one.name for one in seek_person(world.session, admin, known_by, now=world.now)]


def test_somebody_is_found_by_number_subject_account_or_whole_name_and_it_is_written_down(
    world: World, admin: Actor
) -> None:
    accounts.create_account(world.session, "maria", "demo", world.maria.id)
    for known_by in (str(world.maria.id), "subject-maria", " Maria ", "maria  vermeulen"):
        assert sought(world, admin, known_by) == ["Maria Vermeulen"]
    for known_by in ("Vermeulen", "Maria V", "%", "3"):
        assert sought(world, admin, known_by) == []
    told = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "person_sought")).all()
    assert {(one.actor_id, one.data["found"]) for one in told} == {(admin.actor_id, 1), (admin.actor_id, 0)}
    assert "Maria" not in str([one.data for one in told])
    with pytest.raises(Invalid):
        sought(world, admin, "  ")


def test_an_accent_is_no_way_to_stay_unfound(world: World, admin: Actor) -> None:
    for first, last in (("Élodie", "Öztürk"), ("Elodie", "Ozturk"), ("Àlodie", "Öztürk"), ("50%", "_Claes/")):
        add_person(world.session, first, last)
    for known_by in ("Élodie Öztürk", "élodie öztürk", "ÉLODIE ÖZTÜRK"):
        assert sought(world, admin, known_by) == ["Élodie Öztürk"]
    assert sought(world, admin, "50% _claes/") == ["50% _Claes/"]
    assert sought(world, admin, "50x _claes/") == []


def test_names_that_are_alike_but_for_accents_do_not_hide_the_one_meant(world: World, admin: Actor) -> None:
    for _ in range(21):
        add_person(world.session, "Rene", "Claes")
        add_person(world.session, "Renè", "Claes")
    add_person(world.session, "René", "Claes")
    assert sought(world, admin, "rené claes") == ["René Claes"]


def test_only_an_administrator_seeks_and_reads(world: World) -> None:
    with pytest.raises(NotAllowed):
        sought(world, world.giver, "maria vermeulen")
    with pytest.raises(NotAllowed):
        view_forgetting(world.session, world.giver, world.maria.id, now=world.now)


def test_it_says_what_goes_what_stays_and_what_is_in_the_way(world: World, admin: Actor) -> None:
    accounts.create_account(world.session, "maria", "demo", world.maria.id)
    start_draft(world.session, world.giver, "give", now=world.now)
    world.give()
    card = view_forgetting(world.session, admin, world.maria.id, now=world.now)
    assert (card.goes, card.in_the_way) == ({"accounts": 1, "drafts": 1}, None)
    assert card.stays["acts"] == 1
    at_work = view_forgetting(world.session, admin, admin.actor_id, now=world.now)
    assert at_work.in_the_way.startswith("Wie hier werkt")


def test_who_is_forgotten_is_found_by_his_number_only(world: World, admin: Actor) -> None:
    forget_person(world.session, admin, world.maria.id, "asked", now=world.now)
    assert sought(world, admin, "vergeten persoon") == []
    assert sought(world, admin, str(world.maria.id)) == ["vergeten persoon"]
    assert view_forgetting(world.session, admin, world.maria.id, now=world.now).forgotten
