"""Who vouches for a customer without a document: name, relation, the document that he showed, and that he is no kin."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.counter import visits
from app.core.counter.documents import check_last_four
from app.core.counter.home import Customer
from app.core.counter.visits import Evidence, IdentityMethod
from app.core.counter.vouching import LONGEST_NAME, Vouching
from app.core.errors import CoreError, Invalid
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.fields import ChoiceField, TextField, TickField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import customer_or_home
from app.web.pages.counter.words import DOCUMENTS, RELATIONS
from app.web.pages.letter_code_forms import parsed

pages = Blueprint("counter_voucher", __name__, url_prefix="/loket/klant")

NO_FIRST_NAME = "De voornaam ontbreekt nog. Vul de voornaam in van wie borg staat."
NO_LAST_NAME = "De naam ontbreekt nog. Vul de naam in van wie borg staat."
NO_RELATION = "U hebt nog niet gekozen. Kies wie deze persoon voor de klant is."
NO_DOCUMENT = "U hebt nog geen document gekozen. Kies welk document u zag."
NOT_APART = "Vraag of dit klopt. Familie en de mandaatnemer kunnen niet borg staan."

Page = str | Response | tuple[str, int]


class VoucherForm(Form):
    """Who vouches, and what he showed."""

    voucher_first_name = TextField("Voornaam", missing=NO_FIRST_NAME, longest=LONGEST_NAME)
    voucher_last_name = TextField("Naam", missing=NO_LAST_NAME, longest=LONGEST_NAME)
    voucher_relation = ChoiceField(
        "Wie is dat voor de klant?",
        missing=NO_RELATION,
        options=[option(relation, words) for relation, words in RELATIONS.items()],
    )
    voucher_document_kind = ChoiceField(
        "Welk document toonde die persoon?",
        missing=NO_DOCUMENT,
        options=[option(kind, words) for kind, words in DOCUMENTS.items()],
    )
    voucher_last_four = TextField(
        "Laatste 4 tekens van het nummer op dat document",
        missing=None,
        description="Neem geen kopie en geen foto van het document.",
    )
    voucher_stands_apart = TickField(
        "Gevraagd, en dit klopt: geen familie, niet de mandaatnemer, niet van zijn onderneming.", missing=NOT_APART
    )

    def validate_voucher_last_four(self, field: TextField) -> None:
        """Said together with what else is missing."""
        parsed(check_last_four, field)

    def vouching(self) -> Vouching:
        """What was answered, as the core takes it."""
        return Vouching(
            self.voucher_first_name.data or "",
            self.voucher_last_name.data or "",
            self.voucher_relation.data,
            self.voucher_document_kind.data,
            (self.voucher_last_four.data or "").upper(),
            stands_apart=bool(self.voucher_stands_apart.data),
        )


@pages.get("/borg")
@clerk_only
def show() -> Page:
    """Who vouches for the customer?"""
    return customer_or_home(_ask)


@pages.post("/borg")
@clerk_only
def answer() -> Page:
    """Keep who vouches as the evidence of this visit."""
    return customer_or_home(_answer)


def _ask(customer: Customer) -> Page:
    if customer.person_name is None:
        return redirect(url_for("counter_customer.show"), HTTPStatus.SEE_OTHER)
    return render_template("pages/counter/voucher.html", form=VoucherForm(None), customer=customer)


def _answer(customer: Customer) -> Page:
    form = VoucherForm()
    if form.validate():
        evidence = Evidence(IdentityMethod.VOUCHED_FOR, vouching=form.vouching())
        try:
            with database().writing.begin() as session:
                visits.record_identity(session, current_actor(), evidence, now=now())
            return redirect(url_for("counter_visit.show"), HTTPStatus.SEE_OTHER)
        except Invalid as refusal:
            form[refusal.field].errors = [refusal.sentence]
        except CoreError as refusal:
            form.voucher_last_name.errors = [refusal.sentence]
    page = render_template("pages/counter/voucher.html", form=form, customer=customer)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY
