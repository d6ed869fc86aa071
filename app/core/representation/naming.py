"""The names under which applications know people, parties and services, and ours.

A person is known by the subject of his sign-in, an enterprise by its number. Somebody without either is
`person:<id>`, and a person as a party is `party:<id>`: names that mean nothing, so that a search can be complete.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Text, bindparam, cast, literal, select, union_all
from sqlalchemy.orm import Session

from app.core.representation.rows import services_in
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.person import Person

PERSON, PARTY = "person:", "party:"
MOST_NAMES = 5_000  # in one statement, twice; a driver takes some 30,000 values
_person, _party, _type = Person.__table__.c, Party.__table__.c, MandateType.__table__.c
_wanted = bindparam("names", expanding=True)
_KNOWN = union_all(
    select(literal(PERSON), _person.subject, _person.id).where(_person.subject.in_(_wanted)),
    select(literal(PARTY), _party.enterprise_number, _party.id).where(_party.enterprise_number.in_(_wanted)),
)
_TYPES = select(_type.key, cast(_type.services, Text), _type.domain_key)
_PEOPLE = select(_person.id, _person.subject).where(_person.id.in_(bindparam("ids", expanding=True)))
_PARTIES = select(_party.id, _party.enterprise_number).where(_party.id.in_(bindparam("ids", expanding=True)))
_EXISTS = {
    PERSON: select(_person.id).where(_person.id.in_(bindparam("ids", expanding=True))),
    PARTY: select(_party.id).where(_party.id.in_(bindparam("ids", expanding=True))),
}


@dataclass(frozen=True)
class Names:
    """Whom some names mean; who is not there does not exist."""

    _found: Mapping[tuple[str, str], uuid.UUID]

    @classmethod
    def of(cls, session: Session, names: Collection[str]) -> "Names":
        """Look all these names up in one go."""
        found: dict[tuple[str, str], uuid.UUID] = {}
        plain = list({one for one in names if not one.startswith((PERSON, PARTY))})
        connection = session.connection()
        for start in range(0, len(plain), MOST_NAMES):
            for kind, name, id_ in connection.execute(_KNOWN, {"names": plain[start : start + MOST_NAMES]}):
                found[kind, name] = id_
        for kind, exists in _EXISTS.items():
            ids = {id_: one for one in names if (id_ := _id_in(one, kind)) is not None}
            for (id_,) in connection.execute(exists, {"ids": list(ids)}) if ids else ():
                found[kind, ids[id_]] = id_
        return cls(found)

    def person(self, name: str) -> uuid.UUID | None:
        """The person under this name."""
        return self._found.get((PERSON, name))

    def party(self, name: str) -> uuid.UUID | None:
        """The party under this name."""
        return self._found.get((PARTY, name))


class Shelf:
    """The services and mandate types about which somebody with these domains may ask.

    A service that types of several domains open is for who has them all: an answer must not speak of another domain.
    """

    def __init__(self, session: Session, domains: Collection[str]) -> None:
        of_service: dict[str, set[str]] = defaultdict(set)
        for key, services, domain in session.connection().execute(_TYPES):
            for service in {key, *services_in(services)}:
                of_service[service].add(domain)
        self._services = {service for service, of in of_service.items() if of <= set(domains)}

    def has(self, service: str) -> bool:
        """Whether this may be asked about; not when it does not exist."""
        return service in self._services


def names_of_people(session: Session, ids: Sequence[uuid.UUID]) -> list[str]:
    """The names of these people, in their order."""
    rows = session.connection().execute(_PEOPLE, {"ids": list(ids)})
    found = {row[0]: row[1] for row in rows}
    return [found.get(id_) or f"{PERSON}{id_}" for id_ in ids]


def names_of_parties(session: Session, ids: Sequence[uuid.UUID]) -> list[str]:
    """The names of these parties, in their order."""
    rows = session.connection().execute(_PARTIES, {"ids": list(ids)})
    found = {row[0]: row[1] for row in rows}
    return [found.get(id_) or f"{PARTY}{id_}" for id_ in ids]


def _id_in(name: str, kind: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name.removeprefix(kind)) if name.startswith(kind) else None
    except ValueError:
        return None
