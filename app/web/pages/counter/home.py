"""The clerk's desk between two customers: find a customer, today's visits, drafts to resume, letters to post."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.counter import home as counter_home
from app.core.counter import looking_too, visits
from app.core.distant import call_tasks
from app.core.errors import CoreError, Invalid
from app.core.letters import post_tray
from app.core.register.enterprise_numbers import number_meant
from app.core.register.enterprises import FoundEnterprises, find_enterprises
from app.db import Session
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.enterprise_card import enterprise_card
from app.web.fields import ChoiceField, TextField
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.htmx import Part, is_partial, search_while_typing
from app.web.pages.counter.words import WHY_ENDED
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("counter", __name__, url_prefix="/loket")

QUERY = "counter_query"
EMPTY = "U hebt nog niets ingevuld. Vul een naam, een ondernemingsnummer of een dossiernummer in."
NOT_FOUND = "Wij vinden geen onderneming. Kijk de naam na, of vul het ondernemingsnummer in."
NOT_CHOSEN = "U hebt nog niet gekozen. Kies de onderneming van de klant."

Page = str | Response | tuple[str, int]


class SearchForm(Form):
    """Whom the customer is here for."""

    q = TextField("Naam, ondernemingsnummer of dossiernummer van de brief", missing=EMPTY)


class CustomerForm(Form):
    """Which of the enterprises that were found."""

    number = ChoiceField(missing=NOT_CHOSEN)


@pages.get("")
@clerk_only
def home() -> Page:
    """The desk. While a customer is here nobody else's name is shown: then it is the visit."""
    with database().reading() as session:
        if visits.find_open_visit(session, current_user.person_id) is not None:
            return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
        query = browser_session().get(QUERY, "")
        search = SearchForm(None, data={"q": query})
        choice = CustomerForm(None)
        refusal = _search(session, query, choice) if query else None
        if refusal:
            search.q.errors = [refusal]
        return _render(session, search, choice)


@pages.post("/zoek")
@clerk_only
def search() -> Page:
    """Look for the customer's enterprise; what was typed stays on our side, not in the address."""
    form = SearchForm()
    if is_partial(request):
        return _found_so_far(form.q.data or "")
    if not form.validate():
        with database().reading() as session:
            return _render(session, form, CustomerForm(None)), HTTPStatus.UNPROCESSABLE_ENTITY
    browser_session()[QUERY] = form.q.data
    return redirect(url_for("counter.home"), HTTPStatus.SEE_OTHER)


@pages.post("/kies")  # an address of its own: what is refused is said on the desk, and /klant is the visit
@clerk_only
def start() -> Page:
    """Begin to help the customer of this enterprise."""
    form = CustomerForm()
    form.number.validate_choice = False
    try:
        if not form.number.data:
            raise Invalid("enterprise_unknown", field="number")
        with database().writing.begin() as session:
            visits.start_visit(session, current_actor(), form.number.data, now=now())
    except CoreError as refusal:
        return _again(form, NOT_CHOSEN if not form.number.data else refusal.sentence)
    browser_session().pop(QUERY, None)
    return redirect(url_for("counter_customer.show"), HTTPStatus.SEE_OTHER)


def _found_so_far(query: str) -> Page:
    """What is found while the clerk types. A number that is not whole yet is no mistake: only the button says so."""
    choice = CustomerForm(None)
    with database().reading() as session:
        if visits.find_open_visit(session, current_user.person_id) is not None:
            return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
        refusal = _search(session, query, choice) if query else None
    nothing = refusal if refusal == NOT_FOUND else None
    return Part(render_template("pages/counter/_found.html", choice=choice, query=query, nothing=nothing))


def _again(form: CustomerForm, sentence: str) -> tuple[str, int]:
    with database().reading() as session:
        query = request.form.get("q") or browser_session().get(QUERY, "")
        # What was found while the clerk typed is found again when this page is loaded anew.
        browser_session()[QUERY] = query
        _search(session, query, form)
        form.number.errors = [sentence]
        return _render(session, SearchForm(None, data={"q": query}), form), HTTPStatus.UNPROCESSABLE_ENTITY


def _search(session: Session, query: str, choice: CustomerForm) -> str | None:
    """Fill the choices with what fits; returns what to say when nothing does."""
    number = counter_home.find_enterprise_of_dossier(session, query)
    try:
        found: FoundEnterprises = find_enterprises(session, number or query)
    except Invalid as refusal:
        return refusal.sentence
    choice.number.choices = [enterprise_card(one, query) for one in found.items]
    if len(found.items) == 1 and number_meant(number or query):
        # A number names one enterprise: the clerk only looks whether it is the right one.
        choice.number.data = choice.number.data or found.items[0].number
    return None if found.items else NOT_FOUND


def _render(session: Session, form: SearchForm, choice: CustomerForm) -> str:
    desk = current_user.desk
    return render_template(
        "pages/counter/home.html",
        form=choice if choice.errors else form,
        search=form,
        search_attributes=search_while_typing(url_for("counter.search"), "treffers"),
        choice=choice,
        query=form.q.data or "",
        nothing=None,
        today=visits.list_visits_today(session, current_user.person_id, now=now()),
        exit_reasons=WHY_ENDED,
        drafts=counter_home.list_kept_drafts(session, desk.office_id, now=now()),
        to_post=post_tray.count_to_post(session),
        to_call=call_tasks.count_call_tasks(session, now=now()),
        to_look_at=len(looking_too.list_waiting_looks(session, current_actor(), now=now())),
        to_hand_over=len(post_tray.list_to_hand_over(session)),
        day=now(),
    )
