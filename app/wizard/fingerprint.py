"""A short mark of what somebody saw, to notice that it is no longer what would be sent."""

import hashlib
import json


def fingerprint(shown: object) -> str:
    """The same mark for the same content, whatever the order of its keys; `shown` is plain data, days may be in it."""
    plain = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]
