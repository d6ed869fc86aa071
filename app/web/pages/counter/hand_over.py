"""Ready for the next customer: one button, a reason, and nothing of the last customer left."""

from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.acts.leaving import leave_counter
from app.core.counter.home import Customer
from app.web.actors import current_actor, now
from app.web.databases import database, policy, settings
from app.web.fields import ChoiceField, TextField, TickField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import customer_or_home, read_customer
from app.web.pages.counter.words import EXIT_REASONS
from app.web.security import forget_everything
from app.web.users import forget_all_but_sign_in

pages = Blueprint("counter_hand_over", __name__, url_prefix="/loket")

PAPERS = "Vraag of de klant alles meeneemt. Kruis het dan aan."
PRINTER = "Kijk of de printer leeg is. Kruis het dan aan."

Page = str | Response | tuple[str, int]


class HandOverForm(Form):
    """Why the visit ends, and whether nothing stays behind."""

    reason = ChoiceField(
        "Waarom stopt het bezoek?",
        missing="U hebt nog geen reden gekozen. Kies waarom het bezoek stopt.",
        options=[option(reason, words) for reason, words in EXIT_REASONS.items()],
    )
    note = TextField("Korte notitie (mag u leeg laten)", missing=None, longest=500)
    papers = TickField("De klant heeft al zijn papieren mee", missing=PAPERS)
    printer = TickField("De printer is leeg", missing=PRINTER)


@pages.get("/volgende")
@clerk_only
def show() -> Page:
    """Why does the visit end?"""
    return customer_or_home(lambda customer: _render(HandOverForm(None), customer))


@pages.post("/volgende")
@clerk_only
def end() -> Page:
    """End the visit; what was answered is kept, and this browser forgets the customer."""
    return customer_or_home(_end)


@pages.get("/klaar")
@clerk_only
def ready() -> Response:
    """An empty page: the screen is ready for the next customer."""
    response = make_response(render_template("pages/counter/ready.html"))
    # A second lock on the door, under https only: the pages themselves are never stored either.
    return forget_everything(response) if settings().https else response


def _end(customer: Customer) -> Page:
    form = HandOverForm()
    if not form.validate():
        return _render(form, customer), HTTPStatus.UNPROCESSABLE_ENTITY
    with database().writing.begin() as session:
        note = form.note.data or ""
        leave_counter(session, current_actor(), form.reason.data, policy=policy(), now=now(), note=note)
    forget_all_but_sign_in()
    if read_customer() is not None:
        # A second representative signed beside the customer, who is still there.
        return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
    return redirect(url_for("counter_hand_over.ready"), HTTPStatus.SEE_OTHER)


def _render(form: HandOverForm, customer: Customer) -> str:
    return render_template("pages/counter/hand_over.html", form=form, customer=customer)
