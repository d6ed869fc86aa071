"""Waarom werkt het niet, on the phone: about the mandate for which somebody calls, to be read aloud."""

from flask import Blueprint, render_template

from app.core.distant.phone_calls import CallView, actor_of
from app.core.views.why import look_why_by_phone
from app.web.actors import now
from app.web.databases import database
from app.web.guards import clerk_only
from app.web.pages.counter.phone_talk import Page, with_caller

pages = Blueprint("counter_phone_why", __name__, url_prefix="/loket/telefoon/gesprek/waarom")


@pages.post("")
@clerk_only
def show() -> Page:
    """Why it does not work, part by part. Each look is written down, so it is sent and never a link."""
    return with_caller(_show)


def _show(view: CallView) -> Page:
    with database().writing.begin() as session:
        answers = look_why_by_phone(session, actor_of(view.call), now=now())
        return render_template("pages/counter/phone_why.html", view=view, answers=answers)
