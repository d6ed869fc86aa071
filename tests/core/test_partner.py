"""Everything between two parties, told as one."""

from datetime import timedelta

import pytest

from app.core.errors import NotFound
from app.core.views.partner import PartnerView, view_partner
from app.models.party import Party
from tests import acting
from tests.core.test_overview import executor
from tests.world import BAKERY, DUO, TODAY, World


def view(world: World, partner: Party | None = None) -> PartnerView:
    """What Maria reads about the office, or somebody else."""
    return view_partner(world.session, world.giver, (partner or world.office).id, now=world.now)


def test_several_mandates_are_told_as_one(world: World) -> None:
    first = acting.accept(world, world.give("permit.view"))
    second = acting.accept(world, world.give("hinder.manage", months=None, last_day=TODAY + timedelta(days=9)))
    given = view(world).given
    assert {(part.dossier_number, part.last_day) for part in given.until} == {
        (first.dossier_number, first.lines[0].last_day), (second.dossier_number, TODAY + timedelta(days=9)),
    }
    assert len(given.may) == len(set(given.may)) >= 2
    assert (given.others, view(world).held.is_empty) == ([], True)


def test_a_sentence_that_another_mandate_voids_is_left_out(world: World) -> None:
    viewing = next(
        (line.mandate_type, item) for key in ("subsidy.view", "recog.view", "permit.view")
        for line in acting.accept(world, world.give(key)).lines
        for item in line.mandate_type.may_not if item.get("unless")
    )
    sentence = viewing[1]["text"].replace("{mandaatnemer} ", "").removesuffix(".")
    assert sentence in view(world).given.may_not
    for key in viewing[1]["unless"]:
        mandate = acting.accept(world, world.give(key))
        mandate.giver_posted_on = TODAY - timedelta(days=30)
    assert sentence not in view(world).given.may_not


def test_what_waits_stands_still_or_starts_later_is_named_and_what_is_over_is_not(world: World) -> None:
    waiting = world.give("permit.view")
    paused = acting.contest(world, acting.accept(world, world.give("hinder.manage")))
    later = acting.accept(world, world.give("recog.view", first_day=TODAY + timedelta(days=3)))
    acting.refuse(world, world.give("staff.view"))
    given = view(world).given
    assert (given.may, given.until) == ([], [])
    assert {one.dossier_number: one.status.kind for one in given.others} == {
        waiting.dossier_number: "wait", paused.dossier_number: "stop", later.dossier_number: "wait",
    }


def test_a_part_that_was_stopped_is_told_no_more(world: World) -> None:
    mandate = acting.accept(world, world.give("hinder.manage", "permit.view"))
    acting.stop(world, mandate, type_keys=["permit.view"])
    assert [part.what for part in view(world).given.until] == [
        [line.mandate_type.name] for line in mandate.lines if line.type_key == "hinder.manage"
    ]


def test_parts_of_one_mandate_that_end_together_are_told_together(world: World) -> None:
    acting.accept(world, world.give("hinder.manage", "permit.view", "recog.view"))
    acting.accept(world, world.give("staff.view"))
    assert sorted(len(part.what) for part in view(world).given.until) == [1, 3]


def test_both_directions_are_told(world: World) -> None:
    acting.accept(world, world.give("hinder.manage"))
    back = acting.give_as(world, world.holder, "permit.view", other_number=BAKERY)
    acting.accept(world, back, world.giver)
    shown = view(world)
    assert (len(shown.given.until), len(shown.held.until)) == (1, 1)
    assert shown.held.holder == world.bakery.name


def test_nobody_learns_of_a_party_with_which_he_has_nothing(world: World) -> None:
    other = world.give("hinder.manage", other_number=DUO).holder
    for stranger in (world.office.id, world.bakery.id):
        with pytest.raises(NotFound):
            view_partner(world.session, world.holder, stranger, now=world.now)
    with pytest.raises(NotFound):
        view_partner(world.session, world.holder, other.id, now=world.now)


def test_who_executes_one_mandate_reads_of_no_other(world: World) -> None:
    mine = acting.accept(world, world.give("hinder.manage"))
    acting.accept(world, world.give("permit.view"))
    els = executor(world, mine)
    held = view_partner(world.session, els, world.bakery.id, now=world.now).held
    assert [part.dossier_number for part in held.until] == [mine.dossier_number]
