"""The names and days in the chain of reasons, for sentences: read for many answers at once."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.core.representation.checking import Question, Reason
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroup, MandateGroupVersion
from app.models.party import Party
from app.models.person import Person

_ids = bindparam("ids", expanding=True)
_mandate, _party, _person = Mandate.__table__, Party.__table__, Person.__table__
_group, _version = MandateGroup.__table__, MandateGroupVersion.__table__
_PARTIES = select(_party.c.id, _party.c.name).where(_party.c.id.in_(_ids))
_PEOPLE = select(_person.c.id, _person.c.first_name + " " + _person.c.last_name).where(_person.c.id.in_(_ids))
_GROUPS = select(_version.c.id, _group.c.name).join(_group, _group.c.key == _version.c.group_key)
_GROUPS = _GROUPS.where(_version.c.id.in_(_ids))
_SIDES = select(_mandate.c.id, _mandate.c.giver_id, _mandate.c.holder_id).where(_mandate.c.id.in_(_ids))


@dataclass(frozen=True)
class Told:
    """A reason with what its sentence needs, names in place of ids. `until` is the end of what holds, if it has one."""

    code: str
    values: Mapping[str, Any]
    until: date | None


def tell(session: Session, chains: Sequence[tuple[Question | None, Sequence[Reason]]]) -> list[list[Told]]:
    """Every chain, with the question that it answers, in words to fill sentences with."""
    given = [_given(question, one) for question, reasons in chains if question for one in reasons]
    sides = {row[0]: (row[1], row[2]) for row in _read(session, _SIDES, _of(given, "mandate_id"))}
    wanted = {id_ for pair in sides.values() for id_ in pair}
    for key in ("party_id", "holder_id", "passer_id", "giver_id"):
        wanted |= _of(given, key)
    parties = {row[0]: row[1] for row in _read(session, _PARTIES, wanted)}
    for question, _ in chains:
        parties |= question.newcomers if question else {}
    people = {row[0]: row[1] for row in _read(session, _PEOPLE, _of(given, "person_id"))}
    groups = {row[0]: row[1] for row in _read(session, _GROUPS, _of(given, "mandate_group_id"))}
    names = _Names(sides, parties, people, groups)
    return [[names.told(one, _given(question, one)) for one in reasons if question] for question, reasons in chains]


@dataclass(frozen=True)
class _Names:
    sides: Mapping[uuid.UUID, tuple[uuid.UUID, uuid.UUID]]
    parties: Mapping[uuid.UUID, str]
    people: Mapping[uuid.UUID, str]
    groups: Mapping[uuid.UUID, str]

    def told(self, reason: Reason, given: Mapping[str, Any]) -> Told:
        """The reason with its names. Where it says no holder, that of the mandate is meant, else of the question."""
        _, holder_id = self.sides.get(given["mandate_id"], (None, None))
        ids = {key: given.get(f"{key}_id") for key in ("party", "passer", "giver")}
        ids["holder"] = reason.values.get("holder_id") or holder_id or given["holder_id"]
        names = {key: self.parties[id_] for key, id_ in ids.items() if id_ is not None}
        if given["person_id"] is not None:
            names["person"] = self.people[given["person_id"]]
        if given.get("mandate_group_id") is not None:
            names["mandate_group"] = self.groups[given["mandate_group_id"]]
        days = {key: value for key, value in given.items() if isinstance(value, date)}
        return Told(reason.code, {**days, **names, "types": given["service"]}, given.get("until"))


def _given(question: Question, reason: Reason) -> dict[str, Any]:
    """What the reason says, and what the question says besides."""
    asked = {"person_id": question.person_id, "holder_id": question.holder_id, "giver_id": question.giver_id}
    return {**asked, "service": question.service, "mandate_id": None, **reason.values}


def _of(given: Iterable[Mapping[str, Any]], key: str) -> set[uuid.UUID]:
    return {one[key] for one in given if one.get(key) is not None}


def _read(session: Session, query: Select[Any], ids: set[uuid.UUID]) -> Iterable[Any]:
    return session.connection().execute(query, {"ids": list(ids)}).all() if ids else ()
