"""What an application hears of somebody's rights: nothing of what lies outside its domains, and then what a stranger's
reason says. Whoever has every domain, and whoever asks at a door of ours, hears the reason itself.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.representation.asking import Kind
from app.core.representation.checking import Question, Reason, may_represent
from app.core.rights.wishes import RightWish
from app.models.mandate_type import AccessLevel, Domain
from app.models.person import Person
from tests.acting import accept
from tests.colleagues import EVA, MANAGER, appoint, colleague, person
from tests.core.test_asking import ABOUT_OFFICE, check, entity
from tests.core.test_group_rights import for_group, version
from tests.world import OFFICE, TODAY, World

GROUP = "test.group"


def reasons(world: World, actor: Actor, who: Person, organisation: str | None = OFFICE) -> list[str]:
    name = who.subject or f"person:{who.id}"
    asked = ABOUT_OFFICE._replace(kind=Kind.PERSON, who=name, organisation=organisation)
    return [one.code for one in check(world, actor, asked).reasons]


def chain(world: World, actor: Actor, who: Person) -> list[Reason]:
    asked = ABOUT_OFFICE._replace(kind=Kind.PERSON, who=who.subject, organisation=OFFICE)
    decision = check(world, actor, asked)
    assert decision.allowed
    return list(decision.reasons)


def everywhere(world: World) -> Actor:
    return entity(frozenset(world.session.scalars(select(Domain.key))))


def at_our_door(world: World, who: Person) -> list[str]:
    asked = Question(world.bakery.id, "hinderpremie", AccessLevel.MANAGE, TODAY, who.id, world.office.id)
    return [one.code for one in may_represent(world.session, asked).reasons]


def in_another_domain(world: World) -> Person:
    return colleague(world, "Els", "permits.executor")


def for_another_mandate(world: World) -> Person:
    return colleague(world, "Els", mandate_id=accept(world, world.give("leave.manage")).id)


def for_a_group_of_others(world: World) -> Person:
    return colleague(world, "Els", mandate_group=version(world, 1, "permit.view", "leave.manage"))


def invited(world: World) -> Person:
    return appoint(world, EVA).person


ELSEWHERE: dict[Callable[[World], Person], str] = {
    in_another_domain: "right_other_domain", for_another_mandate: "right_elsewhere",
    for_a_group_of_others: "right_other_group", invited: "right_not_yet",
}  # fmt: skip


@pytest.mark.parametrize("who", ELSEWHERE, ids=lambda one: one.__name__)
def test_an_application_hears_of_a_right_elsewhere_what_it_hears_of_a_stranger(
    world: World, who: Callable[[World], Person]
) -> None:
    accept(world, world.give())
    found, stranger, real = who(world), person(world, "Wim"), ELSEWHERE[who]
    assert reasons(world, entity(), found) == reasons(world, entity(), stranger) == ["not_an_executor"]
    assert reasons(world, entity(), found, None) == reasons(world, entity(), stranger, None) == ["no_holder"]
    assert reasons(world, everywhere(world), found) == [real]
    assert at_our_door(world, found) == [real]


def test_what_begins_later_is_told_once_it_was_agreed(world: World) -> None:
    accept(world, world.give())
    els = colleague(world, "Els", MANAGER)
    appoint(world, els.id, RightWish(first_day=TODAY + timedelta(days=2)))
    assert reasons(world, entity(), els) == ["right_not_yet"]
    tom = colleague(world, "Tom", first_day=TODAY - timedelta(days=9), last_day=TODAY - timedelta(days=1))
    assert reasons(world, entity(), tom) == ["right_over"]


def test_a_list_that_reaches_further_is_not_named(world: World) -> None:
    accept(world, world.give())
    els = colleague(world, "Els", mandate_group=version(world, 1, "hinder.manage", "permit.view"))
    link, _ = chain(world, entity(), els)
    assert link.code == "executes_for_holder"
    assert "mandate_group_id" not in link.values
    link, _ = chain(world, everywhere(world), els)
    assert link.code == "executes_group_for_holder"
    eva = colleague(world, "Eva", MANAGER)
    appoint(world, eva.id, for_group(version(world, 2, "hinder.manage")))
    link, _ = chain(world, entity(), eva)
    assert link.code == "executes_group_for_holder"


def test_a_place_is_named_where_somebody_works_in_these_domains(world: World) -> None:
    els, tom = colleague(world, "Els", "subsidies.executor"), colleague(world, "Tom", "permits.executor")
    # Where nothing of this giver is held, nobody need hear who works there, or represents it by law.
    for one in (els, tom, world.jan):
        assert reasons(world, entity(), one, None) == ["no_holder"]
        assert reasons(world, everywhere(world), one, None) == ["no_mandate"]
    mandate = world.give()
    assert reasons(world, entity(), world.jan, None) == ["status_offered"]
    assert reasons(world, entity(), els, None) == ["status_offered"]
    assert reasons(world, entity(), tom, None) == ["no_holder"]
    accept(world, mandate)
    eva = colleague(world, "Eva", level=AccessLevel.VIEW, mandate_id=mandate.id)
    assert reasons(world, entity(), eva, None) == ["right_level"]
    assert reasons(world, everywhere(world), tom, None) == ["right_other_domain"]
