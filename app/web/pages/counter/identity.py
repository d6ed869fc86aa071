"""How the clerk saw who the customer is. The evidence caps what can be given; no copy is kept."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.counter import visits
from app.core.counter.documents import check_last_four
from app.core.counter.home import Customer
from app.core.counter.known_customers import ColleagueNeeded, ask_who_knows
from app.core.counter.visits import Evidence, IdentityMethod
from app.core.errors import CoreError, Invalid
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.fields import ChoiceField, TextField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import customer_or_home
from app.web.pages.counter.words import DOCUMENTS, METHODS, RISKS
from app.web.pages.letter_code_forms import parsed

pages = Blueprint("counter_identity", __name__, url_prefix="/loket/klant")

NOT_CHOSEN = "U hebt nog niet gekozen. Kies hoe u zag wie de klant is."
NO_DOCUMENT = "U hebt nog geen document gekozen. Kies welk document u zag."
NO_RESULT = "U hebt nog niet gekozen. Kies wat CheckDoc zegt."
CHECKED = {IdentityMethod.CARD_CHECKED, IdentityMethod.PASSPORT_CHECKED}
IN_ORDER, NOT_KNOWN = "in_order", "not_known"

Page = str | Response | tuple[str, int]


class IdentityForm(Form):
    """Method, document, last four signs, and what CheckDoc said."""

    method = ChoiceField(
        missing=NOT_CHOSEN,
        options=[option(method, words, hint=RISKS.get(method)) for method, words in METHODS.items()],
    )
    document_kind = ChoiceField(
        "Welk document zag u?", missing=NO_DOCUMENT, options=[option(kind, words) for kind, words in DOCUMENTS.items()]
    )
    last_four = TextField(
        "Laatste 4 tekens van het nummer op het document",
        missing=None,
        description="Neem geen kopie en geen foto van de kaart.",
    )
    checkdoc = ChoiceField(
        "Wat zegt CheckDoc?",
        missing=NO_RESULT,
        options=[option(IN_ORDER, "De kaart is in orde"), option(NOT_KNOWN, "CheckDoc kent deze kaart niet meer")],
    )

    def validate_last_four(self, field: TextField) -> None:
        """Of whatever document was shown, said together with what else is missing about it."""
        if self.method.data in visits.SHOWN_DOCUMENT:
            parsed(check_last_four, field)

    def validate(self, extra_validators: object = None) -> bool:
        """Only what goes with the chosen method is asked."""
        method = self.method.data
        # A choice that is not asked for cannot be missing.
        self.document_kind.validate_choice = method in visits.SHOWN_DOCUMENT
        self.checkdoc.validate_choice = method in CHECKED
        return super().validate(extra_validators)

    def evidence(self) -> Evidence:
        """What was answered, as the core keeps it."""
        method = IdentityMethod(self.method.data)
        return Evidence(
            method,
            document_kind=self.document_kind.data,
            last_four=(self.last_four.data or "").upper(),
            known_card=method not in CHECKED or self.checkdoc.data == IN_ORDER,
        )


@pages.get("/bewijs")
@clerk_only
def show() -> Page:
    """How did you see who it is?"""
    return customer_or_home(_ask)


@pages.post("/bewijs")
@clerk_only
def answer() -> Page:
    """Keep the evidence: method, document, last four signs, result."""
    return customer_or_home(_answer)


def _ask(customer: Customer) -> Page:
    if customer.person_name is None:
        return redirect(url_for("counter_customer.show"), HTTPStatus.SEE_OTHER)
    return _render(customer, IdentityForm(None))


def _answer(customer: Customer) -> Page:
    form = IdentityForm()
    if form.validate():
        if form.method.data == IdentityMethod.VOUCHED_FOR:
            return redirect(url_for("counter_voucher.show"), HTTPStatus.SEE_OTHER)
        try:
            with database().writing.begin() as session:
                visits.record_identity(session, current_actor(), form.evidence(), now=now())
            return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
        except ColleagueNeeded:
            return _ask_colleague()
        except Invalid as refusal:
            field = "checkdoc" if refusal.field == "known_card" else refusal.field
            form[field].errors = [refusal.sentence]
        except CoreError as refusal:
            form.method.errors = [refusal.sentence]
    return _render(customer, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _ask_colleague() -> Page:
    """Put it before the colleagues of this counter; the clerk sees there whether one answered."""
    with database().writing.begin() as session:
        look_id = ask_who_knows(session, current_actor(), now=now()).id
    return redirect(url_for("counter_looks.asked", look_id=look_id), HTTPStatus.SEE_OTHER)


def _render(customer: Customer, form: IdentityForm) -> str:
    return render_template("pages/counter/identity.html", form=form, customer=customer)
