"""A document of the provider, kept for a while: so that not every sign-in asks it, and no stranger can make us ask."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from app.adapters.oidc.errors import ProviderDown

HOUR = 3600.0  # seconds
FRESH_FOR = HOUR
# What was known is still used while the provider does not answer, but not for ever: keys are withdrawn for a reason.
USED_FOR = 24 * HOUR
ASKED_AGAIN_AFTER = 60.0  # for who sees a key that we do not know
TRIED_AGAIN_AFTER = 10.0  # after a failure; until then everybody is told at once

Kind = TypeVar("Kind")


class Kept(Generic[Kind]):
    """What `fetch` gave, for an hour. `fetch` raises ProviderDown when it gets nothing."""

    def __init__(self, fetch: Callable[[], Kind], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._lock = Lock()
        self._value: Kind | None = None
        self._fetched = self._tried = float("-inf")

    def get(self, *, anew: bool = False) -> Kind:
        """The document; `anew` asks for a new one, at most once a minute. Raises ProviderDown."""
        with self._lock:
            now = self._clock()
            age = now - self._fetched
            if self._value is not None and age < (ASKED_AGAIN_AFTER if anew else FRESH_FOR):
                return self._value
            old = self._value if age < USED_FOR else None
            if now - self._tried < TRIED_AGAIN_AFTER:
                return self._fall_back(old, ProviderDown("down_just_now"))
            self._tried = now
            try:
                self._value = self._fetch()
            except ProviderDown as error:
                return self._fall_back(old, error)
            self._fetched, self._tried = self._clock(), float("-inf")
            return self._value

    @staticmethod
    def _fall_back(old: Kind | None, error: ProviderDown) -> Kind:
        if old is None:
            raise error
        return old
