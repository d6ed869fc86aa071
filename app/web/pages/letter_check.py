"""Is this letter real? Two questions, and one of three answers, for whoever holds a letter in his hand."""

from http import HTTPStatus

from flask import Blueprint, render_template, request
from wtforms.validators import ValidationError

from app.core.errors import Invalid, NotAllowed
from app.core.letters.check import look_up_letter
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.web.databases import database, moment, vault
from app.web.fields import DayField, TextField
from app.web.form import Form
from app.web.guards import public
from app.web.htmx import is_partial
from app.web.inline_check import check_field
from app.web.printouts import Page

pages = Blueprint("letter_check", __name__, url_prefix="/controle")

ASK = "pages/letter_check/ask.html"
WHY = "whoever holds a letter may know whether it is ours, and learns nothing else"
NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Vul de 12 cijfers in die bovenaan op uw brief staan."
DATE_MISSING = "De datum ontbreekt nog. Vul de datum in die bovenaan op uw brief staat."


class LetterCheckForm(Form):
    """The two that stand on top of every letter."""

    dossier_number = TextField("Dossiernummer", missing=NUMBER_MISSING, longest=40)
    dated = DayField("Datum van de brief", missing=DATE_MISSING)

    def validate_dossier_number(self, field: TextField) -> None:
        """Twelve digits that belong together; a slip of the pen costs no try."""
        try:
            parse_dossier_number(field.data)
        except Invalid as refusal:
            raise ValidationError(refusal.sentence) from refusal


@pages.get("")
@public(WHY)
def show() -> str:
    """Two fields."""
    return render_template(ASK, form=LetterCheckForm(None))


@pages.post("")
@public(WHY)
def check() -> Page:
    """The answer, on a page that never says why a letter is not known."""
    form = LetterCheckForm()
    if is_partial(request):
        return check_field(form, ASK)
    if not form.validate():
        return render_template(ASK, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    number, dated = parse_dossier_number(form.dossier_number.data), form.dated.data
    source = request.remote_addr or "unknown"
    try:
        with database().writing.begin() as session:
            answer = look_up_letter(session, number, dated, source=source, vault=vault(), now=moment())
    except NotAllowed as refusal:
        page = render_template("pages/letter_check/too_many.html", sentence=refusal.sentence)
        return page, HTTPStatus.TOO_MANY_REQUESTS
    return render_template("pages/letter_check/answer.html", answer=answer, number=number, dated=dated)
