"""Who only executes, for more mandates than a statement takes values: his lists are still answered."""

import uuid

from sqlalchemy import select

from app.core.permits.sight import Sight
from app.core.views.overview_rows import list_rows
from app.models.mandate import Mandate
from tests.acting import accept
from tests.world import World

MORE_THAN_FIT = 66_000  # 32,766 on SQLite, 65,535 on PostgreSQL


def test_a_sight_of_very_many_mandates_is_answered(world: World) -> None:
    seen = accept(world, world.give())
    many = frozenset({seen.id} | {uuid.UUID(int=number) for number in range(MORE_THAN_FIT)})
    sight = Sight(world.office, decides=False, appoints=False, only=many)
    assert world.session.scalars(select(Mandate.id).where(sight.allows())).all() == [seen.id]
    nothing = Sight(world.office, decides=False, appoints=False, only=frozenset())
    assert list_rows(world.session, nothing) == []
