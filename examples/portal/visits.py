"""Who is signed in. All of it stays on this side: the browser has a name of the visit that says nothing."""

import secrets
import threading
import time
from dataclasses import dataclass, field

from examples.mandaatloket_client.models import HandoffWish
from examples.portal.tokens import Token

LONGEST = 8 * 3600  # seconds
FRESH = 5  # seconds
MOST = 1_000
MOST_HANDED_OVER = 20  # in one visit


@dataclass(frozen=True)
class User:
    """Who signed in, as the provider says. `subject` is how Mandaatloket knows him, `enterprise` is a number."""

    name: str
    subject: str
    enterprise: str
    enterprise_name: str


@dataclass
class Visit:
    """One browser. `session_there` is what the provider calls its own session with it, if it says so; `handed_over`
    remembers, by state, what was asked of Mandaatloket."""

    user: User
    id_token: str = field(repr=False)
    token: Token
    session_there: str | None = None
    began: float = field(default_factory=time.monotonic)
    handed_over: dict[str, HandoffWish] = field(default_factory=dict)

    def is_fresh(self) -> bool:
        """Whether he signed in a moment ago."""
        return time.monotonic() < self.began + FRESH

    def remember(self, wish: HandoffWish) -> str:
        """A state for a hand-over of this browser, which nobody else can know."""
        while len(self.handed_over) >= MOST_HANDED_OVER:
            del self.handed_over[next(iter(self.handed_over))]
        state = secrets.token_urlsafe(16)
        self.handed_over[state] = wish
        return state


class Visits:
    """All visits of this process. A portal with more processes would keep them in a database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, Visit] = {}

    def begin(self, visit: Visit) -> str:
        """The name of a new visit."""
        name = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._open) >= MOST:
                del self._open[next(iter(self._open))]
            self._open[name] = visit
        return name

    def find(self, name: str | None) -> Visit | None:
        """The visit under this name, while it lasts."""
        with self._lock:
            visit = self._open.get(name or "")
        return visit if visit and time.monotonic() < visit.began + LONGEST else None

    def end(self, name: str | None) -> Visit | None:
        """Forget it; what it was."""
        with self._lock:
            return self._open.pop(name or "", None)

    def end_session(self, session_there: str) -> None:
        """Forget all that began with this session at the provider."""
        with self._lock:
            for name in [name for name, visit in self._open.items() if visit.session_there == session_there]:
                del self._open[name]
