"""Who may do what inside an organisation: people against rights, as its managers read and print it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.people.parties import get_party
from app.core.people.persons import find_person_of
from app.core.people.rights import (
    list_relations_in,
    list_relations_of,
    list_right_types,
)
from app.core.permits.sight import Sight, find_sight
from app.core.register.functions import list_functions
from app.core.rights.changing import list_replaced
from app.core.rights.granting import RUNS, waits
from app.core.rights.groups import GrownList, find_grown, list_names, list_offered
from app.core.rights.held import Held, customers_of, held_of
from app.core.rights.late_forms import list_keyed_until
from app.core.rights.longer_groups import LongerGroup, find_longer
from app.models.function import Function
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.mandate_type import Part
from app.models.party import Party
from app.models.person import Person
from app.models.right_group import RightGroupVersion
from app.models.right_type import RightType
from app.models.user_right import RightKind, UserRight
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class Colleague:
    """Somebody with a right; `by_law` when the register names him too, whatever his rights are."""

    person_id: uuid.UUID
    name: str
    held: Sequence[Held]
    by_law: bool

    @property
    def decides(self) -> bool:
        """Whether he has a right that decides for the organisation."""
        return any(one.decides for one in self.held)

    @property
    def rights(self) -> list[uuid.UUID]:
        """The numbers of all rows behind what he has."""
        return [key for one in self.held for key in one.rights]

    def of_kind(self, kind: str) -> list[Held]:
        """What he has of one right."""
        return [one for one in self.held if one.kind == kind]


@dataclass(frozen=True)
class Waiting:
    """An appointment that waits: `to_sign` for the second signature, else for the yes of who was invited.

    `replaces` says that rights which somebody has now end with that signature, `decides` that it is also about a right
    that decides for the organisation, `by_mail` that an e-mail invited and no letter. `keyed_until` is the last day on
    which a form that came in time can begin what lapsed already, None for what still waits.
    """

    relation_id: uuid.UUID
    name: str
    rights: Sequence[str]
    granted: Sequence[Held]
    to_sign: bool
    replaces: bool
    decides: bool
    answer_by: date
    dossier_number: str
    by_mail: bool
    keyed_until: date | None = None


@dataclass(frozen=True)
class WhoMayWhat:
    """`kinds` are the columns, what somebody has and the two that every organisation knows; `colleagues` the rows.
    `by_law` are the representatives the register names. `decides` is false for who may only appoint: he changes no
    right that decides. `lists` are the names of the groups of rights, by version, `grown` those that have more now.
    `former` are people who had a right, and have none left; `lapsed` the invitations that a form can still begin.
    `longer` says, by right for a mandate group, what that lists more now than he may.
    """

    party: Party
    today: date
    kinds: Sequence[RightType]
    colleagues: Sequence[Colleague]
    by_law: Sequence[Function]
    waiting: Sequence[Waiting]
    decides: bool
    lists: Mapping[uuid.UUID, str] = field(default_factory=dict)
    grown: Sequence[GrownList] = ()
    former: Sequence[Person] = ()
    lapsed: Sequence[Waiting] = ()
    longer: Mapping[uuid.UUID, LongerGroup] = field(default_factory=dict)

    @property
    def shorter(self) -> list[tuple[Colleague, Held, LongerGroup]]:
        """Whose rights are for a mandate group that lists more now, each right, and what that is; not what was
        said no to.
        """
        found = [(one, held, self._longer(held)) for one in self.colleagues for held in one.held]
        return [(one, held, longer) for one, held, longer in found if longer is not None and longer.asked]

    def _longer(self, held: Held) -> LongerGroup | None:
        return next((self.longer[key] for key in held.rights if key in self.longer), None)

    def may_change(self, decides: bool) -> bool:
        """Whether who reads this can give or take back a right, which `decides` or not."""
        return self.decides or not decides


def who_may_what(session: Session, actor: Actor, *, now: datetime) -> WhoMayWhat:
    """Everybody with a right in the actor's party, and what waits; NotAllowed for who does not decide there."""
    day = brussels_day(now)
    sight = _sight(session, actor, day)
    party = sight.party
    relations = list_relations_in(session, party.id)
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    colleagues = _colleagues(session, relations, {one.subject for one in functions if one.subject}, day)
    used = {held.kind for one in colleagues for held in one.held}
    used |= {right.kind for one in relations if waits(one, day) for right in one.rights}
    types = list_right_types(session)
    return WhoMayWhat(
        party=party,
        today=day,
        kinds=[one for one in types if one.key in used or one.key in set(RightKind)],
        colleagues=colleagues,
        by_law=list({one.subject or one.name: one for one in functions}.values()),
        waiting=_waiting(session, [one for one in relations if waits(one, day)], types, day),
        decides=sight.decides,
        lists=list_names(session),
        grown=find_grown(session, relations, day),
        former=_former(relations, {one.person_id for one in colleagues}, day),
        lapsed=_lapsed(session, relations, types, day),
        longer=find_longer(session, relations, day),
    )


def list_everybody(session: Session, party: Party, day: date) -> list[Colleague]:
    """Everybody with a right in the party, by name, for whoever checked who may know."""
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    subjects = {one.subject for one in functions if one.subject}
    return _colleagues(session, list_relations_in(session, party.id), subjects, day)


def own_rights(session: Session, actor: Actor, *, now: datetime) -> WhoMayWhat:
    """The same with nothing but the row of who signed in, for who gives up rights of his own."""
    if not actor.comes_himself or actor.person_id is None or actor.party_id is None:
        raise NotAllowed("sign_in_first")
    party, day = get_party(session, actor.party_id), brussels_day(now)
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    mine = list_relations_of(session, actor.person_id, party.id)
    row = _colleagues(session, mine, {one.subject for one in functions if one.subject}, day)
    return WhoMayWhat(party=party, today=day, kinds=(), colleagues=row, by_law=(), waiting=(), decides=False)


def find_colleague(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> Colleague | None:
    """One row of it, or None for who has nothing there."""
    everybody = who_may_what(session, actor, now=now).colleagues
    return next((one for one in everybody if one.person_id == person_id), None)


def _sight(session: Session, actor: Actor, day: date) -> Sight:
    """For who decides about rights: who only executes reads no names of colleagues or other customers."""
    sight = find_sight(session, actor, day)
    if not sight.appoints:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    return sight


def _is_withdrawn(one: RightType, day: date) -> bool:
    return one.withdrawn_from is not None and one.withdrawn_from <= day


def _colleagues(
    session: Session, relations: Sequence[WorkRelation], subjects: set[str], day: date
) -> list[Colleague]:
    rights: dict[uuid.UUID, list[UserRight]] = {}
    people = {}
    for relation in relations:
        left = [one for one in relation.rights if not one.is_over(day)]
        if relation.status_on(day) in RUNS and left:
            people[relation.person_id] = relation.person
            rights.setdefault(relation.person_id, []).extend(left)
    names = customers_of(session, [one for mine in rights.values() for one in mine], day)
    rows = [
        Colleague(key, person.name, held_of(rights[key], names, day), person.subject in subjects)
        for key, person in people.items()
    ]
    return sorted(rows, key=lambda one: (one.name.casefold(), one.person_id))


def _waiting(
    session: Session, relations: Sequence[WorkRelation], types: Sequence[RightType], day: date
) -> list[Waiting]:
    names = customers_of(session, [right for one in relations for right in one.rights], day)
    return [_one_waiting(session, one, types, names, day) for one in relations]


def _one_waiting(
    session: Session, relation: WorkRelation, types: Sequence[RightType], names: dict[uuid.UUID, str], day: date
) -> Waiting:
    kinds = {one.kind for one in relation.rights}
    to_sign = relation.status_on(day) is Status.TO_SIGN
    return Waiting(
        relation_id=relation.id,
        name=relation.person.name,
        rights=[one.name for one in types if one.key in kinds],
        granted=held_of(relation.rights, names, day),
        to_sign=to_sign,
        decides=any(one.right_type.decides for one in relation.rights),
        replaces=to_sign and bool(list_replaced(session, relation)),
        answer_by=relation.lapses_after,
        dossier_number=relation.dossier_number,
        by_mail=relation.mail_number is not None,
    )


def _lapsed(
    session: Session, relations: Sequence[WorkRelation], types: Sequence[RightType], day: date
) -> list[Waiting]:
    found = list_keyed_until(session, relations, day)
    rows = _waiting(session, [one for one, _ in found], types, day)
    return [replace(row, keyed_until=last_day) for row, (_, last_day) in zip(rows, found, strict=True)]


def _former(relations: Sequence[WorkRelation], left: set[uuid.UUID], day: date) -> list[Person]:
    """By name; without who never accepted."""
    agreed = [one for one in relations if one.agreed_on is not None and one.person_id not in left]
    people = {one.person_id: one.person for one in agreed if not waits(one, day)}
    return sorted(people.values(), key=lambda one: (one.name.casefold(), one.id))


def list_givable_groups(session: Session, actor: Actor, *, now: datetime) -> list[RightGroupVersion]:
    """The lists of rights that the actor can give as a whole; NotAllowed for who gives none."""
    return list_offered(session, list_givable(session, actor, now=now), brussels_day(now))


def list_givable(session: Session, actor: Actor, *, now: datetime) -> list[RightType]:
    """The rights that the actor can give in his party, in the order of the catalogue; NotAllowed for who gives none."""
    day = brussels_day(now)
    sight = _sight(session, actor, day)
    known = [one for one in list_right_types(session) if not _is_withdrawn(one, day)]
    return [one for one in known if sight.decides or not one.decides]


def list_appointable(session: Session, actor: Actor, *, now: datetime) -> list[Person]:
    """Who has nothing to accept, by name: who has a right there, and who represents it and signed in before.

    NotAllowed for who does not decide for the actor's party.
    """
    day = brussels_day(now)
    party = _sight(session, actor, day).party
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    found = [find_person_of(session, one.subject) for one in functions if one.subject]
    running = [one.person for one in list_relations_in(session, party.id) if one.status_on(day) in RUNS]
    people = {one.id: one for one in (*found, *running) if one is not None}
    return sorted(people.values(), key=lambda one: (one.last_name, one.first_name, one.id))


def list_to_begin(session: Session, mandate: Mandate, day: date) -> list[str]:
    """Names of who is to carry out a part of this mandate and waits for a second signature, or for his own yes."""
    parts = mandate.parts_left(day)
    waiting = [one for one in list_relations_in(session, mandate.holder_id) if waits(one, day)]
    return sorted(one.person.name for one in waiting if _is_for(one, mandate.id, parts))


def _is_for(relation: WorkRelation, mandate_id: uuid.UUID, parts: set[Part]) -> bool:
    return any(right.executes(mandate_id, part) for right in relation.rights for part in parts)
