"""What schemathesis does not know of our world: numbers of enterprises, mandates that exist, keys that are new."""

import os
import random
import uuid
from typing import Any

import schemathesis
from hypothesis import strategies as st

from tests.world import BAKERY, FARM, HOMELESS, OFFICE, OTHER

MANDATES = os.environ["MANDATES"].split()
KEY, WELL_FORMED = "Idempotency-Key", range(8, 91)

schemathesis.openapi.format("enterprise-number", st.sampled_from([BAKERY, OFFICE, OTHER, FARM, HOMELESS, "0200065765"]))


@schemathesis.hook
def map_path_parameters(_context: object, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Mostly a mandate that exists, where an id was made up that could be one."""
    if values and _is_id(values.get("mandateId")) and random.random() < 0.8:
        values["mandateId"] = random.choice(MANDATES)
    return values


@schemathesis.hook
def map_headers(_context: object, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """A key of its own for each request, where one was made up that could be right."""
    key = str((values or {}).get(KEY, ""))
    if values and key.isascii() and key.isalnum() and len(key) in WELL_FORMED:
        values[KEY] = uuid.uuid4().hex
    return values


def _is_id(value: object) -> bool:
    try:
        return str(uuid.UUID(str(value))) == value
    except ValueError:
        return False
