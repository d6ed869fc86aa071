"""A short mark of what somebody saw, to notice that it is no longer what would be sent."""

import hashlib
import json

_PLAIN = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def fingerprint(shown: object) -> str:
    """The same mark for the same content, whatever the order of its keys; `shown` is plain data, days may be in it."""
    return hashlib.sha256(_PLAIN.encode(shown).encode()).hexdigest()[:32]
