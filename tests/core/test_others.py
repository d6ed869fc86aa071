"""What somebody else may go on doing when a mandate stops: the page, the letter and the facts behind them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.core.acts.stopping import stop_mandate
from app.core.people.parties import ensure_enterprise_party
from app.core.representation.others import list_others
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.acting import accept, contest
from tests.world import OTHER, TODAY, World

KEYS = ("hinder.manage", "subsidy.view")


def to_other(world: World, *keys: str, **changes: object) -> Mandate:
    """A mandate of the same giver to another holder, accepted."""
    representative = world.add_representative(OTHER, "Ilse", "Gielen")
    mandate = world.give(*keys, other_number=OTHER, **changes)
    return accept(world, mandate, world.at_home(representative, ensure_enterprise_party(world.session, OTHER)))


def others(world: World, mandate: Mandate, day: date = TODAY) -> dict[str, list[str]]:
    return list_others(world.session, mandate, KEYS, day)


def letter(world: World, side: str) -> dict[str, Any]:
    return world.session.scalars(select(Letter).where(Letter.kind == f"stopped.{side}")).one().data


def stop(world: World, mandate: Mandate) -> None:
    stop_mandate(world.session, world.giver, mandate.id, policy=world.policy, now=world.now)


def test_nobody_else_is_named_when_there_is_nobody(world: World) -> None:
    mandate = accept(world, world.give(*KEYS))
    assert others(world, mandate) == {}
    stop(world, mandate)
    for side in ("giver", "holder"):
        assert "also_by" not in letter(world, side)


def test_another_holder_is_named_with_what_he_may_do(world: World) -> None:
    mandate = accept(world, world.give(*KEYS))
    name = to_other(world, "hinder.manage").holder.name
    assert others(world, mandate) == {"hinder.manage": [name]}
    stop(world, mandate)
    assert (letter(world, "giver")["also_by"], letter(world, "giver")["also_all"]) == ([name], False)


def test_another_holder_of_all_of_it_leaves_nothing_undone(world: World) -> None:
    mandate = accept(world, world.give(*KEYS))
    name = to_other(world, *KEYS).holder.name
    stop(world, mandate)
    assert (letter(world, "giver")["also_by"], letter(world, "giver")["also_all"]) == ([name], True)


def test_who_may_not_work_on_that_day_is_not_named(world: World) -> None:
    mandate = accept(world, world.give(*KEYS))
    other = to_other(world, *KEYS, months=None, last_day=TODAY + timedelta(days=20))
    assert set(others(world, mandate, TODAY + timedelta(days=20))) == set(KEYS)
    assert others(world, mandate, TODAY + timedelta(days=21)) == {}
    contest(world, other)
    assert others(world, mandate) == {}
