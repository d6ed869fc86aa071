"""The signature of Standard Webhooks 1.0 (https://www.standardwebhooks.com): over the id, the moment and the body."""

import base64
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook


def sign(message_id: str, at: datetime, body: bytes, secrets: Sequence[bytes]) -> dict[str, str]:
    """The three headers; one signature for each secret, so that an old one and a new one both do."""
    signers = [Webhook(base64.b64encode(secret).decode()) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(one.sign(message_id, at, body.decode()) for one in signers),
    }
