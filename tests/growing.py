"""A list that grows: a mandate given with it, and a newer version that has more, or fewer, types."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core.acts.growing import tell_growth
from app.core.mandates.growth import list_to_look_at
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroup, MandateGroupVersion
from tests.acting import accept, today
from tests.world import World

LIST = "proeflijst"
OLD = ("subsidy.view", "permit.view")
NEW = (*OLD, "hinder.manage")


def version(world: World, number: int, *keys: str, **changes: Any) -> MandateGroupVersion:
    """A version of the list, as a newer catalogue file brings it."""
    session = world.session
    if session.get(MandateGroup, LIST) is None:
        session.add(MandateGroup(key=LIST, name="Mijn proef", position=99))
        session.flush()
    facts: dict[str, Any] = {"from_day": today(world), "hint": "Een proef.", "sentences": []}
    made = MandateGroupVersion(group_key=LIST, number=number, type_keys=list(keys), **(facts | changes))
    session.add(made)
    session.flush()
    return made


def given_with(world: World, listed: MandateGroupVersion, keys: Sequence[str] = OLD, **changes: Any) -> Mandate:
    """A mandate that Maria gave with this version, and Jan accepted."""
    return accept(world, world.give(*keys, group_version_id=listed.id, **changes))


def tell(world: World) -> int:
    """The job of today; how many mandates it came to."""
    found = list_to_look_at(world.session, today(world))
    for mandate_id in found:
        tell_growth(world.session, mandate_id, policy=world.policy, now=world.now)
    return len(found)


def grown(world: World, **changes: Any) -> Mandate:
    """A mandate of which the list has a new type since today, and both sides were told."""
    mandate = given_with(world, version(world, 1, *OLD), **changes)
    version(world, 2, *NEW)
    tell(world)
    return world.session.scalars(select(Mandate).where(Mandate.id == mandate.id)).one()
