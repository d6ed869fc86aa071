"""Appointments, rights and people of an organisation as the contract has them, and what somebody wants of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.api.assembly import BASE
from app.api.checking import read_day
from app.api.operations import Answer, Asked
from app.api.shapes.mandates import address_of, etag_of, known, party_json
from app.clock import brussels_day
from app.core.errors import NotAllowed
from app.core.rights.ending import Ending
from app.core.rights.wishes import GroupVersion, RightWish, offered_group_ids, wish_of, wishes_of_group
from app.core.views import appointments
from app.core.views.appointments import AppointmentFacts, ColleagueFacts, RightFacts, mandates_shown, read_appointment


def appointment_json(facts: AppointmentFacts) -> dict[str, Any]:
    """An appointment with the rights that may be seen."""
    relation = facts.relation
    return {
        "id": str(relation.id),
        "href": f"{BASE}/rights/{relation.id}",
        "person": {"id": str(relation.person_id), "name": relation.person.name},
        "status": facts.status.value,
        "startedOn": relation.started_on.isoformat(),
        **known(
            answerBy=relation.lapses_after if facts.waits else None,
            acceptedOn=relation.accepted_on,
            refusedOn=relation.refused_on,
            withdrawnOn=relation.withdrawn_on,
        ),
        "complete": facts.complete,
        "rights": [_right_json(one) for one in facts.rights],
    }


def appointment_answer(asked: Asked, relation_id: UUID, status: int = 200) -> Answer:
    """The appointment, read again, with its version in `ETag`."""
    body = appointment_json(read_appointment(asked.session, asked.actor, relation_id, now=asked.now))
    headers = {"ETag": etag_of(body)} | ({"Location": body["href"]} if status == 201 else {})
    return Answer(body, status, headers)


def colleague_json(facts: ColleagueFacts) -> dict[str, Any]:
    """Somebody who works there."""
    person = facts.person
    return {
        "id": str(person.id),
        "href": f"{BASE}/people/{person.id}",
        "name": person.name,
        "byLaw": facts.by_law,
        "decides": facts.decides,
        "rights": f"{BASE}/rights?person={person.id}",
    }


def person_answer(asked: Asked, person_id: UUID) -> Answer:
    """Somebody with what he may, with the version of it in `ETag`."""
    person, mine = appointments.read_person(asked.session, asked.actor, person_id, now=asked.now)
    body = {**colleague_json(person), "appointments": [appointment_json(one) for one in mine]}
    return Answer(body, 200, {"ETag": etag_of(body)})


def ending_json(asked: Asked, ending: Ending) -> dict[str, Any]:
    """What ended, and which mandates have nobody left who carries them out."""
    alone = [_mandate_json(one) for one in mandates_shown(asked.actor, ending.alone)]
    return {"ended": [str(one.id) for one in ending.rights], "unattended": alone}


def own_party_id(asked: Asked) -> UUID:
    """The organisation for which the user signed in; NotAllowed without one."""
    if asked.actor.party_id is None:
        raise NotAllowed("sign_in_first")
    return asked.actor.party_id


def wishes_of(asked: Asked, covers: Mapping[str, Any]) -> list[RightWish]:
    """What a body says somebody should be allowed: rights each with its own reach and days, and a whole group."""
    wishes = [
        wish_of(asked.session, one["type"], level=one.get("level"), **_reach_of(asked, one, number))
        for number, one in enumerate(covers.get("rights", ()))
    ]
    if "group" in covers:
        said = covers["group"]
        reach = _reach_of(asked, said, len(wishes))
        wishes += wishes_of_group(asked.session, said["key"], brussels_day(asked.now), **reach)
    return wishes


def _reach_of(asked: Asked, said: Mapping[str, Any], number: int) -> dict[str, Any]:
    """For what and how long; `number` says which of the rights it is, for a refusal."""
    groups = said.get("mandateGroups")
    day = brussels_day(asked.now)
    return {
        "mandate_ids": tuple(UUID(one) for one in said["mandates"]) if "mandates" in said else None,
        "mandate_group_ids": offered_group_ids(asked.session, groups, day, number=number) if groups else None,
        "first_day": read_day(said["firstDay"]) if "firstDay" in said else None,
        "months": said.get("months"),
        "last_day": read_day(said["lastDay"]) if "lastDay" in said else None,
    }


def _version_json(version: GroupVersion) -> dict[str, Any]:
    return {"key": version.group_key, "version": version.number}


def _mandate_json(mandate: Any) -> dict[str, Any]:  # noqa: ANN401 - a mandate of the core
    return {"id": str(mandate.id), "href": address_of(mandate.id), "giver": party_json(mandate.giver)}


def _right_json(facts: RightFacts) -> dict[str, Any]:
    right, mandate, group = facts.right, facts.mandate, facts.group
    return {
        "id": str(right.id),
        "type": right.kind,
        "name": right.right_type.name,
        "level": right.level,
        **known(domain=right.domain_key),
        **({"mandate": _mandate_json(mandate)} if mandate else {}),
        **({"mandateGroup": _version_json(right.mandate_group)} if right.mandate_group else {}),
        **({"group": _version_json(group)} if group else {}),
        "firstDay": right.first_day.isoformat(),
        **known(lastDay=right.last_day, stoppedFrom=right.stop_day),
        "holdsToday": facts.holds_today,
    }
