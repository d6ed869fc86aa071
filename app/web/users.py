"""Who is signed in, for whom, and since when: read anew from the database at every request."""

import uuid

from flask import Flask
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.core.people import accounts
from app.core.people.dormant import note_used
from app.core.people.web_sessions import Origin
from app.web.databases import database, moment
from app.web.sessions import ACCOUNT, GLASS, SINCE, TYPED, browser_session

PARTY = "party_id"
PARTY_NAME = "party_name"
OCCASION = "occasion"
SIGN_IN = (ACCOUNT, "_fresh", "_id", OCCASION, SINCE, GLASS)  # what Flask-Login and we remember of a sign-in


class User(UserMixin):
    """Someone signed in, as the pages see him or her: `current_user`."""

    def __init__(self, who: accounts.SignedIn) -> None:
        self.who = who
        self.person_id = who.person_id
        self.name = who.name
        self.desk = who.desk
        self.is_clerk = who.is_clerk

    def get_id(self) -> str:
        """What the session remembers: the account."""
        return str(self.who.account_id)


class _Manager(LoginManager):
    # Sessions live on our side and end there; comparing addresses and browsers would only send people away. Flask-Login
    # takes their digest at every request, whether or not it is told to compare it.
    def _session_protection_failed(self) -> bool:
        return False


def install_users(app: Flask) -> None:
    """Let Flask-Login know how to find who is signed in."""
    manager = _Manager(app)
    manager.user_loader(load_user)


def load_user(account_id: str) -> User | None:
    """The person behind the account of this session; None once the account is closed."""
    who = browser_session().who
    return User(who) if who and str(who.account_id) == account_id else None


def signed_in_user() -> User:
    """`current_user` itself, for whoever asks several things of it: each thing asked of `current_user` looks it up."""
    user: User = current_user._get_current_object()
    return user


def sign_in(who: accounts.SignedIn, origin: Origin | None = None) -> None:
    """From now on this browser is `who`, under a new session id; `origin` is the provider that says so, if one does."""
    session = browser_session()
    session.renew(empty=True, but=(TYPED,))
    session.person_id, session.origin, session.proven = who.person_id, origin, True
    login_user(User(who))
    with database().writing.begin() as writing:
        note_used(writing, who.account_id, now=moment())
    # Not the session's own id: that changes at every hand-over, while the person who signed in stays the same.
    session[OCCASION] = str(uuid.uuid4())
    begin_again()


def begin_again() -> None:
    """Somebody proved just now who he is: how long he may work without doing so again counts from here."""
    session = browser_session()
    session[SINCE] = int(moment().timestamp())
    session.proven_at = moment()


def sign_out() -> None:
    """From now on this browser is nobody; what its session remembered is gone, but who it was.

    A page of his may still stand open in another tab, and what it sends is for nobody else.
    """
    session = browser_session()
    logout_user()
    gone = session.person_id
    session.renew(empty=True)
    if gone is not None:
        session.note_left(gone, moment())


def forget_all_but_sign_in() -> None:
    """Go on as the same person under a new session id, with nothing else remembered: the next customer is here."""
    session = browser_session()
    kept = {name: session[name] for name in SIGN_IN if name in session}
    person_id, origin, proven_at = session.person_id, session.origin, session.proven_at
    session.renew(empty=True)
    session.update(kept)
    session.person_id, session.origin, session.proven_at = person_id, origin, proven_at


def chosen_party_id() -> uuid.UUID | None:
    """The party for which somebody signed in works today; None when it was not chosen yet, or for a clerk."""
    chosen = browser_session().get(PARTY)
    return uuid.UUID(chosen) if chosen else None


def choose_party(party_id: uuid.UUID, name: str) -> None:
    """Work for this party from now on; its name stands on top of every page."""
    browser_session().update({PARTY: str(party_id), PARTY_NAME: name})


def chosen_party_name() -> str | None:
    """The name of the party for which somebody works today, as it was when it was chosen; None when there is none."""
    name: str | None = browser_session().get(PARTY_NAME)
    return name


def occasion() -> str:
    """What tells this sign-in from any other: a second sign of life must come on another occasion."""
    found: str = browser_session()[OCCASION]
    return found


__all__ = [
    "User", "begin_again", "choose_party", "chosen_party_id", "chosen_party_name", "current_user",
    "forget_all_but_sign_in", "install_users", "load_user", "occasion", "sign_in", "sign_out", "signed_in_user",
]  # fmt: skip
