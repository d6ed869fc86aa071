"""The start page: one question, four doors."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from app.web.guards import public
from app.web.layout import has_page

pages = Blueprint("start", __name__)


@dataclass(frozen=True)
class Door:
    """One of the four ways in."""

    endpoint: str
    icon: str
    name: str
    words: str


DOORS = (
    Door("give.start", "give", "Een mandaat geven", "Ik laat een andere onderneming iets voor mij doen."),
    Door("ask.start", "speak", "Een mandaat vragen", "Ik wil iets doen voor een klant of een andere onderneming."),
    Door("letter_code.start", "code", "Ik heb een brief met een code",
         "Ik wil antwoorden op een brief. Dat kan vaak zonder mij aan te melden."),
    Door("mandates.overview", "mine", "Mijn mandaten",
         "Ik wil zien wat er loopt, antwoorden, verlengen of stopzetten."),
)


@pages.get("/")
@public("everybody may see what one can do here")
def show() -> str:
    """What do you want to do? Only doors that lead somewhere are shown."""
    return render_template("pages/start.html", doors=[door for door in DOORS if has_page(door.endpoint)])
