"""A colleague of the clerk who looks too, for tests about something else: he finds that all is well."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter.looking_too import decide_look, find_look_refusal
from app.core.counter.second_looks import LookNeeded, ask_look
from app.models.second_look import SecondLook
from app.models.staff import Staff
from tests.world import World

Done = TypeVar("Done")
COLLEAGUES = (("Nora", "4811"), ("Sam", "4812"))  # two, because the same one does not look twice in a row


def looked_at(world: World, actor: Actor, act: Callable[[], Done]) -> Done:
    """Do the act; where a colleague has to look first, let one agree and do it again."""
    try:
        return act()
    except LookNeeded as needed:
        look = ask_look(world.session, actor, needed.sight, policy=world.policy, now=world.now)
        agree(world, look)
        return act()


def agree(world: World, look: SecondLook | None) -> Staff:
    """Let a colleague of the same counter agree; who he is."""
    assert look is not None
    for first_name, number in COLLEAGUES:
        colleague = _colleague(world, look, first_name, number)
        who = Actor.at_the_counter(colleague.person_id)
        if find_look_refusal(world.session, who, look, now=world.now) is None:
            decide_look(world.session, who, look.id, "agrees", now=world.now)
            return colleague
    raise AssertionError("nobody may look")


def colleague_agrees(world: World) -> None:
    """Let a colleague agree to the one thing that was asked and not answered, and commit: for pages."""
    world.session.expire_all()
    open_ones = select(SecondLook).where(SecondLook.outcome.is_(None), SecondLook.dropped_at.is_(None))
    agree(world, world.session.scalars(open_ones).one())
    world.session.commit()


def _colleague(world: World, look: SecondLook, first_name: str, number: str) -> Staff:
    clerk = world.session.get_one(Staff, look.asked_by)
    # A number is of one clerk only, and a test may have several counters.
    mine = "" if clerk.number == "4711" else f"-{clerk.number}"
    known = world.session.scalars(select(Staff).where(Staff.number == number + mine)).first()
    return known or world.add_clerk(first_name + mine, number + mine, beside=clerk)
