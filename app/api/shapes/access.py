"""Questions and answers of AuthZEN in ours: subject, action, resource and context (docs/api.md, "May X act for Y?")."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.checking import read_day
from app.api.operations import Asked as Request
from app.api.shapes.access_reasons import reasons_json
from app.clock import brussels_day
from app.core.representation.asking import Asked, Decision, Kind, check_many
from app.core.representation.searching import AccessLevel

WHY = "checks:reasons"
KINDS = {str(one): one for one in Kind}
LEVELS = {str(one): one for one in AccessLevel}
Body = Mapping[str, Any]


def question_in(request: Request, body: Body) -> Asked:
    """What a request asks; what is not there, because it is searched, stays empty."""
    subject, resource = body["subject"], body["resource"]
    day = body.get("context", {}).get("day")
    return Asked(
        KINDS.get(subject["type"]),
        subject.get("id"),
        resource["type"],
        resource.get("id"),
        LEVELS.get(body["action"]["name"]) if "action" in body else None,
        read_day(day) if day else brussels_day(request.now),
        subject.get("properties", {}).get("organisation"),
    )


def answered(request: Request, asked: Sequence[Asked]) -> list[Decision]:
    """The answers of the core."""
    why = WHY in request.caller.scopes
    return check_many(request.session, request.actor, asked, now=request.now, why=why)


def decisions_json(request: Request, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """Answers as the standard has them; why goes along for who may know."""
    reasons = reasons_json(request.session, decisions) if WHY in request.caller.scopes else [[]] * len(decisions)
    return [_decision(one, why) for one, why in zip(decisions, reasons, strict=True)]


def _decision(decision: Decision, why: list[dict[str, str]]) -> dict[str, Any]:
    context: dict[str, Any] = {}
    if decision.mandate_id is not None:
        context["mandate"] = str(decision.mandate_id)
    if decision.until is not None:
        context["until"] = decision.until.isoformat()
    if why:
        context["reasons"] = why
    return {"decision": decision.allowed, "context": context} if context else {"decision": decision.allowed}
