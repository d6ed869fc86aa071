"""What who is signed in may do besides serving customers: read at every request, so one that ends is over at once."""

from flask import g

from app.core.actor import Actor
from app.core.people.roles import HeldRole, roles_of
from app.web.databases import database
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


def on_duty() -> Actor:
    """The actor of a page behind a role."""
    return Actor.on_duty(signed_in_user().person_id, occasion())
