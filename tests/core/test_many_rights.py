"""A person with hundreds of rights: what is asked of a day looks at each right a few times, not once for each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from app.core.mandates.lookup import get_mandate
from app.core.people.rights import is_manager, list_executors, list_relations_of, list_rights_of
from app.core.representation.rights_rows import relations_between, tie_to
from app.core.rights.ending import foresee_ending
from app.core.rights.granting import new_right
from app.core.views.customers import list_unattended
from app.models.lifecycle import LineDays
from app.models.mandate_type import AccessLevel, Part
from app.models.person import Person
from tests.acting import accept
from tests.colleagues import EXECUTOR, MANAGER, colleague
from tests.world import TODAY, World

MANY = 500
# How often a right may be looked at for one question: its start, whether it is over, and where its relation stands.
LOOKS = 20
PART = Part("hinder.manage", "subsidies")


@pytest.fixture
def els(world: World) -> Person:
    """Els, who was appointed for one customer after another: most of those rights are over."""
    mandate = accept(world, world.give())
    days = {"first_day": TODAY - timedelta(days=100), "last_day": TODAY - timedelta(days=1)}
    found = colleague(world, "Els", mandate_id=mandate.id, **days)
    grown(world, found, [mandate.id] * MANY, TODAY - timedelta(days=1))
    grown(world, found, [mandate.id], None)
    return found


def grown(world: World, who: Person, mandate_ids, last_day) -> None:
    """More rights in the relation that somebody has at the office."""
    (relation,) = list_relations_of(world.session, who.id, world.office.id)
    first_day = TODAY - timedelta(days=100)
    relation.rights.extend(
        new_right(world.session, EXECUTOR, first_day, last_day, mandate_id=one, level=AccessLevel.MANAGE)
        for one in mandate_ids
    )
    world.session.flush()


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often anybody asked when a line is over, which every question about a day comes down to."""
    looks = [0]
    real = LineDays.over_from.fget

    def over_from(line: LineDays):
        looks[0] += 1
        return real(line)

    with monkeypatch.context() as patch:
        patch.setattr(LineDays, "over_from", property(over_from))
        yield looks


def test_a_question_about_a_day_looks_at_each_right_a_few_times(
    world: World, els: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, office = world.session, world.office
    (mandate_id,) = {right.mandate_id for right in list_rights_of(session, els.id, TODAY)}
    questions = {
        "is_manager": lambda: is_manager(session, els.id, office.id, TODAY) is False,
        "list_rights_of": lambda: len(list_rights_of(session, els.id, TODAY)) == 1,
        "list_executors": lambda: list_executors(session, get_mandate(session, mandate_id), TODAY) == [els],
        "list_unattended": lambda: list_unattended(session, office, TODAY).total == 0,
        "foresee_ending": lambda: len(foresee_ending(session, office.id, els.id, TODAY).alone) == 1,
        "the check": lambda: not tie_to(
            relations_between(session, els.id, office.id), mandate_id, PART, AccessLevel.MANAGE, TODAY
        ).code,
        "the check, elsewhere": lambda: (
            tie_to(relations_between(session, els.id, office.id), els.id, PART, AccessLevel.MANAGE, TODAY).code
            == "right_elsewhere"
        ),
    }
    for name, ask in questions.items():
        with counted(monkeypatch) as looks:
            assert ask(), name
        assert looks[0] <= LOOKS * MANY, name


def test_who_is_left_alone_is_found_for_one_customer_and_for_all(world: World, els: Person) -> None:
    other = accept(world, world.give("subsidy.view"))
    session, office = world.session, world.office
    assert [one.mandate.id for one in list_unattended(session, office, TODAY).customers] == [other.id]
    assert len(foresee_ending(session, office.id, els.id, TODAY).alone) == 1
    eva = colleague(world, "Eva", MANAGER)
    assert [one.mandate.id for one in list_unattended(session, office, TODAY).customers] == [other.id]
    assert foresee_ending(session, office.id, eva.id, TODAY).alone == []
    grown(world, eva, [None], None)
    assert list_unattended(session, office, TODAY).total == 0
    assert foresee_ending(session, office.id, els.id, TODAY).alone == []
    assert [one.id for one in foresee_ending(session, office.id, eva.id, TODAY).alone] == [other.id]
