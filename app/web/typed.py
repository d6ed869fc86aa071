"""What somebody typed on a page of a wizard and could not be kept, for one showing of that page.

An error is not the answer to a post: the page is opened anew and shows what was typed, so that Back goes back and never
asks to send a form again. Who was signed out while the page stood open finds it there too, after signing in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from app.web.databases import moment
from app.web.repeating import FIELD, NEVER_REPEATED, Pair
from app.web.sessions import LEFT, TYPED, browser_session
from app.web.users import current_user

MOST_PAGES = 3  # that stand open beside each other
MOST_CHARACTERS = 8_000
LONGEST_SECONDS = 30 * 60


@dataclass(frozen=True)
class Typed:
    """What was typed. `refused` tells what was looked at and is not right from what never arrived.

    `problems` is plain data about what no field of the form says.
    """

    form: MultiDict[str, str]
    refused: bool
    problems: Sequence[Mapping[str, Any]]


def keep_refused(problems: Sequence[Mapping[str, Any]] = ()) -> bool:
    """Keep what this request posted, to be shown with what is wrong; whether that could be done."""
    answers = [pair for pair in request.form.items(multi=True) if pair[0] != FIELD]
    return _keep(answers, refused=True, problems=[dict(one) for one in problems], person=_person())


def keep_for_sign_in(answers: Sequence[Pair]) -> bool:
    """Keep answers that arrived when nobody was signed in any more; whether that could be done.

    Only who was signed in gets to see them, on this very page. Where nobody knows any more who that was, they are not
    kept: whoever signs in next on this browser may be a colleague.
    """
    person = _who_left()
    return person is not None and _keep(answers, refused=False, problems=[], person=person)


def take_typed() -> Typed | None:
    """What was typed on this page before; it is shown once."""
    kept = browser_session().get(TYPED, {})
    found = kept.get(request.path)
    if found is None:
        return None
    forget_typed()
    too_old = moment().timestamp() - found["at"] > LONGEST_SECONDS
    if too_old or found["person"] != _person():
        return None
    return Typed(MultiDict([(name, value) for name, value in found["answers"]]), found["refused"], found["problems"])


def forget_typed() -> None:
    """What was typed on this page before counts no more: it was shown, or a better answer arrived."""
    kept = browser_session().get(TYPED, {})
    if request.path in kept:
        browser_session()[TYPED] = {path: one for path, one in kept.items() if path != request.path}


def _keep(answers: Sequence[Pair], **more: object) -> bool:
    names = {name for name, _ in answers}
    if NEVER_REPEATED & names or sum(len(name) + len(value) for name, value in answers) > MOST_CHARACTERS:
        return False
    session = browser_session()
    others = [(path, one) for path, one in session.get(TYPED, {}).items() if path != request.path]
    kept = {"answers": [list(pair) for pair in answers], "at": int(moment().timestamp()), **more}
    session[TYPED] = {**dict(others[1 - MOST_PAGES :]), request.path: kept}
    return True


def _who_left() -> str | None:
    session = browser_session()
    if session.expired_person_id is not None:
        return str(session.expired_person_id)
    left = session.get(LEFT)
    if left is None or moment().timestamp() - left["at"] > LONGEST_SECONDS:
        return None
    return str(left["person"])


def _person() -> str | None:
    return str(current_user.person_id) if current_user.is_authenticated else None
