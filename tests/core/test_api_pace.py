"""How fast an application may call: together never more than its limit in a minute, however many processes count."""

from datetime import timedelta

from sqlalchemy import select

from app.core.clients.pace import take_calls
from app.models.api_pace import ApiPace
from tests.core.test_api_tokens import client_of
from tests.world import World

MINUTE = timedelta(minutes=1)


def test_calls_are_taken_in_parts_and_never_more_than_there_are(world: World) -> None:
    client = client_of(world)
    taken = [take_calls(world.session, client.id, most=50, now=world.now) for _ in range(27)]
    assert taken[0] == (2, 48)
    assert taken[24] == (2, 0)
    assert taken[25:] == [(0, 0), (0, 0)]
    assert sum(count for count, _ in taken) == 50


def test_the_last_part_is_what_is_left(world: World) -> None:
    client = client_of(world)
    taken = [take_calls(world.session, client.id, most=41, now=world.now) for _ in range(22)]
    assert taken[20:] == [(1, 0), (0, 0)]


def test_every_minute_begins_anew_and_one_application_does_not_slow_another(world: World) -> None:
    mine, other = client_of(world), client_of(world, "Portaal")
    while take_calls(world.session, mine.id, most=10, now=world.now)[0]:
        pass
    assert take_calls(world.session, other.id, most=10, now=world.now) == (1, 9)
    assert take_calls(world.session, mine.id, most=10, now=world.now + MINUTE) == (1, 9)
    assert len(world.session.scalars(select(ApiPace)).all()) == 2


def test_a_clock_that_is_behind_gives_nobody_more(world: World) -> None:
    client = client_of(world)
    while take_calls(world.session, client.id, most=10, now=world.now)[0]:
        pass
    assert take_calls(world.session, client.id, most=10, now=world.now - MINUTE) == (0, 0)
    assert take_calls(world.session, client.id, most=10, now=world.now) == (0, 0)
