"""The start page: one question, five doors."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from app.core.views.tasks import count_to_answer
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import public
from app.web.layout import has_page
from app.web.users import chosen_party_id, current_user

pages = Blueprint("start", __name__)


@dataclass(frozen=True)
class Door:
    """One of the five ways in."""

    endpoint: str
    icon: str
    name: str
    words: str


ANSWERING = "accept.list"
DOORS = (
    Door("give.start", "give", "Een mandaat geven", "Ik laat een andere onderneming iets voor mij doen."),
    Door("ask.start", "speak", "Een mandaat vragen", "Ik wil iets doen voor een klant of een andere onderneming."),
    Door(ANSWERING, "accept", "Aanvaarden of weigeren", "Iemand geeft of vraagt mij een mandaat. Ik zeg ja of nee."),
    Door("letter_code.start", "code", "Ik heb een brief met een code",
         "Ik wil antwoorden op een brief. Dat kan vaak zonder mij aan te melden."),
    Door("mandates.overview", "mine", "Mijn mandaten",
         "Ik wil zien wat er loopt, antwoorden, verlengen of stopzetten."),
)


@pages.get("/")
@public("everybody may see what one can do here")
def show() -> str:
    """What do you want to do? Only doors that lead somewhere are shown, that of answering first when one waits."""
    doors, waiting = [door for door in DOORS if has_page(door.endpoint)], _count_to_answer()
    if waiting:
        doors.sort(key=lambda door: door.endpoint != ANSWERING)
    return render_template("pages/start.html", doors=doors, answering=ANSWERING, waiting=waiting)


def _count_to_answer() -> int:
    """How many mandates wait for an answer of whoever reads this; 0 for a clerk, who has the doors of a customer."""
    if not current_user.is_authenticated or current_user.is_clerk or chosen_party_id() is None:
        return 0
    with database().reading() as session:
        return count_to_answer(session, current_actor(), now=now())
