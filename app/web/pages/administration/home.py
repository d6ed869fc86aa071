"""Where staff with a role begin: what they look after."""

from flask import Blueprint, render_template

from app.core.administration.catalogue_views import count_to_decide
from app.core.people.roles import ADMINISTRATOR
from app.core.people.sign_in_journal import list_guessed_of_staff
from app.web.databases import database, moment
from app.web.guards import staff_with_a_role
from app.web.roles import my_roles, on_duty

pages = Blueprint("administration", __name__, url_prefix="/beheer")


@pages.get("")
@staff_with_a_role
def show() -> str:
    """What this member of staff looks after, and the way there."""
    roles = my_roles()
    administers = any(one.kind == ADMINISTRATOR for one in roles)
    with database().reading() as session:
        waiting = count_to_decide(session, on_duty())
        guessed = list_guessed_of_staff(session, on_duty(), now=moment()) if administers else ()
    return render_template(
        "pages/administration/home.html",
        administers=administers,
        waiting=waiting,
        guessed=guessed,
        entities=[one.entity_name for one in roles if one.entity_key],
    )
