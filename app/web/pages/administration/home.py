"""Where staff with a role begin: what they look after."""

from flask import Blueprint, render_template

from app.core.administration.catalogue_views import count_to_decide
from app.core.people.roles import ADMINISTRATOR
from app.web.databases import database
from app.web.guards import staff_with_a_role
from app.web.roles import my_roles, on_duty

pages = Blueprint("administration", __name__, url_prefix="/beheer")


@pages.get("")
@staff_with_a_role
def show() -> str:
    """What this member of staff looks after, and the way there."""
    roles = my_roles()
    with database().reading() as session:
        waiting = count_to_decide(session, on_duty())
    return render_template(
        "pages/administration/home.html",
        administers=any(one.kind == ADMINISTRATOR for one in roles),
        waiting=waiting,
        entities=[one.entity_name for one in roles if one.entity_key],
    )
