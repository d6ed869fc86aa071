"""A session ends while an application gets a token by its sign-in: in neither order is one left open."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.clients.tokens import find_caller, make_token
from app.core.clients.users import enter_user
from app.core.errors import NotAllowed
from app.core.people.own_sessions import end_other_sessions, end_own_session
from app.core.people.provider_accounts import Arrival
from app.core.people.provider_sessions import end_by_provider
from app.core.people.web_sessions import Origin, end_all_of, start_session
from app.db import Database
from app.models.used_token import UsedToken
from tests.core.test_api_tokens import MOST, VAULT, client_of
from tests.world import BAKERY, NOON, World

ISSUER, SUBJECT = "https://idp.example", "https://idp.example person-1"
LATER = NOON + timedelta(seconds=5)
NOBODY = uuid.UUID(int=0)
BRIEFLY = 0.3  # seconds in which the other would be done, if it did not wait
Deed = Callable[[Session], object]


class Meeting:
    """One person with a session at every way in which it may end, and an application; all of it is committed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing.begin() as session:
            self.key = client_of(World(session)).keys[0].id
            self.person = enter_user(session, **self.arriving("first")).person_id
        self.ends: dict[str, Deed] = {
            "his own": lambda s: end_own_session(s, self.person, self.ids["his own"], now=LATER),
            "all others": lambda s: end_other_sessions(s, self.person, NOBODY, now=LATER),
            "there": lambda s: end_by_provider(s, Origin.of("citizen", ISSUER, "there"), None, now=LATER),
            "all there": lambda s: end_by_provider(s, Origin.of("citizen", ISSUER, None), SUBJECT, now=LATER),
            "by an administrator": lambda s: end_all_of(s, self.person, now=LATER),
        }
        self.ids = {name: self.started(name) for name in self.ends}

    def arriving(self, name: str) -> dict[str, object]:
        """What the provider says who comes with his session of this name there."""
        arrival = Arrival("citizen", SUBJECT, "Godelieve", "D'Hondt")
        said = {"enterprise": BAKERY, "represents": BAKERY, "wanted": None, "issued_at": NOON, "now": LATER}
        return {"arrival": arrival, "sign_in": Origin.of("citizen", ISSUER, name)} | said

    def started(self, name: str) -> uuid.UUID:
        with self.database.writing.begin() as session:
            origin = Origin.of("citizen", ISSUER, name)
            return start_session(session, "{}", self.person, now=NOON, origin=origin)[1]

    def forget(self) -> None:
        """Let no end count for what comes next."""
        with self.database.writing.begin() as session:
            session.execute(delete(UsedToken))

    def exchange(self, session: Session, name: str) -> str:
        user = enter_user(session, **self.arriving(name))  # type: ignore[arg-type]
        return make_token(session, self.key, MOST, VAULT, now=LATER, user=user)

    def in_turn(self, first: Deed, second: Deed) -> None:
        """Do the second while the first is done and not committed yet."""
        done = threading.Event()

        def run() -> None:
            done.wait(timeout=20)
            with self.database.writing.begin() as session:
                second(session)

        thread = threading.Thread(target=run)
        thread.start()
        with self.database.writing.begin() as session:
            first(session)
            done.set()
            thread.join(timeout=BRIEFLY)
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.fixture
def meeting(fresh_database: Database) -> Meeting:
    return Meeting(fresh_database)


def test_an_end_while_a_token_is_made_closes_it(meeting: Meeting) -> None:
    for name, end in meeting.ends.items():
        made: list[str] = []

        def get(session: Session, name: str = name, made: list[str] = made) -> None:
            made.append(meeting.exchange(session, name))

        meeting.in_turn(get, end)
        with meeting.database.reading() as session:
            assert find_caller(session, made[0], VAULT, now=LATER) is None, name
        meeting.forget()


def test_a_token_that_is_asked_during_an_end_is_not_made(meeting: Meeting) -> None:
    for name, end in meeting.ends.items():
        refused: list[bool] = []

        def ask(session: Session, name: str = name, refused: list[bool] = refused) -> None:
            with pytest.raises(NotAllowed, match="sign_in_ended"):
                meeting.exchange(session, name)
            refused.append(True)

        meeting.in_turn(end, ask)
        assert refused == [True], name
        meeting.forget()
