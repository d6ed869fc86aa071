"""The colleague of a clerk, for walks about something else: he looks on his own screen, and all is well."""

from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter.looking_too import decide_look, find_look_refusal
from app.models.second_look import SecondLook
from app.models.staff import Staff
from tests.e2e.visitor import Visitor

ASK, LOOK_AGAIN = "Vraag een collega", "Kijk of er een antwoord is"
ASKED = "/loket/klant/nakijken/"


def ask_colleague(clerk: Visitor) -> Visitor:
    """On a check page: ask where a colleague has to look, and come back when he agreed."""
    if clerk.page.get_by_role("button", name=ASK).count():
        clerk.press(ASK)
        colleague_agrees(clerk)
        clerk.press(LOOK_AGAIN)
    return clerk


def press_looked_at(clerk: Visitor, button: str) -> Visitor:
    """On a page outside the wizards: tick and press, and once more when a colleague had to look first."""
    here = clerk.path
    clerk.tick_all().press(button)
    if clerk.path.startswith(ASKED):
        colleague_agrees(clerk)
        clerk.go(here).tick_all().press(button)
    return clerk


def colleague_agrees(clerk: Visitor) -> None:
    """Whoever of the same counter may look agrees to what was asked last."""
    database, now = clerk.app.extensions["database"], clerk.app.extensions["clock"]()
    with database.writing.begin() as session:
        look = session.scalars(select(SecondLook).order_by(SecondLook.asked_at.desc()).limit(1)).one()
        beside = session.scalars(select(Staff).where(Staff.office_id == look.office_id).order_by(Staff.number.desc()))
        for colleague in beside:
            who = Actor.at_the_counter(colleague.person_id)
            if find_look_refusal(session, who, look, now=now) is None:
                decide_look(session, who, look.id, "agrees", now=now)
                return
    raise AssertionError("nobody of this counter may look")
