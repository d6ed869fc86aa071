"""POST /access/v1/evaluations"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.operations import Answer, Asked, answers
from app.api.problems import Issue, Refused
from app.api.shapes.access import answered, decisions_json, question_in
from app.core.representation.asking import Decision

PARTS = ("subject", "action", "resource", "context")
REQUIRED = PARTS[:3]
# Which answer ends the list.
LAST = {"deny_on_first_deny": False, "permit_on_first_permit": True}


@answers("evaluateAccesses")
def evaluate_accesses(asked: Asked) -> Answer:
    """Every answer in the order of the questions, or as far as the first that ends it."""
    each = asked.body.get("evaluations")
    bodies = _bodies(asked.body)
    decisions = answered(asked, [question_in(asked, one) for one in bodies])
    if not each:
        return Answer(decisions_json(asked, decisions)[0])
    kept = _until_last(decisions, asked.body.get("options", {}).get("evaluations_semantic"))
    return Answer({"evaluations": decisions_json(asked, kept)})


def _bodies(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Whole questions; Refused for one that is not, with what it lacks."""
    defaults = {part: body[part] for part in PARTS if part in body}
    bodies = [defaults | one for one in body.get("evaluations") or [{}]]
    issues = [
        Issue("body", f"evaluations[{number}].{part}" if body.get("evaluations") else part, None, "required")
        for number, one in enumerate(bodies) for part in REQUIRED if part not in one
    ]  # fmt: skip
    if issues:
        raise Refused("badRequest", issues[:50])
    return bodies


def _until_last(decisions: Sequence[Decision], semantic: str | None) -> Sequence[Decision]:
    ending = LAST.get(semantic or "")
    last = next((number for number, one in enumerate(decisions) if one.allowed is ending), len(decisions))
    return decisions[: last + 1]
