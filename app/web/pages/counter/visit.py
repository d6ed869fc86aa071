"""What the customer wants to do: the doors of the start page, for the customer at the counter."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.core.acts import drafts
from app.core.counter.home import Customer
from app.core.letters import post_tray
from app.core.views.tasks import count_to_answer
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import customer_or_home
from app.web.pages.kept_answers import told_of

pages = Blueprint("counter_visit", __name__, url_prefix="/loket/klant")

NAMES = {
    "give": "Mandaat geven",
    "ask": "Mandaat vragen",
    "accept": "Aanvaarden of weigeren",
    "transfer": "Van boekhouder veranderen",
    "pass_on": "Een mandaat doorgeven",
}


@pages.get("")
@clerk_only
def show() -> str | Response | tuple[str, int]:
    """What do you want to do for this customer?"""
    return customer_or_home(_render)


def _render(customer: Customer) -> str:
    actor = current_actor()
    with database().reading() as session:
        # A list of clients is not for the counter: nobody can agree to a file read aloud.
        found = [one for one in drafts.list_drafts(session, actor, now=now()) if one.wizard in NAMES]
        kept = [(one, told_of(session, one.wizard, one.id)) for one in found]
        waiting = [
            one for one in post_tray.list_to_hand_over(session) if one.letter.party_id == actor.party_id
        ]
        return render_template(
            "pages/counter/visit.html", customer=customer, drafts=kept, names=NAMES, to_hand_over=len(waiting),
            to_answer=count_to_answer(session, actor, now=now()),
        )
