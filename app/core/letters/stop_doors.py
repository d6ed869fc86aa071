"""What a letter may promise about stopping by phone: exactly what the phone does."""

from collections.abc import Iterable
from typing import Any

from app.core.permits.phone import stops_by_phone
from app.models.line import Line


def stop_doors(lines: Iterable[Line]) -> dict[str, Any]:
    """Nothing when a caller can stop all of these parts; else the short phrases of those that he can stop."""
    types = [line.mandate_type for line in lines]
    allowed = [one.short for one in types if stops_by_phone(one)]
    return {} if len(allowed) == len(types) else {"stops_by_phone": list(dict.fromkeys(allowed))}
