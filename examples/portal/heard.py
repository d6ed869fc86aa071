"""What Mandaatloket told, the newest first; in memory, because this is an example."""

import threading
from collections import OrderedDict, deque
from collections.abc import Sequence

from examples.mandaatloket_client.models import CloudEvent

MOST = 500  # that are shown
MOST_NAMES = 10_000  # by which a repetition is known; a real portal keeps them for as long as its events


class Heard:
    """The events that came, each once: the same one is told again when our answer did not arrive."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._events: deque[CloudEvent] = deque(maxlen=MOST)

    def take(self, message_id: str, event: CloudEvent) -> bool:
        """Keep it, unless it came before; returns whether it is new."""
        with self._lock:
            if message_id in self._known:
                return False
            self._known[message_id] = None
            while len(self._known) > MOST_NAMES:
                self._known.popitem(last=False)
            self._events.append(event)
        return True

    def newest(self) -> Sequence[CloudEvent]:
        """In the order in which they happened, which is not always that in which they came."""
        with self._lock:
            return sorted(self._events, key=lambda one: one.sequence, reverse=True)
