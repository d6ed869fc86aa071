"""Where mandates stand, asked of the database: for every kind of facts what the one lifecycle says."""

import random
from functools import partial
from itertools import product

from sqlalchemy import literal, select

from app.core.representation.rows import mandates_of_pairs
from app.core.representation.standing import stands
from app.core.views.mandate_search import MandateFilter, search_mandates
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.core.test_brief_checks import DAYS, fill
from tests.core.test_colleague_history import statements
from tests.world import BAKERY, World

SEEDS = (11, 12, 13)


def test_the_database_says_where_a_mandate_stands_as_the_lifecycle_does(world: World) -> None:
    """Each mandate stands in exactly one way on each day, whatever was agreed, stopped, contested or passed on."""
    seen: set[Status] = set()
    for seed in SEEDS:
        with world.session.begin_nested() as these:
            pairs = fill(world, random.Random(seed))
            mandates = [one for some in mandates_of_pairs(world.session, pairs).values() for one in some]
            for day, status in product(DAYS, Status):
                # A day before it was started is not for the lifecycle to answer.
                begun = Mandate.started_on <= day
                found = world.session.scalars(select(Mandate.id).where(stands({status}, literal(day)), begun))
                expected = {one.id for one in mandates if one.started_on <= day and one.status_on(day) is status}
                assert set(found) == expected, (seed, day, status)
                seen |= {status} if expected else set()
            these.rollback()
    assert seen == set(Status)


def test_more_than_half_of_the_ways_are_asked_as_none_of_the_others(world: World) -> None:
    """Without each one in turn, without two, and all: whatever is left is what the lifecycle says of it."""
    pairs = fill(world, random.Random(SEEDS[0]))
    mandates = [one for some in mandates_of_pairs(world.session, pairs).values() for one in some]
    others = [set[Status](), *({one} for one in Status), {Status.ACTIVE, Status.REFUSED}]
    for day, left_out in product(DAYS, others):
        asked = set(Status) - left_out
        begun = Mandate.started_on <= day
        found = world.session.scalars(select(Mandate.id).where(stands(asked, literal(day)), begun))
        expected = {one.id for one in mandates if one.started_on <= day and one.status_on(day) in asked}
        assert set(found) == expected, (day, left_out)


def test_an_empty_first_page_is_not_counted_again(world: World) -> None:
    world.give()
    counts = {}
    for first in (0, 9):
        asked = MandateFilter(giver=BAKERY, statuses=[Status.REFUSED])
        find = partial(search_mandates, world.session, world.giver, asked, first=first, size=9, now=world.now)
        assert find().total == 0
        counts[first] = statements(world, find)
    assert counts[0] + 1 == counts[9]
