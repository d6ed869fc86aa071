"""The post tray: every letter that is printed and not posted, as one pdf, and the day on which they left."""

import uuid
from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.press import merge
from app.clock import brussels_day
from app.core.acts import posting
from app.core.errors import Conflict, CoreError
from app.core.letters import post_tray
from app.core.letters.post_tray import TrayLetter
from app.web.actors import current_actor, now
from app.web.databases import database, policy, vault
from app.web.fields import ChoicesField, DayField
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.lost_letters import NUMBER
from app.web.pages.counter.open_visit import read_customer
from app.web.pages.counter.post_rows import letter_row
from app.web.sessions import browser_session

pages = Blueprint("counter_post", __name__, url_prefix="/loket/post")

NOTHING = "U hebt nog niets aangekruist. Kruis aan welke brieven weg zijn."
NO_DAY = "De dag ontbreekt nog. Vul in wanneer de brieven weg waren."
TOLD = "post_told"
LOST = "letter_damaged_in_tray"
EVERY = "alle"
WHICH = {"post": "Welke brieven zijn weg?", "hand": "Welke brieven gaf u af?"}

Page = str | Response | tuple[str, int]


class LeftForm(Form):
    """Which letters left, and when."""

    letters = ChoicesField(missing=NOTHING)
    on = DayField("Op welke dag?", missing=NO_DAY)

    def tick_all(self, shown: Sequence[str]) -> None:
        """All that stood on the page when the button was pressed, not what was printed since."""
        self.letters.data = list(shown)


@pages.get("")
@clerk_only
def show() -> Page:
    """What has to be posted, and what is waiting to be handed over."""
    return _without_customer(lambda: _render(_form("post", None), _form("hand", None)))


@pages.get("/brieven.pdf")
@clerk_only
def print_all() -> Page:
    """Every letter of the tray in one pdf, to be printed on both sides and put in envelopes."""
    return _without_customer(_print)


@pages.post("/weg")
@clerk_only
def mark_posted() -> Page:
    """Write down that letters were posted."""
    return _without_customer(lambda: _mark("post"))


@pages.post("/afgegeven")
@clerk_only
def mark_handed_over() -> Page:
    """Write down that letters were given to whoever they are for."""
    return _without_customer(lambda: _mark("hand"))


def _without_customer(show: Callable[[], Page]) -> Page:
    # Codes can be read in these letters: the tray stays shut while a customer looks on.
    if read_customer() is not None:
        return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
    return show()


def _tray(kind: str) -> Sequence[TrayLetter]:
    with database().reading() as session:
        return post_tray.list_to_post(session) if kind == "post" else post_tray.list_to_hand_over(session)


def _form(kind: str, *formdata: object) -> LeftForm:
    form = LeftForm(*formdata, prefix=f"{kind}-", data={"on": brussels_day(now())})
    form.letters.label.text = WHICH[kind]
    form.letters.choices = [letter_row(one) for one in _tray(kind)]
    return form


def _print() -> Response:
    with database().reading() as session:
        letter_ids = [one.letter.id for one in post_tray.list_to_post(session)]
        try:
            pdfs = post_tray.open_to_print(session, current_actor(), letter_ids, vault())
        except Conflict as refusal:
            if refusal.code != LOST:
                raise
            browser_session().pop(NUMBER, None)
            return redirect(url_for("counter_lost_letters.show"), HTTPStatus.SEE_OTHER)
    if not pdfs:
        return redirect(url_for("counter_post.show"), HTTPStatus.SEE_OTHER)
    response = Response(merge(pdfs), mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="te-posten.pdf"'
    return response


def _mark(kind: str) -> Page:
    form = _form(kind)
    if request.form.get("doe") == EVERY:
        form.tick_all(request.form.getlist(f"{kind}-shown"))
    if form.validate():
        letter_ids = [uuid.UUID(value) for value in form.letters.data]
        leave = posting.post_letters if kind == "post" else posting.hand_over_letters
        try:
            with database().writing.begin() as session:
                left = leave(
                    session, current_actor(), letter_ids, on=form.on.data, policy=policy(), now=now()
                )
        except CoreError as refusal:
            form.on.errors = [refusal.sentence]
        else:
            browser_session()[TOLD] = [kind, len(left)]
            return redirect(url_for("counter_post.show"), HTTPStatus.SEE_OTHER)
    forms = {"post": _form("post", None), "hand": _form("hand", None)} | {kind: form}
    return _render(forms["post"], forms["hand"]), HTTPStatus.UNPROCESSABLE_ENTITY


def _render(to_post: LeftForm, to_hand_over: LeftForm) -> str:
    kind, count = browser_session().pop(TOLD, (None, 0))
    wrong = to_hand_over if to_hand_over.errors else to_post
    return render_template(
        "pages/counter/post.html", form=wrong, to_post=to_post, to_hand_over=to_hand_over, told=kind, count=count
    )
