"""Writing a right down, for whoever checked that it may be given."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.clock import start_of_brussels_day
from app.core.calendar import ANSWER_DAYS
from app.core.mandates.dossier_numbers import new_dossier_number
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.people.rights import list_relations_of
from app.models.lifecycle import Status
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import AccessLevel
from app.models.right_type import RightType
from app.models.user_right import RightKind, UserRight
from app.models.work_relation import WorkRelation

RUNS = {Status.ACTIVE, Status.SCHEDULED}
WAITS = {Status.TO_SIGN, Status.OFFERED}


def grant_right(
    session: Session,
    person_id: uuid.UUID,
    party_id: uuid.UUID,
    kind: RightKind | str,
    *,
    first_day: date,
    mandate_id: uuid.UUID | None = None,
    mandate_group: MandateGroupVersion | None = None,
    level: AccessLevel = AccessLevel.MANAGE,
    last_day: date | None = None,
) -> UserRight:
    """Give a person who has nothing to accept a right from `first_day` on; the caller writes it in the journal."""
    reach = {"mandate_id": mandate_id, "mandate_group": mandate_group, "level": level}
    right = new_right(session, kind, first_day, last_day, **reach)
    relation = find_running(session, person_id, party_id, first_day)
    if relation is None:
        relation = new_relation(session, person_id, party_id, [right], day=first_day)
        relation.accepted_on = first_day
    else:
        relation.rights.append(right)
    session.flush()
    return right


def new_right(
    session: Session,
    kind: RightKind | str,
    first_day: date,
    last_day: date | None,
    *,
    mandate_id: uuid.UUID | None,
    level: AccessLevel,
    mandate_group: MandateGroupVersion | None = None,
    group_version_id: uuid.UUID | None = None,
) -> UserRight:
    """A right that is in no relation yet; of `mandate_id` and `mandate_group` one at most is set."""
    right_type = session.get_one(RightType, str(kind))
    return UserRight(
        kind=str(kind), right_type=right_type, mandate_id=mandate_id, level=level, group_version_id=group_version_id,
        mandate_group=mandate_group, mandate_group_version_id=mandate_group.id if mandate_group else None,
        first_day=first_day, last_day=last_day, stop_day=None,
    )  # fmt: skip


def new_relation(
    session: Session, person_id: uuid.UUID, party_id: uuid.UUID, rights: Sequence[UserRight], *, day: date
) -> WorkRelation:
    """A work relation that begins on `day` and that nobody accepted yet."""
    relation = WorkRelation(
        dossier_number=new_dossier_number(session),
        person=get_person(session, person_id),
        party=get_party(session, party_id),
        person_id=person_id,
        party_id=party_id,
        started_at=start_of_brussels_day(day),
        started_on=day,
        answer_by=day + timedelta(days=ANSWER_DAYS),
        rights=list(rights),
    )
    session.add(relation)
    session.flush()
    return relation


def find_running(session: Session, person_id: uuid.UUID, party_id: uuid.UUID, day: date) -> WorkRelation | None:
    """The work relation to which a right can be added on `day`: one that was agreed and has not ended."""
    running = [one for one in list_relations_of(session, person_id, party_id) if one.status_on(day) in RUNS]
    return running[0] if running else None


def waits(relation: WorkRelation, day: date) -> bool:
    """Whether somebody must still sign or accept it."""
    return relation.accepted_on is None and relation.status_on(day) in WAITS
