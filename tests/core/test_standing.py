"""Where mandates stand, asked of the database: for every kind of facts what the one lifecycle says."""

import random
from itertools import product

from sqlalchemy import literal, select

from app.core.representation.rows import mandates_of_pairs
from app.core.representation.standing import stands
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.core.test_brief_checks import DAYS, fill
from tests.world import World

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
