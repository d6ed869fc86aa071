"""A mandate as the contract has it."""

import hashlib
from typing import Any

from app.api.assembly import BASE
from app.api.operations import Answer
from app.core.views.mandate_facts import LineFacts, MandateFacts

ETAG_SIGNS = 32


def address_of(mandate_id: object) -> str:
    """Where a mandate is read."""
    return f"{BASE}/mandates/{mandate_id}"


def mandate_json(facts: MandateFacts) -> dict[str, Any]:
    """A mandate; what is not known, or is not so, is left out."""
    mandate = facts.mandate
    return {
        "id": str(mandate.id),
        "href": address_of(mandate.id),
        "dossierNumber": mandate.dossier_number,
        "status": facts.status.value,
        "startedBy": mandate.started_by,
        "startedOn": mandate.started_on.isoformat(),
        "giver": party_json(mandate.giver),
        "holder": party_json(mandate.holder),
        **known(
            answerBy=mandate.lapses_after if facts.waits else None,
            acceptedOn=mandate.accepted_on,
            refusedOn=mandate.refused_on,
            withdrawnOn=mandate.withdrawn_on,
            reason=mandate.reason,
        ),
        "complete": facts.complete,
        "waitsForSignature": facts.to_sign,
        **({"extension": _extension_json(facts)} if facts.extension else {}),
        "lines": [_line_json(one) for one in facts.lines],
    }


def mandate_answer(facts: MandateFacts, status: int = 200) -> Answer:
    """A mandate with its version in `ETag`; one that was just made also says where it is read."""
    body = mandate_json(facts)
    headers = {"ETag": etag_of(body)} | ({"Location": body["href"]} if status == 201 else {})
    return Answer(body, status, headers)


def etag_of(body: dict[str, Any]) -> str:
    """The version of what was answered: the same as long as every word of it is."""
    return f'"{hashlib.sha256(Answer(body).content).hexdigest()[:ETAG_SIGNS]}"'


def party_json(party: Any) -> dict[str, Any]:  # noqa: ANN401 - a party of the core
    """An enterprise with its number, or a person, who has none."""
    return {"kind": party.kind.value, "name": party.name, **known(enterpriseNumber=party.enterprise_number)}


def known(**values: Any) -> dict[str, Any]:
    """What is known of these, with days and moments written out."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items() if value is not None
    }  # fmt: skip


def _extension_json(facts: MandateFacts) -> dict[str, Any]:
    extension, shown = facts.extension, {one.line.id for one in facts.lines}
    return {
        "proposedBy": extension.proposed_by,
        "answerBy": extension.lapses_after.isoformat(),
        "lines": [
            {"type": one.line.type_key, "lastDay": one.last_day.isoformat()}
            for one in extension.lines if one.line_id in shown
        ],
    }  # fmt: skip


def _line_json(facts: LineFacts) -> dict[str, Any]:
    line, kind = facts.line, facts.line.mandate_type
    return {
        "type": line.type_key,
        "name": kind.name,
        "domain": kind.domain_key,
        "accessLevel": kind.access_level,
        "firstDay": line.first_day.isoformat(),
        **known(
            startsOn=facts.starts_on, lastDay=line.last_day, stoppedFrom=line.stop_day, refusedOn=line.refused_on
        ),
        "holdsToday": facts.holds_today,
    }
