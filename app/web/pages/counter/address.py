"""An address with evidence, for a party that has none in the register; letters go there from the next visit on."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.counter.confirmed_addresses import confirm_address
from app.core.counter.home import Customer
from app.core.errors import CoreError, Invalid
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.fields import ChoiceField, TextField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import customer_or_home
from app.web.pages.counter.words import EVIDENCE

pages = Blueprint("counter_address", __name__, url_prefix="/loket/klant/adres")

Page = str | Response | tuple[str, int]


class AddressForm(Form):
    """The address, and what proved it."""

    street = TextField("Straat en nummer", missing="De straat ontbreekt nog. Vul de straat en het nummer in.")
    box = TextField("Bus (mag u leeg laten)", missing=None, longest=20)
    zipcode = TextField("Postcode", missing="De postcode ontbreekt nog. Ze heeft 4 cijfers.", longest=4)
    town = TextField("Gemeente", missing="De gemeente ontbreekt nog. Vul ze in.", longest=40)
    evidence = ChoiceField(
        "Welk bewijs zag u?",
        missing="U hebt nog niet gekozen. Kies welk bewijs u zag.",
        options=[option(kind, words) for kind, words in EVIDENCE.items()],
    )


@pages.get("")
@clerk_only
def show() -> Page:
    """Where do letters go from now on?"""
    return customer_or_home(lambda customer: _render(customer, AddressForm(None)))


@pages.post("")
@clerk_only
def answer() -> Page:
    """Keep the address for the next visit."""
    return customer_or_home(_answer)


def _answer(customer: Customer) -> Page:
    form = AddressForm()
    if form.validate():
        values = {name: form[name].data or "" for name in ("street", "box", "zipcode", "town", "evidence")}
        try:
            with database().writing.begin() as session:
                confirm_address(session, current_actor(), **values, now=now())
            return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
        except Invalid as refusal:
            form[refusal.field].errors = [refusal.sentence]
        except CoreError as refusal:
            form.street.errors = [refusal.sentence]
    return _render(customer, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _render(customer: Customer, form: AddressForm) -> str:
    return render_template("pages/counter/address.html", form=form, customer=customer)
