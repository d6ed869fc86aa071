"""A letter never says that all may be done at once when an important part has to wait."""

from typing import Any

import pytest
from sqlalchemy import select

from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.acting import accept
from tests.world import TODAY, World

LATER = "Erkenning aanvragen en vernieuwen start later: ten vroegste op 4 december 2026"


def facts(world: World, kind: str) -> dict[str, Any]:
    found = world.session.scalars(select(Letter).where(Letter.kind == kind)).one().data
    return found | {"period": found["period"].replace("\u00a0", " ")}


def mixed(world: World) -> Mandate:
    return world.give("hinder.manage", "recog.manage")


@pytest.mark.parametrize("kind", ["given.giver", "invitation.holder"])
def test_before_the_answer_both_read_which_part_starts_later(world: World, kind: str) -> None:
    mixed(world)
    assert facts(world, kind)["period"].endswith(f". {LATER}")


def test_what_starts_at_once_is_not_called_late_for_a_part_that_waits(world: World) -> None:
    mixed(world)
    assert facts(world, "given.giver")["starts_after"] is None


@pytest.mark.parametrize("kind", ["active.giver", "active.holder"])
def test_once_active_both_read_which_part_may_not_be_used_yet(world: World, kind: str) -> None:
    accept(world, mixed(world))
    assert facts(world, kind)["starts_on"] is None
    assert facts(world, kind)["period"].endswith(f". {LATER}")


@pytest.mark.parametrize("kind", ["active.giver", "active.holder"])
def test_once_the_letter_was_posted_the_day_is_known(world: World, kind: str) -> None:
    mandate = mixed(world)
    mandate.giver_posted_on = TODAY
    accept(world, mandate)
    assert facts(world, kind)["period"].endswith(". Erkenning aanvragen en vernieuwen start later: op 3 december 2026")


def test_a_part_whose_wait_is_over_is_like_the_others(world: World) -> None:
    mandate = mixed(world)
    mandate.giver_posted_on = TODAY
    world.later(days=10)
    accept(world, mandate)
    assert "start later" not in facts(world, "active.holder")["period"]


def test_a_mandate_that_waits_as_a_whole_says_so_once(world: World) -> None:
    mandate = world.give("recog.manage")
    assert facts(world, "given.giver")["starts_after"] == "2026-12-04"
    accept(world, mandate)
    assert facts(world, "active.holder")["starts_on"] == "2026-12-04"
    for kind in ("given.giver", "invitation.holder", "active.giver", "active.holder"):
        assert "start later" not in facts(world, kind)["period"]


def test_a_first_day_after_the_wait_leaves_nothing_to_say(world: World) -> None:
    world.give("hinder.manage", "recog.manage", first_day=TODAY.replace(month=12, day=20))
    assert facts(world, "given.giver")["starts_after"] is None
    assert "start later" not in facts(world, "given.giver")["period"]
