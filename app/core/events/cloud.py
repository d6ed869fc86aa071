"""An event as the outside world writes it: CloudEvents 1.0, in JSON."""

from typing import Any

from app.core.events.feed import Told

TYPE_PREFIX = "be.vlaanderen.mandaatloket."
CONTENT_TYPE = "application/cloudevents+json"


def cloud_event(event: Told, source: str) -> dict[str, Any]:
    """The event, from the service at `source`. It names no person and no enterprise: whoever may reads the mandate.

    `sequence` is the place in the feed, as the extension of that name orders it: a longer number is a later event.
    """
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": f"{source}/api/v1",
        "type": TYPE_PREFIX + event.type,
        "subject": event.mandate_id,
        "time": event.at.isoformat(),
        "datacontenttype": "application/json",
        "sequence": f"{event.position:020}",
        "data": {"mandateId": event.mandate_id, "domains": list(event.domains)},
    }
