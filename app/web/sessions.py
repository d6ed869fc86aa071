"""Sessions whose contents stay with us. The cookie holds a random token and nothing else.

A page that remembers nothing starts no session, so a visitor who only reads costs no row and gets no cookie.
"""

import copy
import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, request, session
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from app.config import Settings
from app.core.errors import NotAllowed
from app.core.people import accounts, web_sessions
from app.core.people.break_glass import check_whole
from app.db import Database
from app.web.vary import vary_on

SEEN_AT_MOST_EVERY = timedelta(minutes=1)
# At a counter silence is counted in minutes, so seconds matter.
CLERK_SEEN_AT_MOST_EVERY = timedelta(seconds=5)
# In the API a token says who calls; a cookie that came along must count for nothing.
WITHOUT_SESSION = ("/static/", "/health", "/api/", "/access/", "/oauth/", "/.well-known/")
ACCOUNT = "_user_id"  # where Flask-Login keeps the account of who is signed in
SINCE = "signed_in_at"  # when somebody signed in, in seconds; a session gets a new id more often than that
GLASS = "behind_glass"  # that somebody came in by the door for emergencies; other sessions are not asked after it
TYPED = "typed"  # what somebody typed and could not be kept, see app/web/typed.py
REFUSED_PAGES = "refused_pages"  # pages that say what was wrong, for one showing, see app/web/refused_page.py
LEFT = "left"  # who was signed in last on this browser: what his pages still send is shown to nobody else
SECONDS_PER_HOUR = 3600
GLASS_CLOSED = "De noodtoegang is uren geleden gebruikt en is nu gesloten."
SILENT, LASTED = "U was {minutes} minuten niet bezig.", "U was {hours} uur aangemeld."
WORDS = TaggedJSONSerializer()
log = logging.getLogger(__name__)


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """What one browser remembers. `id` is None until something is kept; `expired` says that an older one ran out.

    `expired_person_id` is who was signed in then.
    `who` is the person behind the account that is remembered, as the database knew him at the start of this request.
    `origin` is the provider at which he signed in, None for a password of our own.
    `proven_at` is when he last proved who he is with all that his account has.
    `proven` says that this very request proved who he is, so that the session is a new one and no older one goes on.
    `locked` says that the screen is hidden, `why_closed` in a sentence why an older one ended.
    """

    def __init__(self) -> None:
        super().__init__({}, lambda changed: setattr(changed, "modified", True))
        self.id: uuid.UUID | None = None
        self.expired = False
        self.expired_person_id: uuid.UUID | None = None
        self.proven = False
        self.locked = False
        self.why_closed = ""
        self.person_id: uuid.UUID | None = None
        self.origin: web_sessions.Origin | None = None
        self.proven_at: datetime | None = None
        self.last_seen_at: datetime | None = None
        self.to_end: uuid.UUID | None = None
        self.who: accounts.SignedIn | None = None
        self.modified = False

    def fill(self, found: web_sessions.OpenSession) -> None:
        """Take over what was kept."""
        self.update(WORDS.loads(found.data))
        self.id, self.person_id, self.last_seen_at = found.id, found.person_id, found.last_seen_at
        self.origin, self.proven_at = found.origin, found.proven_at
        self.who = next((one for one in found.people if str(one.account_id) == self.get(ACCOUNT)), None)
        self.modified = False

    def close(self, why: str) -> None:
        """Nobody is signed in any more; `why` is a sentence for who was."""
        self.clear()
        self.expired_person_id = self.person_id
        self.id, self.person_id, self.last_seen_at, self.who = None, None, None, None
        self.origin, self.proven_at = None, None
        self.modified, self.expired, self.why_closed = False, True, why

    def note_left(self, person_id: uuid.UUID, now: datetime) -> None:
        """Nobody is signed in, and this person was until `now`."""
        self[LEFT] = {"person": str(person_id), "at": int(now.timestamp())}

    def remember(self) -> Callable[[], None]:
        """What brings it back to how it is now."""
        words, facts = copy.deepcopy(dict(self)), dict(vars(self))

        def put_back() -> None:
            self.clear()
            self.update(copy.deepcopy(words))
            vars(self).update(facts)

        return put_back

    def leave_alone(self) -> None:
        """Nothing of this request is kept, and nobody was seen."""
        self.modified, self.to_end, self.last_seen_at = False, None, None

    def renew(self, *, empty: bool = False, but: Sequence[str] = ()) -> None:
        """Go on under a new id, so that the old token opens nothing any more.

        `empty` also forgets everything, except what is named in `but`.
        """
        self.to_end = self.to_end or self.id
        self.id = None
        if empty:
            kept = {name: self[name] for name in but if name in self}
            self.clear()
            self.update(kept)
            self.person_id, self.origin, self.proven_at = None, None, None
        self.modified = True


class ServerSessionInterface(SessionInterface):
    """Keeps sessions in the database, by the digest of the browser's token."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.https = settings.https
        self.idle = timedelta(minutes=settings.session_minutes)
        self.hide_after = timedelta(minutes=settings.counter_hide_minutes)
        self.staff_hours = settings.sign_in.access.hours
        self.sign_out_after = timedelta(minutes=min(settings.counter_sign_out_minutes, settings.session_minutes))
        # The __Host- prefix makes the browser refuse the cookie from any other host, path or plain http.
        self.cookie = "__Host-mandaatloket" if settings.https else "mandaatloket"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """An empty session; `recall` fills it. When the database is what is wrong, there is still a page to show."""
        del app, request
        return ServerSession()

    def recall(self) -> None:
        """Before any view: what this browser's session remembers, if there is one to go on with."""
        token = request.cookies.get(self.cookie)
        if not token or request.path.startswith(WITHOUT_SESSION):
            return
        now = current_app.extensions["clock"]()
        with self.database.reading() as reading:
            found = web_sessions.find_session(reading, token, idle=self.idle, now=now)
        if found is None:
            return
        current = browser_session()
        if found.expired:
            current.expired = found.person_id is not None
            current.expired_person_id = found.person_id
            current.why_closed = SILENT.format(minutes=self.idle // timedelta(minutes=1))
            return
        current.fill(found)
        if current.who is not None and current.who.desk and self._lasted_too_long(current, now):
            log.info("access refused", extra={"kind": "session_too_long"})
            current.close(LASTED.format(hours=self.staff_hours))
            return
        if current.get(GLASS) and current.who is not None and not self._is_whole(current.who, now):
            log.info("access refused", extra={"kind": "glass_used_up"})
            current.close(GLASS_CLOSED)
            return
        self._watch_counter(current, found, now - found.last_seen_at)

    def _lasted_too_long(self, current: ServerSession, now: datetime) -> bool:
        # Since somebody signed in, not since the session began: it gets a new id at every hand-over.
        since = current.get(SINCE)
        return since is not None and now.timestamp() - since > self.staff_hours * SECONDS_PER_HOUR

    def _is_whole(self, who: accounts.SignedIn, now: datetime) -> bool:
        try:
            with self.database.reading() as reading:
                check_whole(reading, who.account_id, now=now)
        except NotAllowed:
            return False
        return True

    def _watch_counter(self, current: ServerSession, found: web_sessions.OpenSession, silence: timedelta) -> None:
        # The browser may hide the screen by itself; here it is decided, whatever the browser does.
        if current.who is None or not current.who.is_clerk:
            return
        if silence >= self.sign_out_after:
            current.close(SILENT.format(minutes=self.sign_out_after // timedelta(minutes=1)))
        else:
            current.locked = found.locked or silence >= self.hide_after

    def save_session(self, app: Flask, session: SessionMixin | None, response: Response) -> None:
        """Keep what changed, and that somebody was seen, at most once a minute; a locked session sees nobody."""
        if not isinstance(session, ServerSession):
            return
        vary_on(response, "Cookie")
        now = app.extensions["clock"]()
        often = CLERK_SEEN_AT_MOST_EVERY if session.who and session.who.is_clerk else SEEN_AT_MOST_EVERY
        seen_long_ago = session.last_seen_at is not None and now - session.last_seen_at >= often and not session.locked
        if session.to_end or (session.modified and (session or session.id)) or seen_long_ago:
            self._write(session, response, now)

    def _write(self, session: ServerSession, response: Response, now: datetime) -> None:
        token = None
        with self.database.writing.begin() as writing:
            was_open = session.to_end is None or web_sessions.end_session(writing, session.to_end, now=now)
            if not was_open and session.person_id and not session.proven:
                # Somebody ended it during this request: it does not go on under another id. The browser may have got
                # the cookie of a new one meanwhile, so what it has is left alone; the old one opens nothing.
                return
            if session.id:
                seen = session.last_seen_at if session.locked and session.last_seen_at else now
                web_sessions.keep_session(writing, session.id, WORDS.dumps(dict(session)), now=seen)
            elif session:
                if session.expired_person_id and not session.person_id:
                    # The new cookie takes the place of the one that told who it was.
                    session.note_left(session.expired_person_id, now)
                words = WORDS.dumps(dict(session))
                token, _ = web_sessions.start_session(
                    writing, words, session.person_id, now=now, origin=session.origin,
                    proven_at=session.proven_at,
                )
        if token:
            response.set_cookie(self.cookie, token, secure=self.https, httponly=True, samesite="Lax", path="/")
        elif not session.id:
            response.delete_cookie(self.cookie, secure=self.https, httponly=True, samesite="Lax", path="/")


def browser_session() -> ServerSession:
    """The session of this request, with all it can do."""
    current: ServerSession = session._get_current_object()  # type: ignore[attr-defined]
    return current
