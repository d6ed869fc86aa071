"""Who is warned when a clerk pauses many mandates for people who prove nothing."""

import pytest

from app.core.actor import Actor
from app.core.distant.alarms import Alarm, list_alarms
from app.core.errors import NotAllowed
from tests.core.test_contesting import by_number
from tests.world import TODAY, World

KEYS = ("hinder.manage", "subsidy.view", "permit.view", "recog.view", "staff.view")


def pause(world: World, clerk: Actor, count: int) -> None:
    """For somebody who names so many numbers, one after the other."""
    for key in KEYS[:count]:
        by_number(world, clerk, world.give(key).dossier_number)


def test_every_member_of_staff_reads_who_paused_more_than_three_in_an_hour(world: World) -> None:
    karim = Actor.at_the_counter(world.add_clerk().person_id)
    petra = Actor.at_the_counter(world.add_clerk("Petra", "4713").person_id)
    pause(world, karim, 3)
    assert list_alarms(world.session, petra, now=world.now) == []
    for key in KEYS[3:]:
        by_number(world, karim, world.give(key).dossier_number)
    assert list_alarms(world.session, petra, now=world.now) == [Alarm("4711", TODAY, 5)]
    world.later(days=14)
    assert len(list_alarms(world.session, petra, now=world.now)) == 1
    world.later(days=1)
    assert list_alarms(world.session, petra, now=world.now) == []


def test_nobody_else_does(world: World) -> None:
    for stranger in (world.giver, Actor.job()):
        with pytest.raises(NotAllowed):
            list_alarms(world.session, stranger, now=world.now)
