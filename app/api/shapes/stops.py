"""What somebody stops, and from when."""

from collections.abc import Mapping
from typing import Any

from app.api.checking import read_day


def stop_of(body: Mapping[str, Any] | None) -> dict[str, Any]:
    """The wish as the core takes it; everything, today, when nothing is said."""
    said = body or {}
    return {"type_keys": said.get("types"), "stop_day": read_day(said["from"]) if "from" in said else None}
