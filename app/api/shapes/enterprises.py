"""An enterprise of the register as the contract has it."""

from typing import Any

from app.api.assembly import BASE
from app.api.shapes.mandates import known
from app.core.register.enterprises import Enterprise


def enterprise_json(one: Enterprise) -> dict[str, Any]:
    """What the wizard shows of it: enough to know that it is the right one."""
    return {
        "enterpriseNumber": one.number,
        "href": f"{BASE}/enterprises/{one.number}",
        "name": one.name,
        **known(personName=one.person_name, legalForm=one.legal_form, town=one.town),
        "otherNames": list(one.other_names),
        "situation": one.situation.value,
        "stopped": one.stopped,
    }
