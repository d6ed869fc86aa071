"""Een overzicht op papier: a party asks for a letter with all its mandates, at home or at the counter."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed
from app.core.letters.party_overviews import order_overview, overview_about, view_overview_wish
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.fields import TickField
from app.web.form import Form
from app.web.guards import for_party

pages = Blueprint("paper_overview", __name__, url_prefix="/mandaten/overzicht-op-papier")

Page = str | Response | tuple[str, int]


class OrderForm(Form):
    """At the counter with the consent of the customer; at home there is nothing to fill in."""

    agreed = TickField("De klant vraagt dit zelf.", missing="Vraag aan de klant of dit juist is. Kruis dat dan aan.")

    @classmethod
    def of(cls, actor: Actor, posted: object) -> "OrderForm":
        """The form that this actor fills in."""
        form = cls(posted)
        if actor.visit_id is None:
            del form.agreed
        return form


@pages.get("")
@for_party
def show() -> Page:
    """What would be sent, or that it is under way."""
    return _page(None)


@pages.post("")
@for_party
def order() -> Page:
    """Order the letter, once a day."""
    return _page(request.form)


def _page(posted: object) -> Page:
    actor = current_actor()
    with database().reading() as session:
        wish = view_overview_wish(session, actor, now=now())
    form, refusal = OrderForm.of(actor, posted), wish.refusal
    if posted is not None and form.validate():
        refusal = _order(actor)
        if refusal is None:
            return redirect(url_for("paper_overview.show"), HTTPStatus.SEE_OTHER)
    status = HTTPStatus.OK
    if posted is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.CONFLICT
    return render_template("pages/mandates/paper_overview.html", wish=wish, form=form, refusal=refusal), status


def _order(actor: Actor) -> Conflict | NotAllowed | None:
    try:
        with database().writing.begin() as session:
            party = view_overview_wish(session, actor, now=now()).party
            if actor.visit_id is not None:
                record_consent(session, actor, overview_about(party.id), now=now())
            order_overview(session, actor, party.id, policy=policy(), now=now())
    except (Conflict, NotAllowed) as refusal:
        return refusal
    return None
