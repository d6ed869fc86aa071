"""Who may what inside the organisation of a user, in facts for an application: appointments with their rights, people.

A right is shown where it works in one of the domains of the application. One without a domain works in all of them,
unless it names a mandate: then in those of the mandate.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound
from app.core.mandates.catalogue import domains_of_types, list_all_right_groups
from app.core.mandates.lookup import get_mandates
from app.core.people.rights import list_relations_in, list_relations_of
from app.core.permits.sight import Sight, find_sight
from app.core.register.functions import list_functions
from app.core.rights.granting import RUNS, waits
from app.core.rights.matrix import list_appointable
from app.models.lifecycle import Status as Status
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.right_group import RightGroupVersion
from app.models.user_right import UserRight
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class RightFacts:
    """One right; `mandate` is the one that it names, `group` the list with which it was given, None without one."""

    right: UserRight
    mandate: Mandate | None
    group: RightGroupVersion | None
    holds_today: bool


@dataclass(frozen=True)
class AppointmentFacts:
    """An appointment as an application may see it on a day; `complete` says whether these are all its rights."""

    relation: WorkRelation
    status: Status
    waits: bool
    rights: Sequence[RightFacts]
    complete: bool


@dataclass(frozen=True)
class AppointmentFilter:
    """Which appointments; None or an empty set for any."""

    person_id: uuid.UUID | None = None
    type_key: str | None = None
    statuses: frozenset[Status] = frozenset()

    def fits(self, one: AppointmentFacts) -> bool:
        """Whether it is one of these, by what is shown of it."""
        return (
            self.person_id in (None, one.relation.person_id)
            and (self.type_key is None or any(right.right.kind == self.type_key for right in one.rights))
            and (not self.statuses or one.status in self.statuses)
        )


@dataclass(frozen=True)
class ColleagueFacts:
    """Somebody who has nothing to accept: `by_law` when the register names him, `decides` when a right lets him."""

    person: Person
    by_law: bool
    decides: bool


def list_appointments(
    session: Session, actor: Actor, wanted: AppointmentFilter, *, now: datetime
) -> list[AppointmentFacts]:
    """Those of the party for which the user signed in, the newest first: all of them for who decides about rights, for
    anybody else his own. NotAllowed without a user, and for who has no right there."""
    found = _shown(session, actor, brussels_day(now))
    return [one for one in reversed(found) if wanted.fits(one)]


def read_appointment(session: Session, actor: Actor, relation_id: uuid.UUID, *, now: datetime) -> AppointmentFacts:
    """One of them; NotFound for one that may not be seen."""
    found = _shown(session, actor, brussels_day(now))
    for one in found:
        if one.relation.id == relation_id:
            return one
    raise NotFound("appointment_unknown")


def read_person(
    session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime
) -> tuple[ColleagueFacts, Sequence[AppointmentFacts]]:
    """Somebody who works there, with what he may and what waits, the oldest first; raises as `list_people`, and
    NotFound for a stranger."""
    person = next((one for one in list_people(session, actor, now=now) if one.person.id == person_id), None)
    if person is None:
        raise NotFound("colleague_not_here")
    mine = [one for one in _shown(session, actor, brussels_day(now)) if one.relation.person_id == person_id]
    return person, [one for one in mine if one.waits or _holds_on(one, brussels_day(now))]


def list_people(session: Session, actor: Actor, *, now: datetime) -> list[ColleagueFacts]:
    """Who works there, by name: who has a right that may be seen, and who represents it and signed in before.

    NotAllowed for who does not decide about rights there.
    """
    day = brussels_day(now)
    people, party = list_appointable(session, actor, now=now), _sight(session, actor, day).party
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    subjects = {one.subject for one in functions if one.subject}
    running = [one for one in _shown(session, actor, day) if one.status in RUNS]
    decide = {one.relation.person_id for one in running for right in one.rights if right.right.right_type.decides}
    seen = {one.relation.person_id for one in running}
    return [
        ColleagueFacts(one, one.subject in subjects, one.id in decide)
        for one in people if one.id in seen or one.subject in subjects
    ]  # fmt: skip


def mandates_shown(actor: Actor, mandates: Iterable[Mandate]) -> list[Mandate]:
    """Those with a part in a domain of the application."""
    return [one for one in mandates if _domains_of(one) & actor.domains]


def _sight(session: Session, actor: Actor, day: date) -> Sight:
    if actor.person_id is None:
        raise NotAllowed("sign_in_first")
    return find_sight(session, actor, day)


def _shown(session: Session, actor: Actor, day: date) -> list[AppointmentFacts]:
    """Every appointment that may be seen, the oldest first."""
    sight = _sight(session, actor, day)
    if sight.appoints:
        relations = list_relations_in(session, sight.party.id)
    else:
        relations = list_relations_of(session, actor.person_id, sight.party.id)  # type: ignore[arg-type]
    return facts_of_relations(session, actor, relations, day)


def facts_of_relations(
    session: Session, actor: Actor, relations: Sequence[WorkRelation], day: date
) -> list[AppointmentFacts]:
    """Those of them with a right that works in a domain of the application."""
    rights = [right for relation in relations for right in relation.rights]
    named = {right.mandate_id for right in rights if right.mandate_id is not None}
    mandates = {one.id: one for one in get_mandates(session, named)} if named else {}
    from_lists = any(right.group_version_id is not None for right in rights)
    groups = {one.id: one for one in list_all_right_groups(session)} if from_lists else {}
    listed = {one.mandate_group_version_id: one.listed for one in rights if one.listed is not None}
    of_groups = {version_id: domains_of_types(session, keys) for version_id, keys in listed.items()}
    shown = {one.id for one in rights if _works_in(one, mandates, of_groups, actor.domains)}
    facts = [_facts(one, mandates, groups, shown, day) for one in relations]
    return [one for one in facts if one.rights]


def _facts(
    relation: WorkRelation, mandates: Mapping[uuid.UUID, Mandate], groups: Mapping[uuid.UUID, RightGroupVersion],
    shown: Collection[uuid.UUID], day: date,
) -> AppointmentFacts:  # fmt: skip
    holding = {right.id for right in relation.rights_on(day)}
    rights = [
        RightFacts(one, mandates.get(one.mandate_id), groups.get(one.group_version_id), one.id in holding)  # type: ignore[arg-type]
        for one in sorted(relation.rights, key=_place) if one.id in shown
    ]  # fmt: skip
    complete = len(rights) == len(relation.rights)
    return AppointmentFacts(relation, relation.status_on(day), waits(relation, day), rights, complete)


def _holds_on(facts: AppointmentFacts, day: date) -> bool:
    return facts.status in RUNS and any(not one.right.is_over(day) for one in facts.rights)


def _place(right: UserRight) -> tuple[str, date, uuid.UUID]:
    """Where it stands, as the database orders them: what was just added is read as it will be later."""
    return right.kind, right.first_day, right.id


def _works_in(
    right: UserRight, mandates: Mapping[uuid.UUID, Mandate], of_groups: Mapping[uuid.UUID | None, set[str]],
    domains: Collection[str],
) -> bool:  # fmt: skip
    if right.domain_key is not None:
        return right.domain_key in domains
    if right.listed is not None:
        return bool(of_groups[right.mandate_group_version_id] & set(domains))
    return right.mandate_id is None or bool(_domains_of(mandates[right.mandate_id]) & set(domains))


def _domains_of(mandate: Mandate) -> set[str]:
    return {line.mandate_type.domain_key for line in mandate.lines}
