"""What who is signed in may do besides serving customers: read at every request, so one that ends is over at once."""

from collections.abc import Sequence

from flask import g

from app.core.actor import Actor
from app.core.people.break_glass import GlassUse, list_glass_uses
from app.core.people.roles import ADMINISTRATOR, HeldRole, roles_of
from app.web.databases import database, moment
from app.web.sessions import browser_session
from app.web.users import occasion, signed_in_user


def my_roles() -> tuple[HeldRole, ...]:
    """The roles of who is signed in; none for a citizen, who is not even asked."""
    user = signed_in_user()
    if not user.is_authenticated or not user.desk:
        return ()
    if "roles" not in g:
        with database().glance() as session:
            g.roles = roles_of(session, user.person_id)
    return tuple(g.roles)


def glass_uses() -> Sequence[GlassUse]:
    """When the account for emergencies was used these two weeks, for who is administrator; others are not told."""
    if all(one.kind != ADMINISTRATOR for one in my_roles()):
        return ()
    if "glass_uses" not in g:
        with database().reading() as session:
            g.glass_uses = list_glass_uses(session, on_duty(), now=moment())
    return list(g.glass_uses)


def on_duty() -> Actor:
    """The actor of a page behind a role."""
    return Actor.on_duty(signed_in_user().person_id, occasion(), browser_session().proven_at)
