"""What every page behind a letter code shares: the open letter, the way back, and the end after the act."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, CoreError
from app.core.mandates.possible_acts import Act
from app.core.views.letter import LetterView, view_letter
from app.web.databases import database, moment
from app.web.errors import status_of
from app.web.pages.letter_door import Door, close_door, find_door, keep

Page = str | Response | tuple[str, int]

STEPS = ("choose", "reason", "extend", "parts", "until", "what_stops", "who", "check")
ASKED_BY = {"reason": (Act.REFUSE, Act.CONTEST), "extend": (Act.EXTEND,)}
ASKED_OF_LESS = ("parts", "until")


def needs_letter(view: Callable[[Door], Page]) -> Callable[[], Page]:
    """Only for who opened a letter; after the act every page leads to the end, so that Back does nothing twice."""

    @wraps(view)
    def with_letter() -> Page:
        door = find_door()
        if door is None:
            return go("start")
        if door.done:
            return go("done")
        try:
            return view(keep(door))
        except Conflict as refusal:
            close_door()
            return refuse(refusal)

    return with_letter


def read_letter(door: Door) -> LetterView:
    """What the letter says now; Conflict when there is nothing left to do with it."""
    with database().reading() as session:
        return view_letter(session, door.letter_id, door.party_id, door.mandate_id, now=moment())


def refuse(refusal: CoreError) -> Page:
    """That nothing was sent, and why."""
    page = render_template("pages/letter_code/nothing.html", sentence=refusal.sentence, is_open=find_door() is not None)
    return page, status_of(refusal)


def go(page: str) -> Response:
    """To another page of this door."""
    return redirect(url_for(f"letter_code.{page}"), HTTPStatus.SEE_OTHER)


def render(page: str, door: Door, status: HTTPStatus = HTTPStatus.OK, **shown: object) -> Page:
    """One page of this door, with the way back."""
    return render_template(f"pages/letter_code/{page}.html", door=door, back_url=_back(page, door), **shown), status


def _back(page: str, door: Door) -> str:
    steps = [step for step in STEPS if _is_asked(step, door)]
    before = steps[steps.index(page) - 1] if page in steps and page != steps[0] else "choose"
    return url_for("letter_code.start" if page == "choose" else f"letter_code.{before}")


def _is_asked(step: str, door: Door) -> bool:
    if step in ASKED_OF_LESS:
        return door.less
    if step == "what_stops":
        return door.partly
    return step not in ASKED_BY or door.act in ASKED_BY[step]
