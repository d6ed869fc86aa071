"""Mandate groups that are longer now than when a right for them was given: what the right does not reach.

Nothing is added to the right. Who decides reads it, and can change the right; then it is for the list of that day.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.mandates.catalogue import find_types, later_version, list_groups
from app.models.mandate_group import MandateGroupVersion


@dataclass(frozen=True)
class LongerGroup:
    """From which day on the list held that a right was given for, and the names of what is new in it since."""

    given_from: date
    names: Sequence[str]


def find_longer(
    session: Session, given: Iterable[MandateGroupVersion], day: date
) -> Mapping[uuid.UUID, LongerGroup]:
    """Those of these versions of which the group lists something more on `day`; not what is not given any more."""
    versions = {one.id: one for one in given}
    newest = list_groups(session, day) if versions else []
    found = {}
    for one in versions.values():
        later = later_version(newest, one)
        new = find_types(session, set(later.type_keys) - set(one.type_keys)) if later else []
        names = [kind.name for kind in new if kind.withdrawn_from is None or kind.withdrawn_from > day]
        if names:
            found[one.id] = LongerGroup(one.from_day, names)
    return found
