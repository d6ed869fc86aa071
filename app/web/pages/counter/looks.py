"""Nakijken: what colleagues asked, the facts of one of them, and what the second clerk says. Also for who asked."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.counter import looking_too
from app.core.counter.home import Customer
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed, NotFound
from app.core.views.second_look import LookView, view_look
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.fields import ChoiceField, TextField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.look_words import OUTCOMES, act_words, outcome_words, reason_words, state_words
from app.web.pages.counter.open_visit import between_customers, customer_or_home
from app.web.pages.counter.words import CAPACITIES, DOCUMENTS, RELATIONS, SEEN

pages = Blueprint("counter_looks", __name__, url_prefix="/loket")

NOT_CHOSEN = "U hebt nog niet gekozen. Kies wat u vond."
Page = str | Response | tuple[str, int]


class LookForm(Form):
    """What the second clerk found."""

    outcome = ChoiceField(
        "Wat vond u?", missing=NOT_CHOSEN, options=[option(key, words) for key, words in OUTCOMES.items()]
    )

    def offer(self, view: LookView) -> None:
        """Say the answers in the words of what is asked."""
        self.outcome.choices = [option(key, words) for key, words in outcome_words(view).items()]
        if view.is_about_who:
            self.note.description = "Nodig als u twijfelt of de klant niet kent. Alleen collega's lezen dit."

    note = TextField(
        "Korte notitie",
        missing=None,
        longest=looking_too.LONGEST_NOTE,
        description="Nodig als u twijfelt of als het niet door mag. Alleen collega's lezen dit.",
    )


@pages.get("/nakijken")
@clerk_only
def show() -> Page:
    """What colleagues of this counter asked, and what became of what the clerk asked himself."""
    return between_customers(_list)


@pages.get("/nakijken/<uuid:look_id>")
@clerk_only
def one(look_id: uuid.UUID) -> Page:
    """The facts, and the three things a colleague can say."""
    return between_customers(lambda: _one(look_id, LookForm(None)))


@pages.post("/nakijken/<uuid:look_id>")
@clerk_only
def decide(look_id: uuid.UUID) -> Page:
    """Keep what the colleague says; once more the same is harmless."""
    return between_customers(lambda: _decide(look_id))


@pages.get("/klant/nakijken/<uuid:look_id>")
@clerk_only
def asked(look_id: uuid.UUID) -> Page:
    """For who asked, with the customer still there: whether a colleague looked already."""
    return customer_or_home(lambda customer: _asked(look_id, customer))


def _list() -> str:
    with database().reading() as session:
        actor, moment = current_actor(), now()
        waiting = looking_too.list_waiting_looks(session, actor, now=moment)
        mine = looking_too.list_asked_looks(session, actor, now=moment)
        views = [view_look(session, look) for look in waiting]
        own = [view_look(session, look) for look in mine]
        return render_template(
            "pages/counter/looks.html", waiting=views, own=own, state_words=state_words, act_words=act_words
        )


def _one(look_id: uuid.UUID, form: LookForm) -> Page:
    with database().reading() as session:
        actor, moment = current_actor(), now()
        try:
            look = looking_too.get_look(session, actor, look_id, now=moment)
        except (NotFound, NotAllowed) as refusal:
            return render_template("pages/counter/look_not.html", sentence=refusal.sentence), _status(refusal)
        refusal = looking_too.find_look_refusal(session, actor, look, now=moment)
        view = view_look(session, look)
        form.offer(view)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render_template(
            "pages/counter/look.html",
            view=view,
            form=form,
            refusal=refusal.sentence if refusal and look.waits else None,
            what=act_words(view),
            reasons=reason_words(look.reasons, of_rights=view.rights is not None),
            state=state_words(view),
            seen=SEEN,
            relations=RELATIONS,
            capacities=CAPACITIES,
            documents=DOCUMENTS,
        ), status


def _decide(look_id: uuid.UUID) -> Page:
    form = LookForm()
    if form.validate():
        try:
            with database().writing.begin() as session:
                said, note = form.outcome.data, form.note.data or ""
                looking_too.decide_look(session, current_actor(), look_id, said, now=now(), note=note)
            return redirect(url_for(".one", look_id=look_id), HTTPStatus.SEE_OTHER)
        except Invalid as refusal:
            form[refusal.field].errors = [refusal.sentence]
        except Conflict as refusal:
            form.outcome.errors = [refusal.sentence]
        except (NotAllowed, NotFound) as refusal:
            return render_template("pages/counter/look_not.html", sentence=refusal.sentence), _status(refusal)
    return _one(look_id, form)


def _asked(look_id: uuid.UUID, customer: Customer) -> Page:
    with database().reading() as session:
        look = looking_too.get_look(session, current_actor(), look_id, now=now())
        if look.visit_id != customer.visit_id:
            raise NotFound("look_unknown")
        view = view_look(session, look)
        reasons = reason_words(look.reasons, with_customer=True, of_rights=view.rights is not None)
        return render_template("pages/counter/look_asked.html", view=view, reasons=reasons)


def _status(refusal: CoreError) -> HTTPStatus:
    return HTTPStatus.NOT_FOUND if isinstance(refusal, NotFound) else HTTPStatus.FORBIDDEN
