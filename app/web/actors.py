"""Who acts in this request: the person at home, or the clerk with the customer of the open visit."""

from datetime import datetime

from app.core.actor import Actor
from app.core.counter.visits import find_open_visit
from app.web.databases import database, moment
from app.web.sessions import browser_session
from app.web.users import chosen_party_id, occasion, signed_in_user


def now() -> datetime:
    """The present moment, from the application's clock."""
    return moment()


def current_actor() -> Actor:
    """The actor of this request; only behind a guard, because somebody must be signed in."""
    user = signed_in_user()
    if not user.is_clerk:
        return Actor.at_home(user.person_id, chosen_party_id(), occasion())
    with database().reading() as session:
        visit = find_open_visit(session, user.person_id)
    if visit is None:
        return Actor.at_the_counter(user.person_id, proven_at=browser_session().proven_at)
    return Actor.at_the_counter(
        user.person_id, visit.id, person_id=visit.person_id, party_id=visit.party_id,
        proven_at=browser_session().proven_at,
    )  # fmt: skip
