"""Searching the journal. A search says why, and is written down itself; so it is sent, never a link."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, render_template, request
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.core.administration.journal_search import FoundEntries, JournalQuestion, search_journal
from app.core.errors import Invalid
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.translations.journal_kinds import kind_words
from app.web.databases import database, moment
from app.web.fields import ChoiceField, DayField, TextField, option
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.pages.administration.words import CAPACITIES, CHANNELS, GROUNDS
from app.web.pages.letter_code_forms import parsed
from app.web.roles import on_duty

pages = Blueprint("administration_journal", __name__, url_prefix="/beheer/journaal")

Page = str | tuple[str, int]
ANY = "alle"
NARROWS = ("dossier_number", "enterprise_number", "staff_number", "first_day", "last_day")
REASONS = {
    "complaint": "Er is een klacht",
    "question": "Iemand vraagt wat er gebeurde",
    "mistake": "Er ging iets mis en ik zet het recht",
    "check": "Ik kijk na of alles goed ging",
}
LONGEST_ID = 18


class SearchForm(Form):
    """What is looked for, and why."""

    dossier_number = TextField("Dossiernummer", missing=None)
    enterprise_number = TextField("Ondernemingsnummer", missing=None)
    staff_number = TextField("Nummer van de medewerker", missing=None)
    first_day = DayField("Vanaf", missing=None)
    last_day = DayField("Tot en met", missing=None)
    channel = ChoiceField(
        "Hoe kwam het binnen?", missing="Kies hoe het binnenkwam, of kies alles.", default=ANY,
        options=[option(ANY, "Alles"), *(option(key, words) for key, words in CHANNELS.items())],
    )  # fmt: skip
    reason = ChoiceField(
        "Waarom zoekt u dit?", missing="U hebt nog geen reden gekozen. Kies waarom u dit zoekt.",
        options=[option(reason, words) for reason, words in REASONS.items()],
    )  # fmt: skip
    before = HiddenField()

    def validate_dossier_number(self, field: TextField) -> None:
        """A number that can be one, and something to look for."""
        if not any(self[name].data for name in NARROWS) and self.channel.data in (None, ANY):
            raise ValidationError(Invalid("journal_question_empty", field=field.name).sentence)
        if field.data:
            parsed(parse_dossier_number, field)

    def validate_enterprise_number(self, field: TextField) -> None:
        """A number that can be one."""
        if field.data:
            parsed(parse_enterprise_number, field)

    def question(self) -> JournalQuestion:
        """What was filled in; raises Invalid with the field for a number that cannot be one."""
        dossier, enterprise = self.dossier_number.data, self.enterprise_number.data
        before = self.before.data or ""
        return JournalQuestion(
            dossier_number=parse_dossier_number(dossier) if dossier else None,
            enterprise_number=parse_enterprise_number(enterprise) if enterprise else None,
            staff_number=self.staff_number.data or None,
            channel=None if self.channel.data == ANY else self.channel.data,
            first_day=_day(self.first_day), last_day=_day(self.last_day),
            before=int(before) if before.isascii() and before.isdigit() and len(before) < LONGEST_ID else None,
        )  # fmt: skip


@pages.get("")
@administrator_only
def show() -> Page:
    """The questions."""
    return _page(SearchForm(None, data={"channel": ANY}), None)


@pages.post("")
@administrator_only
def search() -> Page:
    """What was found, with the questions above it to ask something else."""
    form = SearchForm()
    if not form.validate():
        return _page(form, None)
    try:
        question = form.question()
        with database().writing.begin() as session:
            found = search_journal(session, on_duty(), question, form.reason.data, now=moment())
    except Invalid as refusal:
        form[refusal.field].errors = [refusal.sentence]
        return _page(form, None)
    return _page(form, found)


def _page(form: SearchForm, found: FoundEntries | None) -> Page:
    page = render_template(
        "pages/administration/journal.html", form=form, found=found, channels=CHANNELS, grounds=GROUNDS,
        capacities=CAPACITIES, kind_words=kind_words, asked=_asked(),
    )  # fmt: skip
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _asked() -> list[tuple[str, str]]:
    """What was sent, for the button to the next page."""
    return [(name, value) for name, value in request.form.items() if name not in ("before", "csrf_token")]


def _day(field: Any) -> date | None:  # noqa: ANN401
    day: date | None = field.data
    return day
