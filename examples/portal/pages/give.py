"""Giving a mandate: the portal asks what it can know, the questions that matter are Mandaatloket's."""

import uuid
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from examples.mandaatloket_client.models import HandoffWish, HandoffWishCovers, HandoffWishEnd, Mandate, Side
from examples.mandaatloket_client.types import UNSET
from examples.portal.errors import Refused
from examples.portal.parts import parts, user_token, visit

MONTHS = 12
LONGEST_NUMBER = 10
Page = str | Response | tuple[str, int]
pages = Blueprint("give", __name__)


@pages.get("/geven")
def show() -> Page:
    """The form."""
    return _form()


@pages.post("/geven")
def hand_over() -> Page:
    """Tell Mandaatloket what is known, and send the browser there."""
    token, here = user_token(), visit()
    # However it was written, as in BE 0199.000.745.
    holder = "".join(sign for sign in request.form.get("holder", "") if sign.isdigit())[: LONGEST_NUMBER + 1]
    wish = HandoffWish(
        return_address=parts().settings.url + url_for(".come_back"), started_by=Side.GIVER, giver=here.user.enterprise,
        holder=holder or UNSET, covers=HandoffWishCovers(types=[request.form.get("type", "")]),
        end=HandoffWishEnd(months=MONTHS),
    )  # fmt: skip
    wish.state = here.remember(wish)
    try:
        return redirect(parts().mandaatloket.hand_over(token, wish), HTTPStatus.SEE_OTHER)
    except Refused as refused:
        problems = [one.detail for one in refused.problem.issues or [] if one.detail]
        return _form(problems), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.get("/terug")
def come_back() -> Page:
    """What came of it. `outcome` is what a browser says: what counts is the mandate, as Mandaatloket shows it."""
    here, token = visit(), user_token()
    if request.args.get("state", "") not in here.handed_over:
        return render_template("back/unknown.html"), HTTPStatus.BAD_REQUEST
    mandate = _read(request.args["mandate"]) if "mandate" in request.args else None
    if mandate is None:
        return render_template("back/nothing.html", outcome=request.args.get("outcome"), token=token)
    return render_template("back/given.html", mandate=mandate)


def _read(text: str) -> Mandate | None:
    """The mandate of this name, where the user gave it; None when there is none."""
    try:
        found = parts().mandaatloket.mandate(user_token(), uuid.UUID(text))
    except (ValueError, Refused):
        return None
    return found if found.giver.enterprise_number == visit().user.enterprise else None


def _form(problems: list[str] | None = None) -> str:
    types = parts().mandaatloket.types(user_token())
    if not types:
        abort(HTTPStatus.NOT_FOUND)
    return render_template("give.html", types=types, problems=problems, form=request.form)
