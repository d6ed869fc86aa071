"""Who the customer is, and why he or she may decide."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.clock import brussels_day
from app.core.acts.finding_again import SaidToBe, start_visit_again
from app.core.counter import home as counter_home
from app.core.counter import visits
from app.core.counter.home import Candidates, Customer
from app.core.counter.visits import Capacity
from app.core.errors import CoreError, Invalid, NotAllowed
from app.core.letters.codes import WrongTry
from app.core.people import persons
from app.web.actors import current_actor, now
from app.web.databases import database, vault
from app.web.fields import ChoiceField, TextField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import customer_or_home, open_visit

pages = Blueprint("counter_customer", __name__, url_prefix="/loket/klant")

NAME_MISSING = "De naam ontbreekt nog. Vul de voornaam en de naam van de klant in."
FIRST_NAME_MISSING = "De voornaam ontbreekt nog. Vul de voornaam van de klant in."
LAST_NAME_MISSING = "De naam ontbreekt nog. Vul de naam van de klant in."
NOT_CHOSEN = "U hebt nog niet gekozen. Kies wie de klant is."
OWNER, NOBODY, FUNCTION, MANAGER = "owner", "none", "function", "manager"
NAMED = {OWNER, NOBODY}
NEW, AGAIN = "new", "again"
NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Het staat op de brief of op de hervatkaart."
LAST_FOUR_MISSING = "De 4 tekens ontbreken nog. Lees ze op de kaart die de klant nu toont."

Page = str | Response | tuple[str, int]


class NameForm(Form):
    """Somebody without an enterprise number: new here, or found again by an earlier dossier."""

    first_name = TextField("Voornaam", missing=FIRST_NAME_MISSING, longest=100)
    last_name = TextField("Naam", missing=LAST_NAME_MISSING, longest=100)
    before = ChoiceField(
        "Was de klant hier al eens?",
        missing="U hebt nog niet gekozen. Vraag of de klant hier al eens was.",
        options=[
            option(NEW, "Nee, of de klant heeft geen papieren bij"),
            option(AGAIN, "Ja, met een brief of een hervatkaart", hint="Zo blijven alle dossiers van de klant samen."),
        ],
    )
    number = TextField("Dossiernummer", missing=None, longest=40, description="12 cijfers, op de brief of de kaart.")
    last_four = TextField(
        "Laatste 4 tekens van de kaart", missing=None, longest=10, description="Van de kaart die de klant nu toont."
    )

    def validate_number(self, field: TextField) -> None:
        """Needed to find somebody again."""
        if self.before.data == AGAIN and not field.data:
            raise ValidationError(NUMBER_MISSING)

    def validate_last_four(self, field: TextField) -> None:
        """Needed to find somebody again: a name and a number are not enough."""
        if self.before.data == AGAIN and not field.data:
            raise ValidationError(LAST_FOUR_MISSING)


class WhoForm(Form):
    """A person of the register, or somebody the clerk names."""

    who = ChoiceField(missing=NOT_CHOSEN)
    first_name = TextField("Voornaam", missing=None, longest=100)
    last_name = TextField("Naam", missing=None, longest=100)

    def validate_last_name(self, field: TextField) -> None:
        """A name is needed only for somebody who is not in the list."""
        if self.who.data in NAMED and not (self.first_name.data and field.data):
            raise ValidationError(NAME_MISSING)


@pages.get("/zonder-nummer")
@clerk_only
def ask_name() -> Page:
    """The name of a customer who has no enterprise."""
    return render_template("pages/counter/name.html", form=NameForm(None))


@pages.post("/zonder-nummer")
@clerk_only
def take_name() -> Page:
    """Begin to help a person who acts in his or her own name."""
    form = NameForm()
    if not form.validate():
        return render_template("pages/counter/name.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    refusal = _begin(form)
    if refusal is not None:
        form.number.errors = [refusal.sentence]
        return render_template("pages/counter/name.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with database().writing.begin() as session:
        visits.record_customer(session, current_actor(), capacity=Capacity.OWNER, now=now())
    return redirect(url_for("counter_identity.show"), HTTPStatus.SEE_OTHER)


def _begin(form: NameForm) -> CoreError | None:
    """Begin with a new person, or with one who is found again; a wrong try is caught inside, so that it counts."""
    with database().writing.begin() as session:
        if form.before.data == NEW:
            person = persons.add_person(session, form.first_name.data, form.last_name.data)
            visits.start_visit_of_person(session, current_actor(), person.id, now=now())
            return None
        said = SaidToBe(form.first_name.data or "", form.last_name.data or "", form.last_four.data or "")
        try:
            start_visit_again(session, current_actor(), form.number.data or "", said, vault=vault(), now=now())
        except (WrongTry, Invalid, NotAllowed) as refusal:
            return refusal
    return None


@pages.get("/wie")
@clerk_only
def show() -> Page:
    """Who stands here, and in which role."""
    return customer_or_home(lambda customer: _render(customer, _form(None)))


@pages.post("/wie")
@clerk_only
def answer() -> Page:
    """Keep who it is; a role that cannot be is refused at its place."""
    return customer_or_home(_answer)


def _answer(customer: Customer) -> Page:
    form = _form()
    if form.validate():
        try:
            with database().writing.begin() as session:
                visits.record_customer(session, current_actor(), **_chosen(form), now=now())
        except CoreError as refusal:
            form.who.errors = [refusal.sentence]
        else:
            return redirect(url_for("counter_identity.show"), HTTPStatus.SEE_OTHER)
    return _render(customer, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _chosen(form: WhoForm) -> dict[str, object]:
    kind, _, key = form.who.data.partition(":")
    if kind == FUNCTION:
        return {"capacity": Capacity.LEGAL_REPRESENTATIVE, "function_id": uuid.UUID(key)}
    if kind == MANAGER:
        return {"capacity": Capacity.MANAGER, "manager_id": uuid.UUID(key)}
    named = {"first_name": form.first_name.data, "last_name": form.last_name.data}
    return {"capacity": Capacity.OWNER if kind == OWNER else Capacity.NONE} | named


def _form(*formdata: object) -> WhoForm:
    form = WhoForm(*formdata)
    with database().reading() as session:
        visit = open_visit(session)
        day = brussels_day(now())
        found = counter_home.list_candidates(session, visit, day) if visit else Candidates((), (), False)
    form.who.choices = _options(found)
    return form


def _options(found: Candidates) -> Sequence[SelectChoice]:
    known = [
        option(f"{FUNCTION}:{one.id}", one.name, lines=[_role(one.function, one.signs)]) for one in found.functions
    ]
    known += [option(f"{MANAGER}:{one.id}", one.name, lines=["Mandaatbeheerder"]) for one in found.managers]
    if found.is_own_business:
        known.append(option(OWNER, "De klant is zelf de onderneming", lines=["Eenmanszaak. Vul hieronder de naam in."]))
    rest = "Wij kunnen alles klaarzetten. Een bestuurder beslist later."
    begins = "Ook voor wie met een brief begint als medewerker. Vul hieronder de naam in."
    return [*known, option(NOBODY, "Geen van deze", lines=[rest, begins], apart=True)]


def _role(function: str, signs: str) -> str:
    role = f"{function[:1].upper()}{function[1:]} volgens de KBO"
    return f"{role}, tekent samen met iemand anders" if signs == "two" else role


def _render(customer: Customer, form: WhoForm) -> str:
    return render_template("pages/counter/who.html", form=form, customer=customer)
