"""User rights inside an organisation: who manages its mandates and who executes them.

A right is a line of a work relation, and holds on the days on which the lifecycle of every mandate says so
(docs/decisions/2026-11-29-rights-are-lines.md).
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import Domain, Part
from app.models.person import Person
from app.models.right_type import RightType
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation


def _whole(where: ColumnElement[bool]) -> Select[tuple[WorkRelation]]:
    """Relations with their person, rights and right types; the lifecycle needs every right of a relation."""
    query = select(WorkRelation).join(WorkRelation.person).join(WorkRelation.rights).join(UserRight.right_type)
    rights = contains_eager(WorkRelation.rights)
    query = query.options(rights.contains_eager(UserRight.right_type), contains_eager(WorkRelation.person))
    return query.where(where).order_by(WorkRelation.started_at, WorkRelation.id, UserRight.kind, UserRight.id)


# Asked by every page. Putting them together takes longer than answering them, so that is done once.
_OF = _whole(WorkRelation.person_id == bindparam("person_id"))
_IN = _whole(WorkRelation.party_id == bindparam("party_id"))
# For who had to wait for somebody else's change: what this session read before it is read anew.
_IN_ANEW = _IN.execution_options(populate_existing=True)
_OF_IN = _whole((WorkRelation.person_id == bindparam("person_id")) & (WorkRelation.party_id == bindparam("party_id")))
_PARTY = joinedload(WorkRelation.party)
_BY_ID = _whole(WorkRelation.id == bindparam("relation_id")).options(_PARTY)
_BY_MAIL_NUMBER = _whole(WorkRelation.mail_number == bindparam("mail_number")).options(_PARTY)
_BY_NUMBER = _whole(WorkRelation.dossier_number == bindparam("dossier_number")).options(_PARTY)
_GROUPS = select(MandateGroupVersion).options(joinedload(MandateGroupVersion.group))
_GROUPS = _GROUPS.where(MandateGroupVersion.id.in_(bindparam("ids", expanding=True)))


def is_manager(session: Session, person_id: uuid.UUID, party_id: uuid.UUID, day: date) -> bool:
    """Whether a right lets the person decide for the whole party on `day`."""
    relations = list_relations_of(session, person_id, party_id)
    return any(right.manages for relation in relations for right in relation.rights_on(day))


def list_relations_of(session: Session, person_id: uuid.UUID, party_id: uuid.UUID) -> Sequence[WorkRelation]:
    """Every work relation of the person at the party, over or not, the oldest first."""
    return _read(session, _OF_IN, person_id=person_id, party_id=party_id)


def list_relations_of_person(session: Session, person_id: uuid.UUID) -> Sequence[WorkRelation]:
    """Every work relation of the person, wherever, over or not."""
    return _read(session, _OF, person_id=person_id)


def list_relations_in(session: Session, party_id: uuid.UUID) -> Sequence[WorkRelation]:
    """Every work relation at the party, over or not, the oldest first."""
    return _read(session, _IN, party_id=party_id)


def read_relations_anew(session: Session, party_id: uuid.UUID) -> Sequence[WorkRelation]:
    """The same, with what this session already holds of them brought up to date; for who has just locked the party."""
    session.flush()
    return _read(session, _IN_ANEW, party_id=party_id)


def find_relation(session: Session, relation_id: uuid.UUID) -> WorkRelation | None:
    """The work relation with this id, or None."""
    return next(iter(_read(session, _BY_ID, relation_id=relation_id)), None)


def find_relation_by_number(session: Session, dossier_number: str) -> WorkRelation | None:
    """The work relation with this dossier number, or None."""
    return next(iter(_read(session, _BY_NUMBER, dossier_number=dossier_number)), None)


def find_relation_by_mail_number(session: Session, mail_number: str) -> WorkRelation | None:
    """The work relation that begins with an e-mail in which this number stands, or None."""
    return next(iter(_read(session, _BY_MAIL_NUMBER, mail_number=mail_number)), None)


def list_rights_of(session: Session, person_id: uuid.UUID, day: date) -> list[UserRight]:
    """Every right of the person on `day`, in a fixed order."""
    relations = _read(session, _OF, person_id=person_id)
    rights = [right for relation in relations for right in relation.rights_on(day)]
    return sorted(rights, key=lambda one: (one.party_id, one.kind, one.id))


def list_rights_in(session: Session, party_id: uuid.UUID, day: date) -> list[UserRight]:
    """Every right inside the party on `day`, in a fixed order."""
    relations = list_relations_in(session, party_id)
    rights = [right for relation in relations for right in relation.rights_on(day)]
    return sorted(rights, key=lambda one: (one.kind, one.id))


def list_colleagues(session: Session, party_id: uuid.UUID, day: date) -> list[Person]:
    """Everybody with a right inside the party on `day`, by name: those who can be made executor of a mandate."""
    return _people(list_rights_in(session, party_id, day))


def list_managers(session: Session, party_id: uuid.UUID, day: date) -> list[Person]:
    """Who may give, accept and stop for the party on `day`, by name."""
    return _people(right for right in list_rights_in(session, party_id, day) if right.manages)


def is_appointer(session: Session, person_id: uuid.UUID, party_id: uuid.UUID, day: date) -> bool:
    """Whether a right lets the person appoint colleagues in the party on `day`, and no more than that."""
    relations = list_relations_of(session, person_id, party_id)
    return any(right.appoints for relation in relations for right in relation.rights_on(day))


def list_executors(session: Session, mandate: Mandate, day: date) -> list[Person]:
    """Who may execute a part of this mandate for its holder on `day`, at whatever level, by name."""
    parts = mandate.parts_left(day)
    rights = list_rights_in(session, mandate.holder_id, day)
    return _people(right for right in rights if any(right.executes(mandate.id, one) for one in parts))


def list_executors_in(session: Session, party_id: uuid.UUID, day: date) -> list[Person]:
    """Who may execute any mandate of the party on `day`, by name."""
    return _people(right for right in list_rights_in(session, party_id, day) if right.works)


def executed_by(rights: Iterable[UserRight]) -> Callable[[uuid.UUID, Part], bool]:
    """Whether any of these rights is to work with a part of a mandate, for who asks it of many mandates."""
    working = [right for right in rights if right.works]
    named = {(right.mandate_id, right.domain_key) for right in working if right.listed is None}
    # Which mandate groups somebody works with says nothing of one mandate, so a few keys tell them all.
    listed = {(key, right.domain_key) for right in working for key in right.listed or ()}

    def is_executed(mandate_id: uuid.UUID, part: Part) -> bool:
        reach = ((which, where) for which in (None, mandate_id) for where in (None, part.domain_key))
        return any(one in named for one in reach) or any(
            (part.type_key, where) in listed for where in (None, part.domain_key)
        )

    return is_executed


def colleagues_among(
    session: Session, party_id: uuid.UUID, person_ids: Iterable[uuid.UUID], day: date
) -> set[uuid.UUID]:
    """Which of these persons have a right inside the party on `day`."""
    return set(person_ids) & {right.person_id for right in list_rights_in(session, party_id, day)}


def list_right_types(session: Session) -> Sequence[RightType]:
    """Every right with its domain, also what was withdrawn, in the order of the catalogue."""
    query = select(RightType).options(joinedload(RightType.domain).joinedload(Domain.entity))
    return session.scalars(query.order_by(RightType.position, RightType.key)).all()


def find_mandate_groups(
    session: Session, version_ids: Iterable[uuid.UUID | None]
) -> dict[uuid.UUID | None, MandateGroupVersion]:
    """These versions of mandate groups, also old ones; asks nothing when there are none, as for most people."""
    wanted = [one for one in version_ids if one is not None]
    return {one.id: one for one in session.scalars(_GROUPS, {"ids": wanted})} if wanted else {}


def _read(session: Session, query: Select[tuple[WorkRelation]], **values: object) -> Sequence[WorkRelation]:
    relations = session.scalars(query, values).unique().all()
    rights = [right for relation in relations for right in relation.rights]
    groups = find_mandate_groups(session, {one.mandate_group_version_id for one in rights})
    for relation in relations:
        for right in relation.rights:
            # Who keeps a right keeps its relation with it: the session itself holds on to nothing that is unchanged.
            set_committed_value(right, "relation", relation)
    for right in rights:
        set_committed_value(right, "mandate_group", groups.get(right.mandate_group_version_id))
    return relations


def _people(rights: Iterable[UserRight]) -> list[Person]:
    people = {right.person_id: right.relation.person for right in rights}
    return sorted(people.values(), key=lambda one: (one.last_name, one.first_name, one.id))
