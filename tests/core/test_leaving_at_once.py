"""Changing holders at once: the old one stops today, the new one is asked as usual, and nothing comes back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.carrying_out import Act, carry_out
from app.core.acts.transferring import transfer_mandates
from app.core.counter.second_looks import LookNeeded, ask_look
from app.core.errors import Conflict, Invalid
from app.core.mandates.moves import list_moves_from
from app.core.views.second_look import view_look
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.acting import accept, consent, contest, get_mandate, kinds, letters, refuse, resume, status, today, transfer
from tests.core.duo import Duo
from tests.world import BAKERY, OTHER, TODAY, World

NEXT_YEAR = date(2027, 11, 22)
HIGH = "invest.manage"


@pytest.fixture
def new_holder(third: Actor) -> Actor:
    """Who is asked to take over."""
    return third


def running(world: World, *keys: str) -> Mandate:
    """What Jan's office already does for the bakery."""
    return accept(world, world.give(*keys))


def usable(world: World, mandate: Mandate, key: str) -> bool:
    fresh = get_mandate(world.session, mandate.id)
    return any(fresh.line_holds_on(line, today(world)) for line in fresh.lines if line.type_key == key)


def test_the_old_holder_can_stop_at_once_and_does_not_come_back(world: World, new_holder: Actor) -> None:
    old = running(world, "hinder.manage", "subsidy.view", "permit.view")
    world.later(days=3)
    new = transfer(world, "hinder.manage", "subsidy.view", stops_now=True)
    assert [usable(world, old, key) for key in ("hinder.manage", "subsidy.view", "permit.view")] == [False, False, True]
    assert status(world, new) is Status.OFFERED
    assert letters(world, old)[-2:] == ["stopped.giver", "stopped.holder"]
    assert letters(world, new) == ["given.giver", "invitation.holder"]
    assert (kinds(world, old)[-1], kinds(world, new)) == ("stopped", ["given"])
    world.later(days=1)
    refuse(world, new, new_holder)
    assert not usable(world, old, "hinder.manage")
    assert letters(world, old)[-2:] == ["stopped.giver", "stopped.holder"]
    assert "stopped.holder" not in letters(world, new)


def test_what_stops_at_once_goes_on_with_the_new_holder_for_as_long_as_was_agreed(
    world: World, new_holder: Actor
) -> None:
    old = running(world, "hinder.manage")
    world.later(days=40)
    new = transfer(world, "hinder.manage", stops_now=True)
    assert status(world, old) is Status.STOPPED
    world.later(days=5)
    accept(world, new, new_holder)
    assert usable(world, new, "hinder.manage")
    assert new.lines[0].last_day == NEXT_YEAR
    assert list_moves_from(world.session, get_mandate(world.session, old.id)) == []


def test_what_stops_at_once_stops_in_every_mandate_and_also_what_the_new_holder_has(
    world: World, new_holder: Actor
) -> None:
    first, second = running(world, "hinder.manage"), running(world, "subsidy.view")
    accept(world, world.give("subsidy.view", other_number=OTHER), new_holder)
    new = transfer(world, "hinder.manage", "subsidy.view", stops_now=True)
    assert [line.type_key for line in new.lines] == ["hinder.manage"]
    assert {status(world, one) for one in (first, second)} == {Status.STOPPED}
    assert [letters(world, one)[-2:] for one in (first, second)] == [["stopped.giver", "stopped.holder"]] * 2


def test_where_the_new_holder_has_it_all_nothing_stops_and_that_is_said(world: World, new_holder: Actor) -> None:
    old = running(world, "subsidy.view")
    accept(world, world.give("subsidy.view", other_number=OTHER), new_holder)
    with pytest.raises(Conflict, match="nothing_left_to_move"):
        transfer(world, "subsidy.view", stops_now=True)
    with pytest.raises(Conflict, match=r"^nothing_left$"):
        transfer(world, "subsidy.view")
    assert usable(world, old, "subsidy.view")


def test_a_mandate_that_stands_still_stops_at_once_too(world: World) -> None:
    old = running(world, "hinder.manage", "permit.view")
    contest(world, old)
    transfer(world, "hinder.manage", stops_now=True)
    resume(world, old)
    assert [usable(world, old, key) for key in ("hinder.manage", "permit.view")] == [False, True]


def test_at_once_is_not_a_later_day(world: World) -> None:
    running(world, "hinder.manage")
    with pytest.raises(Invalid, match="stops_now_or_later"):
        transfer(world, "hinder.manage", stops_now=True, first_day=TODAY + timedelta(days=9))


def test_a_refused_change_stops_nothing(world: World) -> None:
    old = running(world, "hinder.manage")
    with pytest.raises(Invalid, match="not_with_old_holder"):
        transfer(world, "hinder.manage", "permit.view", stops_now=True)
    assert usable(world, old, "hinder.manage")


def test_where_two_must_sign_the_old_holder_stops_at_once_and_the_new_one_waits(world: World) -> None:
    duo = Duo(world)
    old = duo.give("hinder.manage")
    carry_out(world.session, duo.johan, Act.SIGN, old.id, policy=world.policy, now=world.now)
    accept(world, old)
    new = transfer(world, "hinder.manage", actor=duo.godelieve, starter_id=duo.party.id, stops_now=True)
    assert status(world, new) is Status.TO_SIGN
    assert not usable(world, old, "hinder.manage")
    assert letters(world, old)[-2:] == ["stopped.giver", "stopped.holder"]
    assert letters(world, new) == ["to_sign.giver"]
    world.later(days=1)
    carry_out(world.session, duo.johan, Act.REFUSE_SIGNATURE, new.id, policy=world.policy, now=world.now)
    told = world.session.scalars(select(Letter).where(Letter.mandate_id == new.id)).all()
    assert {one.kind: one.data["stopped_with"] for one in told} == dict.fromkeys(
        ("to_sign.giver", "not_signed.giver"), world.office.name
    )
    assert status(world, new) is Status.WITHDRAWN
    assert not usable(world, old, "hinder.manage")


def test_at_a_counter_nothing_stops_before_a_colleague_looked(world: World) -> None:
    old = running(world, HIGH)
    actor = world.visit(world.add_clerk(), BAKERY, world.add_function(BAKERY, "Nele", "Claes"))
    wish = world.wish(HIGH, other_number=OTHER, taken_from=world.office.id, months=None, stops_now=True)
    consent(world, actor, wish.fingerprint())
    with pytest.raises(LookNeeded) as needed:
        transfer_mandates(world.session, actor, wish, policy=world.policy, now=world.now)
    assert needed.value.sight.act == "transfer_now"
    look = ask_look(world.session, actor, needed.value.sight, policy=world.policy, now=world.now)
    seen = view_look(world.session, look)
    assert (seen.old, len(seen.stops)) == (world.office, 1)
    assert status(world, old) is not Status.STOPPED
    transfer(world, HIGH, actor=actor, stops_now=True)
    assert status(world, old) is Status.STOPPED
