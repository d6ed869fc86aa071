"""Mandate groups that are longer now than when a right for them was given: what the right does not reach.

Nothing is added to the right. Who decides reads it, and can change the right; then it is for the list of that day.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.mandates.catalogue import find_types, later_version, list_groups
from app.core.rights.granting import RUNS
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class LongerGroup:
    """From which day on the list held that a right was given for, and the names of what is new in it since."""

    given_from: date
    names: Sequence[str]


def find_longer(
    session: Session, relations: Iterable[WorkRelation], day: date
) -> Mapping[uuid.UUID, LongerGroup]:
    """The versions for which somebody has, or will have, a right, and of which the group lists something more on `day`;
    without types that are not given any more.
    """
    running = [one for one in relations if one.status_on(day) in RUNS]
    rights = [right for one in running for right in one.rights if right.mandate_group is not None]
    versions = {one.mandate_group.id: one.mandate_group for one in rights if one.mandate_group and not one.is_over(day)}
    newest = list_groups(session, day) if versions else []
    found = {}
    for one in versions.values():
        later = later_version(newest, one)
        new = find_types(session, set(later.type_keys) - set(one.type_keys)) if later else []
        names = [kind.name for kind in new if kind.withdrawn_from is None or kind.withdrawn_from > day]
        if names:
            found[one.id] = LongerGroup(one.from_day, names)
    return found
