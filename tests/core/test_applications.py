"""What an application may of itself, and that it stays in its domains whoever uses it."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.acts.narrowing import narrow_mandate
from app.core.caller import Caller
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.mandates.narrower import Narrower
from app.core.permits.reach import For, acting_for, acting_on, find_reach
from app.models.api_client import ApiClient
from app.models.function import Function
from app.models.journal import Ground
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from tests import acting
from tests.acting import accept, extend, status, stop
from tests.core.test_api_tokens import client_of
from tests.world import BAKERY, OFFICE, TODAY, World, new_id

SUBSIDIES = frozenset({"subsidies"})
BOTH = frozenset({"subsidies", "vergunningen"})


@pytest.fixture
def client_id(world: World) -> uuid.UUID:
    return client_of(world).id


@pytest.fixture
def entity(client_id: uuid.UUID) -> Actor:
    """The application of an entity, which calls for itself."""
    return Actor.through_api(Caller(client_id, "ondernemen", SUBSIDIES, frozenset(), None, None, "api:1"))


@pytest.fixture
def maria(world: World, client_id: uuid.UUID) -> Actor:
    """Maria, in an application that has one domain."""
    who = (world.maria.id, world.bakery.id)
    return Actor.through_api(Caller(client_id, None, SUBSIDIES, frozenset(), *who, "sign-in-1"))


def give(world: World, actor: Actor, *keys: str, months: int = 12) -> Mandate:
    wish = world.wish(*(keys or ("hinder.manage",)), months=months)
    return acting.give_mandate(world.session, actor, wish, policy=world.policy, now=world.now)


def test_an_entity_gives_for_a_party_in_its_domains(world: World, entity: Actor) -> None:
    mandate = give(world, entity.for_party(world.bakery.id))
    (entry,) = list_entries(world.session, mandate.id)
    assert (entry.ground, entry.person_id, entry.client_id) == (Ground.API_CLIENT, None, entity.client_id)


def test_whose_application_belongs_to_no_entity_gives_nothing(world: World, entity: Actor) -> None:
    with pytest.raises(NotAllowed, match="may_not_decide"):
        give(world, replace(entity, entity_key=None, party_id=world.bakery.id))


def test_nobody_gives_outside_the_domains_of_the_application(world: World, entity: Actor, maria: Actor) -> None:
    for actor in (entity.for_party(world.bakery.id), maria):
        with pytest.raises(NotAllowed, match="outside_domains"):
            give(world, actor, "hinder.manage", "permit.view")


def test_an_entity_is_no_representative_where_two_sign(world: World, entity: Actor) -> None:
    for one in world.session.query(Function).filter_by(enterprise_number=BAKERY):
        one.signs = "two"
    world.session.flush()
    with pytest.raises(Conflict, match="two_signatures_needed"):
        give(world, entity.for_party(world.bakery.id))


def test_an_application_of_itself_accepts_nothing_that_it_started(world: World, entity: Actor) -> None:
    giver, holder = entity.for_party(world.bakery.id), entity.for_party(world.office.id)
    mandate = give(world, giver, months=10)
    with pytest.raises(NotAllowed, match="own_offer"):
        accept(world, mandate, holder)
    extend(world, accept(world, mandate, world.holder), giver, months=1)
    with pytest.raises(NotAllowed, match="own_extension"):
        acting.accept_extension(world, mandate, holder)
    other = replace(holder, client_id=client_of(world, "Elders").id)
    assert acting.accept_extension(world, mandate, other).id == mandate.id


def test_nor_does_another_application_of_the_same_entity(world: World, entity: Actor) -> None:
    world.session.get_one(ApiClient, entity.client_id).entity_key = "ondernemen"
    sister, other = client_of(world, "Elders"), client_of(world, "Verder")
    sister.entity_key, other.entity_key = "ondernemen", "landbouw"
    giver, holder = entity.for_party(world.bakery.id), replace(entity, party_id=world.office.id, client_id=sister.id)
    stranger = replace(holder, client_id=other.id, entity_key="landbouw")
    mandate = give(world, giver, months=10)
    with pytest.raises(NotAllowed, match="own_offer"):
        accept(world, mandate, holder)
    extend(world, accept(world, mandate, stranger), giver, months=1)
    with pytest.raises(NotAllowed, match="own_extension"):
        acting.accept_extension(world, mandate, holder)
    assert acting.accept_extension(world, mandate, stranger).id == mandate.id


NAMING: dict[str, Callable[..., Any]] = {
    "start": lambda world, mandate, actor, keys: give(world, actor, *keys),
    "stop": lambda world, mandate, actor, keys: stop(world, mandate, actor, type_keys=keys),
    "extend": lambda world, mandate, actor, keys: extend(world, mandate, actor, type_keys=tuple(keys), months=1),
    "narrow": lambda world, mandate, actor, keys: narrow(world, mandate, *keys, actor=actor),
    "move": lambda world, mandate, actor, keys: acting.transfer(world, *keys, actor=actor),
}


@pytest.mark.parametrize("act", NAMING)
def test_a_type_of_another_domain_is_refused_alike_whether_it_is_there_or_not(
    act: str, world: World, entity: Actor
) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view", months=10))
    for key in ("permit.view", "permit.manage"):
        with pytest.raises(NotAllowed, match="outside_domains"):
            NAMING[act](world, mandate, entity.for_party(world.bakery.id), ["hinder.manage", key])


def test_nor_does_giving_less_tell_what_was_asked(world: World, entity: Actor) -> None:
    mandate = world.ask("hinder.manage", "permit.view")
    for key in ("permit.view", "permit.manage"):
        with pytest.raises(NotAllowed, match="outside_domains"):
            accept(world, mandate, entity.for_party(world.bakery.id), narrower=Narrower(("hinder.manage", key)))


def test_an_end_that_is_too_late_does_not_tell_when_the_rest_ends(world: World, entity: Actor) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view", months=10))
    for days in (10, 4_000):
        with pytest.raises(NotAllowed, match="outside_domains"):
            narrow(world, mandate, last_day=TODAY + timedelta(days=days), actor=entity.for_party(world.bakery.id))


NARROWING: dict[str, tuple[Callable[..., Any], bool, Side]] = {
    "refuse": (acting.refuse, False, Side.HOLDER),
    "withdraw": (acting.withdraw, False, Side.GIVER),
    "stop": (acting.stop, True, Side.GIVER),
    "renounce": (acting.renounce, True, Side.HOLDER),
    "contest": (acting.contest, True, Side.GIVER),
}


@pytest.mark.parametrize("name", NARROWING)
def test_it_touches_no_part_outside_its_domains(name: str, world: World, entity: Actor) -> None:
    act, accepted, side = NARROWING[name]
    mandate = world.give("hinder.manage", "permit.view")
    mandate = accept(world, mandate) if accepted else mandate
    actor = entity.for_party(mandate.party_on(side).id)
    with pytest.raises(NotAllowed, match="outside_domains"):
        act(world, mandate, actor)
    assert act(world, mandate, replace(actor, domains=BOTH)) is not None


@pytest.mark.parametrize("act", [acting.refuse_extension, acting.withdraw_extension, acting.accept_extension])
def test_nor_an_extension_of_one(act: Callable[..., Any], world: World, entity: Actor) -> None:
    mandate = extend(world, accept(world, world.give("permit.manage", months=10)), months=6)
    side = Side.GIVER if act is acting.withdraw_extension else Side.HOLDER
    with pytest.raises(NotAllowed, match="outside_domains"):
        act(world, mandate, entity.for_party(mandate.party_on(side).id))


def test_its_own_parts_it_stops(world: World, entity: Actor) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view"))
    stop(world, mandate, entity.for_party(world.bakery.id), type_keys=["hinder.manage"])
    assert {line.type_key: line.stop_day for line in mandate.lines} == {"hinder.manage": TODAY, "permit.view": None}


def test_a_contest_is_solved_with_us(world: World, maria: Actor) -> None:
    mandate = acting.contest(world, accept(world, world.give()))
    for act in (acting.resume, acting.stop_contested):
        with pytest.raises(NotAllowed, match="not_by_application"):
            act(world, mandate, maria)


def test_what_an_application_sees(world: World, entity: Actor, maria: Actor) -> None:
    both, other = world.give("hinder.manage", "permit.view"), world.give("permit.manage")
    for actor in (entity, maria):
        reach = find_reach(world.session, actor, TODAY)
        assert [line.type_key for line in reach.shown(both.lines)] == ["hinder.manage"]
        assert (reach.shows(both), reach.shows(other)) == (True, False)
        with pytest.raises(NotAllowed, match="outside_domains"):
            reach.check_whole(both)
    with pytest.raises(NotAllowed, match="application_without_entity"):
        find_reach(world.session, replace(entity, entity_key=None), TODAY)


def test_what_is_not_signed_yet_is_shown_to_who_began_it_only(world: World, entity: Actor, maria: Actor) -> None:
    mandate = world.give()
    mandate.second_must_sign = True
    jan = replace(maria, person_id=world.jan.id, party_id=world.office.id)
    reaches = (find_reach(world.session, one, TODAY) for one in (maria, jan, entity))
    assert [reach.shows(mandate) for reach in reaches] == [True, False, False]


def test_a_user_decides_for_the_party_for_which_he_signed_in(world: World, maria: Actor, entity: Actor) -> None:
    assert acting_for(world.session, maria, BAKERY, field="giver") == maria
    with pytest.raises(NotAllowed, match="not_your_party"):
        acting_for(world.session, maria, OFFICE, field="giver")
    with pytest.raises(NotAllowed, match="sign_in_first"):
        acting_for(world.session, replace(maria, party_id=None), BAKERY, field="giver")
    assert acting_for(world.session, entity, OFFICE, field="giver").party_id == world.office.id
    with pytest.raises(Invalid, match="enterprise_number_missing"):
        acting_for(world.session, entity, None, field="giver")


def test_an_entity_decides_for_the_side_that_the_act_means(world: World, entity: Actor, maria: Actor) -> None:
    mandate = extend(world, accept(world, world.ask(months=10), world.giver), world.holder, months=1)
    meant = {For.STARTER: world.office, For.ANSWERER: world.bakery, Side.GIVER: world.bakery,
             For.PROPOSER: world.office, For.EXTENSION_ANSWERER: world.bakery}  # fmt: skip
    for who, party in meant.items():
        assert acting_on(world.session, entity, mandate.id, who, now=world.now).party_id == party.id
        assert acting_on(world.session, maria, mandate.id, who, now=world.now) == maria
    with pytest.raises(Invalid, match="side_missing"):
        acting_on(world.session, entity, mandate.id, None, now=world.now)
    for stranger, mandate_id in ((replace(entity, domains=frozenset()), mandate.id), (entity, new_id())):
        with pytest.raises(NotFound, match="mandate_unknown"):
            acting_on(world.session, stranger, mandate_id, For.STARTER, now=world.now)


def narrow(
    world: World, mandate: Mandate, *keys: str, last_day: date | None = None, actor: Actor | None = None
) -> Mandate:
    return narrow_mandate(
        world.session, actor or world.giver, mandate.id, type_keys=keys or None, last_day=last_day,
        policy=world.policy, now=world.now,
    )  # fmt: skip


def test_a_mandate_becomes_as_narrow_as_is_said(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "kmop.manage"))
    last_day = TODAY + timedelta(days=30)
    narrow(world, mandate, "kmop.manage", last_day=last_day)
    assert (status(world, mandate, 30), status(world, mandate, 31)) == (Status.ACTIVE, Status.STOPPED)
    assert {line.type_key: line.stop_day for line in mandate.lines}["hinder.manage"] == TODAY
    before = len(list_entries(world.session, mandate.id))
    narrow(world, mandate, "kmop.manage")
    assert len(list_entries(world.session, mandate.id)) == before


@pytest.mark.parametrize(("keys", "days", "code"), [
    (["permit.view"], None, "wider_types"),
    ([], 400, "wider_end"),
    ([], -1, "last_day_past"),
])  # fmt: skip
def test_wider_is_another_act(keys: list[str], days: int | None, code: str, world: World) -> None:
    mandate = accept(world, world.give())
    last_day = TODAY + timedelta(days=days) if days else None
    with pytest.raises(CoreError, match=code):
        narrow(world, mandate, *keys, last_day=last_day)


def test_the_holder_narrows_too(world: World) -> None:
    mandate = accept(world, world.give())
    narrow(world, mandate, last_day=TODAY, actor=world.holder)
    assert list_entries(world.session, mandate.id)[-1].kind == "renounced"
