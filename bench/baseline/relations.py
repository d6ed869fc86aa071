"""Two authorization engines on the same relations, each in the form that suits it best.

Rules, so that the ratios mean something:

- they get the relations as the oracle found them: pairs, service, level and days, with every rule of the lifecycle
  already applied. Ours finds that out from the facts, each time;
- pycasbin: the FastEnforcer, with every field that is compared for equality in its cache key, so that it evaluates
  only the policies of the one question, and a matcher that compares nothing but the days. It logs nothing;
- cedarpy is asked in three forms, its policies parsed before in each. As relations are written down in Cedar, with a
  policy for each (`PolicyEach`). True at this moment, like ours (`OfTheMoment`): one policy, and the entities that the
  question is about, handed over when it is asked; what it takes to read them from a database is not counted. And with
  every relation kept in memory, as a tag of an entity that was parsed before (`AllInMemory`): nothing is faster, but a
  stop is only known there once somebody told every process;
- requests are put together before the clock starts; ids travel as the binding takes them fastest;
- all of them answer every question as the oracle does: `bench.relations` looks before it measures.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from tempfile import NamedTemporaryFile
from typing import Any

import casbin
import cedarpy

from app.core.representation.checking import Question
from bench.oracle import Relation

Key = tuple[str, str, str]
RUNS = 3  # how often one holder may begin anew with the same service of the same giver
NOTHING = json.dumps([])
MODEL = """
[request_definition]
r = giver, holder, service, level, day
[policy_definition]
p = giver, holder, service, level, first, last
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.day >= p.first && r.day <= p.last
"""


class FastEnforcer:
    """pycasbin's fastest enforcer."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        logging.getLogger("casbin").setLevel(logging.ERROR)
        with NamedTemporaryFile("w", suffix=".conf") as model:
            model.write(MODEL)
            model.flush()
            self._enforcer = casbin.FastEnforcer(model.name, cache_key_order=[0, 1, 2, 3])
        policy = self._enforcer.model.model["p"]["p"].policy
        for one in relations:
            ids = (one.giver_id.hex, one.holder_id.hex)
            policy.append([*ids, one.service, one.level, one.first.isoformat(), one.last.isoformat()])

    def request(self, question: Question) -> tuple[str, ...]:
        """The question in its words."""
        giver, holder = _ids(question)
        return giver, holder, question.service, str(question.level), question.day.isoformat()

    def allows(self, request: tuple[str, ...]) -> bool:
        """Its answer."""
        return bool(self._enforcer.enforce(*request))


class PolicyEach:
    """Cedar with a policy for each relation, parsed before."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        policies = "\n".join(
            f'permit(principal == Party::"{one.holder_id.hex}", action == Action::"{one.level}", '
            f'resource == Affair::"{one.giver_id.hex}/{one.service}") '
            f"when {{ {_number(one.first)} <= context.day && context.day <= {_number(one.last)} }};"
            for one in relations
        )
        self._policies = cedarpy.PolicySet.from_str(policies)
        self._entities = cedarpy.Entities.from_json_str(NOTHING)

    def request(self, question: Question) -> dict[str, Any]:
        """The question in its words."""
        giver, holder = _ids(question)
        context = {"day": _number(question.day)}
        return _asked(holder, str(question.level), f"{giver}/{question.service}", context)

    def allows(self, request: dict[str, Any]) -> bool:
        """Its answer."""
        return bool(cedarpy.is_authorized(request, self._policies, self._entities).allowed)


class AllInMemory:
    """Cedar with one policy, and every relation as a tag of what it is about."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._policies = cedarpy.PolicySet.from_str("\n".join(
            f"permit(principal, action, resource) when {{ resource.hasTag(context.run{number}) && "
            f"resource.getTag(context.run{number}).first <= context.day && "
            f"context.day <= resource.getTag(context.run{number}).last }};"
            for number in range(RUNS)
        ))  # fmt: skip
        self.affairs = _affairs(relations)
        self._entities = cedarpy.Entities.from_json_str(json.dumps(list(self.affairs.values())))

    def request(self, question: Question) -> dict[str, Any]:
        """The question in its words."""
        giver, holder = _ids(question)
        runs = {f"run{number}": f"{holder}/{number}" for number in range(RUNS)}
        context = {"day": _number(question.day), **runs}
        return _asked(holder, str(question.level), f"{giver}/{question.service}/{question.level}", context)

    def allows(self, request: dict[str, Any]) -> bool:
        """Its answer."""
        return bool(cedarpy.is_authorized(request, self._policies, self._entities).allowed)


class OfTheMoment(AllInMemory):
    """The same, of which the affair in question is handed over each time."""

    def request(self, question: Question) -> dict[str, Any]:
        """The question in its words, and the affair as its database would have it."""
        request = super().request(question)
        affair = self.affairs.get(request["resource"]["id"])
        return {"asked": request, "entities": json.dumps([affair]) if affair else NOTHING}

    def allows(self, request: dict[str, Any]) -> bool:
        """Its answer."""
        return bool(cedarpy.is_authorized(request["asked"], self._policies, request["entities"]).allowed)


def _affairs(relations: Iterable[Relation]) -> Mapping[str, Mapping[str, Any]]:
    tags: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in relations:
        of_affair = tags[f"{one.giver_id.hex}/{one.service}/{one.level}"]
        number = sum(key.startswith(f"{one.holder_id.hex}/") for key in of_affair)
        if number == RUNS:
            raise AssertionError("more runs than the policies look at")
        of_affair[f"{one.holder_id.hex}/{number}"] = {"first": _number(one.first), "last": _number(one.last)}
    return {
        name: {"uid": {"type": "Affair", "id": name}, "attrs": {}, "parents": [], "tags": of_affair}
        for name, of_affair in tags.items()
    }


def _asked(holder: str, level: str, affair: str, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "principal": {"type": "Party", "id": holder}, "action": {"type": "Action", "id": level},
        "resource": {"type": "Affair", "id": affair}, "context": json.dumps(context),
    }  # fmt: skip


def _ids(question: Question) -> tuple[str, str]:
    if question.holder_id is None:
        raise AssertionError("asked about an organisation")
    return question.giver_id.hex, question.holder_id.hex


def _number(day: date) -> int:
    return day.toordinal()
