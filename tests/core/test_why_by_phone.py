"""Waarom werkt het niet, on the phone: about the mandate for which somebody calls, and about nothing else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant.phone_calls import actor_of
from app.core.errors import NotAllowed
from app.core.views.why import Asked, WhyView, look_why_by_phone
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.phone_call import PhoneCall
from app.models.staff import Staff
from tests import acting
from tests.world import World


def codes(view: WhyView) -> list[str]:
    return [one.code for one in view.causes]


def on_the_line(world: World, clerk: Staff, mandate: Mandate, side: str) -> Actor:
    """A clerk with a caller who was checked, for the party on this side of the mandate."""
    party_id = getattr(mandate, f"{side}_id")
    call = PhoneCall(
        clerk_id=clerk.person_id, mandate_id=mandate.id, party_id=party_id, check_kind="two_facts",
        facts=["address"], person_id=world.jan.id, capacity="legal_representative", started_at=world.now,
    )  # fmt: skip
    world.session.add(call)
    world.session.flush()
    return actor_of(call)


def test_a_caller_hears_of_his_mandate_part_by_part_and_of_no_other(world: World) -> None:
    mandate, clerk = world.give("permit.view", "kmop.manage"), world.add_clerk()
    acting.accept(world, world.give("hinder.manage"))
    for side, asked in (("holder", Asked.HELD), ("giver", Asked.GIVEN)):
        looked = look_why_by_phone(world.session, on_the_line(world, clerk, mandate, side), now=world.now)
        assert {(one.asked, one.what, codes(one)[0]) for one in looked} == {
            (asked, "Vergunningen raadplegen", "offered"), (asked, "Kmo-portefeuille beheren", "offered")
        }  # fmt: skip
        assert {one.subject for one in looked} == {world.office.name}
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "why_looked")).all()
    assert {(one.channel, one.mandate_id) for one in entries} == {("phone", mandate.id)}
    assert len(entries) == 4
    assert not any("Jan" in cause.sentence + cause.step + cause.mender for one in looked for cause in one.causes)


def test_a_caller_does_not_hear_that_another_mandate_works(world: World) -> None:
    stopped = acting.accept(world, world.give("hinder.manage"))
    acting.contest(world, stopped)
    acting.stop_contested(world, stopped)
    acting.accept(world, world.give("hinder.manage"))
    [looked] = look_why_by_phone(world.session, on_the_line(world, world.add_clerk(), stopped, "giver"), now=world.now)
    assert (looked.works, codes(looked)) == (False, ["stopped"])


def test_a_caller_who_was_not_checked_hears_nothing(world: World) -> None:
    caller = on_the_line(world, world.add_clerk(), world.give(), "holder")
    nobody = replace(caller, call_id=None)
    with pytest.raises(NotAllowed):
        look_why_by_phone(world.session, nobody, now=world.now)
    call = world.session.get_one(PhoneCall, caller.call_id)
    call.mandate_id, call.check_kind, call.facts = None, "none", []
    world.session.flush()
    with pytest.raises(NotAllowed, match="not_by_phone"):
        look_why_by_phone(world.session, caller, now=world.now)
