"""POST /access/v1/evaluations"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from app.api.operations import Answer, Asked, answers
from app.api.problems import Issue, Refused
from app.api.shapes.access import answered, decisions_json, question_in
from app.core.representation.asking import NO, Decision

# What each part of a question cannot be without.
REQUIRED = {"subject": ("type", "id"), "action": ("name",), "resource": ("type", "id")}
PARTS = (*REQUIRED, "context")
_KEYS = {name: frozenset(keys) for name, keys in REQUIRED.items()}
# Which answer ends the list.
LAST = {"deny_on_first_deny": False, "permit_on_first_permit": True}
LACKS = "{name} is missing."


@answers("evaluateAccesses")
def evaluate_accesses(asked: Asked) -> Answer:
    """Every answer in the order of the questions, or as far as the first that ends it.

    One that is no question is answered with no, and says what it lacks; the others are answered all the same.
    """
    each = asked.body.get("evaluations")
    defaults = {name: asked.body[name] for name in PARTS if name in asked.body}
    bodies = [_merged(defaults, one) for one in each or [{}]] if defaults else each or [{}]
    lacking = [_lacks(one) for one in bodies]
    if not each and lacking[0]:
        raise Refused("badRequest", [Issue("body", name, None, "required") for name in lacking[0]])
    decisions = _decided(asked, bodies, lacking)
    if not each:
        return Answer(decisions_json(asked, decisions)[0])
    kept = _until_last(decisions, asked.body.get("options", {}).get("evaluations_semantic"))
    told = decisions_json(asked, kept)
    for one, names in zip(told, lacking, strict=False):
        if names:
            one["context"] = {"error": {"status": HTTPStatus.BAD_REQUEST, "message": LACKS.format(name=names[0])}}
    return Answer({"evaluations": told})


def _merged(defaults: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """A question, with what it does not say itself from beside the list.

    A part that it says takes the place of the whole part there, but for what no such part can be without.
    """
    found = defaults | one
    for name, keys in REQUIRED.items():
        if name in one and name in defaults:
            found[name] = {key: defaults[name][key] for key in keys if key in defaults[name]} | one[name]
    return found


def _lacks(body: Mapping[str, Any]) -> list[str]:
    missing: list[str] = []
    for name, keys in REQUIRED.items():
        part = body.get(name)
        if part is None:
            missing.append(name)
        elif not _KEYS[name] <= part.keys():
            missing += [f"{name}.{key}" for key in keys if key not in part]
    return missing


def _decided(
    asked: Asked, bodies: Sequence[Mapping[str, Any]], lacking: Sequence[Sequence[str]]
) -> list[Decision]:
    """The answer to each that is a question, and no to the others."""
    whole = [question_in(asked, one) for one, names in zip(bodies, lacking, strict=True) if not names]
    found = iter(answered(asked, whole))
    return [NO if names else next(found) for names in lacking]


def _until_last(decisions: Sequence[Decision], semantic: str | None) -> Sequence[Decision]:
    ending = LAST.get(semantic or "")
    last = next((number for number, one in enumerate(decisions) if one.allowed is ending), len(decisions))
    return decisions[: last + 1]
