"""The names under which applications know people, parties and services, and ours.

A person is known by the subject of his sign-in, an enterprise by its number. Somebody without either is
`person:<id>`, and a person as a party is `party:<id>`: names that mean nothing, so that a search can be complete.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, select
from sqlalchemy.orm import Session

from app.core.mandates.catalogue import get_edition
from app.core.prepared import Prepared, as_id
from app.core.prepared_rows import TextList, one_of
from app.core.register.enterprise_numbers import is_enterprise_number
from app.core.register.enterprises import list_enterprises
from app.core.representation.rights_rows import Within
from app.core.representation.rows import keys_in
from app.db import Reading
from app.models.mandate_type import AccessLevel, MandateType
from app.models.party import Party
from app.models.person import Person

PERSON, PARTY = "person:", "party:"
_person, _party, _type = Person.__table__.c, Party.__table__.c, MandateType.__table__.c
_PEOPLE = select(_person.id, _person.subject).where(_person.id.in_(bindparam("ids", expanding=True)))
_PARTIES = select(_party.id, _party.enterprise_number).where(_party.id.in_(bindparam("ids", expanding=True)))
_EXISTS = {
    PERSON: select(_person.id).where(_person.id.in_(bindparam("ids", expanding=True))),
    PARTY: select(_party.id).where(_party.id.in_(bindparam("ids", expanding=True))),
}
_TYPES = select(_type.key, cast(_type.services, Text), _type.access_level, _type.domain_key).order_by(_type.key)
MOST_KEPT = 100  # sets of domains, in one process
BETWEEN = "\n"  # around the key of each type, where keys stand in one text
Openings = Mapping[tuple[str, AccessLevel], str]


def _named(id_: ColumnElement[uuid.UUID], name: ColumnElement[str]) -> Prepared:
    wanted = bindparam("names", type_=TextList)

    def make(engine: str) -> Select[tuple[uuid.UUID, str]]:
        return select(id_, name).where(one_of(name, wanted, engine))

    return Prepared(make)


_NAMED = {PERSON: _named(_person.id, _person.subject), PARTY: _named(_party.id, _party.enterprise_number)}


@dataclass(frozen=True)
class Names:
    """Whom some names mean; who is not there does not exist.

    `newcomers` are enterprises of the register that never came here, as parties of which nothing else is known: the
    name by an id of the moment.
    """

    _people: Mapping[str, uuid.UUID]
    _parties: Mapping[str, uuid.UUID]
    newcomers: Mapping[uuid.UUID, str] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, people: Collection[str], parties: Collection[str]) -> "Names":
        """Look all these names up in one go."""
        return cls(_found(session, PERSON, people), _found(session, PARTY, parties))

    def with_newcomers(self, session: Session, parties: Collection[str]) -> "Names":
        """The same, with those of these names that only the register knows. Conflict when that cannot be read."""
        missing = [one for one in parties if one not in self._parties and is_enterprise_number(one)]
        known = list_enterprises(session, missing) if missing else {}
        made = {number: uuid.uuid4() for number in known}
        names = {id_: known[number].name for number, id_ in made.items()}
        return Names(self._people, {**self._parties, **made}, names)

    def person(self, name: str) -> uuid.UUID | None:
        """The person under this name."""
        return self._people.get(name)

    def party(self, name: str) -> uuid.UUID | None:
        """The party under this name."""
        return self._parties.get(name)


def _found(session: Session, kind: str, names: Collection[str]) -> dict[str, uuid.UUID]:
    plain = list({one for one in names if not one.startswith(kind)})
    found = {name: as_id(id_) for id_, name in _NAMED[kind].rows(session, {"names": plain})} if plain else {}
    written: dict[uuid.UUID, list[str]] = defaultdict(list)  # an id can be written with capitals and without
    for name in names if len(plain) < len(names) else ():
        if (id_ := _id_in(name, kind)) is not None:
            written[id_].append(name)
    if written:
        rows = session.connection().execute(_EXISTS[kind], {"ids": list(written)})
        found |= {name: row[0] for row in rows for name in written[row[0]]}
    return found


class Shelf:
    """The services and mandate types about which somebody with these domains may ask.

    A service that types of several domains open is for who has them all: an answer must not speak of another domain.
    `edition` is that of the catalogue, for whoever asked already.
    """

    def __init__(self, session: Session, domains: frozenset[str], edition: int | None = None) -> None:
        # A transaction that writes may have changed the catalogue, and can still take that back.
        kept = session.kept if isinstance(session, Reading) else {}
        now = get_edition(session) if edition is None else edition
        known = kept.get(domains)
        if known is None or known[0] != now:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            known = kept[domains] = (now, *_read_types(session, domains))
        self._openings: Openings = known[1]
        self.within: Within | None = known[2]  # None for who has every domain

    def has(self, service: str) -> bool:
        """Whether this may be asked about; not when it does not exist."""
        return (service, AccessLevel.VIEW) in self._openings

    def opening(self, service: str, level: AccessLevel | None) -> str:
        """The keys of the types that open this and go as far, with BETWEEN around each; empty for what is not here."""
        return self._openings.get((service, level), "") if level is not None else ""


def _read_types(session: Session, domains: frozenset[str]) -> tuple[Openings, Within | None]:
    """What these domains may ask about, and of which types a reason may speak to who has them."""
    of_domain = defaultdict[str, set[str]](set)
    of_service, openings = defaultdict[str, set[str]](set), defaultdict[tuple[str, AccessLevel], str](lambda: BETWEEN)
    for key, services, highest, domain in session.connection().execute(_TYPES):
        of_domain[domain].add(key)
        for service in {key, *keys_in(services)}:
            of_service[service].add(domain)
            for level in AccessLevel:
                if AccessLevel(highest).includes(level):
                    openings[service, level] += f"{key}{BETWEEN}"
    kept = {asked: keys for asked, keys in openings.items() if of_service[asked[0]] <= domains}
    types = frozenset(key for domain in domains for key in of_domain.get(domain, ()))
    return kept, None if of_domain.keys() <= domains else Within(domains, types)


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
