"""A right in one domain: it carries out what a mandate has there, and shows no more than that."""

import pytest

from app.core.errors import NotFound
from app.core.people.rights import list_executors
from app.core.representation.checking import Question, may_represent
from app.core.rights.ending import foresee_ending
from app.core.rights.matrix import list_to_begin, who_may_what
from app.core.rights.wishes import RightWish
from app.core.views.customers import list_unattended
from app.core.views.mandate import find_mandate
from app.core.views.overview import read_overview
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from tests.acting import accept, kinds, stop
from tests.colleagues import EVA, EXECUTOR, appoint, colleague, kinds_of
from tests.world import TODAY, World

MANAGE, VIEW = AccessLevel.MANAGE, AccessLevel.VIEW
SUBSIDIES, PERMITS = "subsidies.executor", "permits.executor"


@pytest.fixture
def mandate(world: World) -> Mandate:
    """The office holds something of the bakery in two domains."""
    return accept(world, world.give("hinder.manage", "permit.view"))


def codes(world: World, who: Person, service: str, level: AccessLevel = VIEW) -> list[str]:
    question = Question(world.bakery.id, service, level, TODAY, who.id, world.office.id)
    return [one.code for one in may_represent(world.session, question).reasons]


def test_it_carries_out_the_lines_in_its_domain_and_no_others(world: World, mandate: Mandate) -> None:
    els = colleague(world, "Els", SUBSIDIES)
    assert codes(world, els, "hinderpremie", MANAGE) == ["executes_for_holder", "has_mandate"]
    assert codes(world, els, "omgevingsvergunning") == ["right_other_domain"]
    appoint(world, els.id, RightWish(PERMITS))
    assert codes(world, els, "omgevingsvergunning") == ["executes_for_holder", "has_mandate"]


def test_it_can_be_for_one_customer_and_for_looking_only(world: World, mandate: Mandate) -> None:
    els, eva = colleague(world, "Els", SUBSIDIES, level=VIEW), colleague(world, "Eva")
    assert codes(world, els, "hinderpremie") == ["executes_for_holder", "has_mandate"]
    assert codes(world, els, "hinderpremie", MANAGE) == ["right_level"]
    other = accept(world, world.give("recog.view"))
    tom = colleague(world, "Tom", SUBSIDIES, mandate_id=other.id)
    assert codes(world, tom, "hinderpremie") == ["right_elsewhere"]
    assert codes(world, eva, "erkenning") == ["executes_for_holder", "has_mandate"]


def test_a_reader_looks_and_never_does(world: World, mandate: Mandate) -> None:
    els = colleague(world, "Els")
    appoint(world, els.id, RightWish("reader", VIEW))
    eva = colleague(world, "Eva", "reader", level=VIEW)
    assert codes(world, eva, "hinderpremie", MANAGE) == ["right_level"]
    assert codes(world, eva, "omgevingsvergunning") == ["executes_for_holder", "has_mandate"]


def test_it_shows_the_mandates_that_have_something_there(world: World, mandate: Mandate) -> None:
    els, tom = colleague(world, "Els", SUBSIDIES), colleague(world, "Tom", SUBSIDIES, mandate_id=mandate.id)
    other = accept(world, world.give("recog.view"))
    for who in (els, tom):
        actor = world.at_home(who, world.office)
        assert read_overview(world.session, actor, now=world.now).total == 1, who.first_name
        assert find_mandate(world.session, actor, mandate.id, TODAY)[0].id == mandate.id
        with pytest.raises(NotFound):
            find_mandate(world.session, actor, other.id, TODAY)


def test_who_only_works_in_another_domain_is_no_executor_of_it(world: World, mandate: Mandate) -> None:
    els, eva = colleague(world, "Els", SUBSIDIES), colleague(world, "Eva", PERMITS)
    other = accept(world, world.give("subsidy.view"))
    assert list_executors(world.session, other, TODAY) == [els]
    assert {one.id for one in list_executors(world.session, mandate, TODAY)} == {els.id, eva.id}
    stop(world, mandate, type_keys=("permit.view",))
    assert list_executors(world.session, mandate, TODAY) == [els]


def test_the_part_that_nobody_carries_out_is_named(world: World, mandate: Mandate) -> None:
    els = colleague(world, "Els", SUBSIDIES)
    (alone,) = list_unattended(world.session, world.office, TODAY).customers
    assert (alone.mandate.id, alone.parts) == (mandate.id, ["vergunningen bekijken"])
    eva = colleague(world, "Eva", PERMITS)
    assert list_unattended(world.session, world.office, TODAY).everybody == 0
    for who in (els, eva):
        assert [one.id for one in foresee_ending(world.session, world.office.id, who.id, TODAY).alone] == [mandate.id]
    colleague(world, "Tom")
    assert foresee_ending(world.session, world.office.id, eva.id, TODAY).alone == []


def test_who_is_named_for_a_mandate_gets_what_his_domain_lacks(world: World) -> None:
    els = colleague(world, "Els", SUBSIDIES)
    both, one = world.give("hinder.manage", "permit.view"), world.give("subsidy.view")
    accept(world, both, executors=[els.id])
    assert (kinds_of(world, els), kinds(world, both)[-1]) == ([EXECUTOR, SUBSIDIES], "appointed")
    accept(world, one, executors=[els.id])
    assert kinds(world, one)[-1] == "accepted"


def test_the_matrix_has_a_column_for_what_somebody_has(world: World) -> None:
    def columns() -> list[str]:
        return [one.key for one in who_may_what(world.session, world.holder, now=world.now).kinds]

    assert columns() == ["executor", "manager"]
    colleague(world, "Els", SUBSIDIES)
    assert columns() == ["executor", "manager", SUBSIDIES]


def test_who_waits_with_a_right_in_another_domain_is_not_to_begin_with_it(world: World, mandate: Mandate) -> None:
    subsidy = accept(world, world.give("recog.view"))
    appoint(world, EVA, RightWish(PERMITS))
    assert list_to_begin(world.session, mandate, TODAY) == ["Eva Claes"]
    assert list_to_begin(world.session, subsidy, TODAY) == []
