"""The counters: where they are, when they are open, and from which networks their clerks work."""

import re
import uuid
from datetime import time
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.administration import offices
from app.core.administration.offices import DAYS, OfficeCard, OfficePlan, Periods
from app.core.errors import Conflict, CoreError, Invalid
from app.web.databases import database, moment
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.opening_hours import DAY_NAMES, hours_text
from app.web.pages.administration.confirm import ask_first
from app.web.pages.sign_in_fresh import after_fresh_sign_in
from app.web.roles import on_duty

pages = Blueprint("administration_offices", __name__, url_prefix="/beheer/loketten")

Page = str | Response | tuple[str, int]
PERIOD = re.compile(r"^(\d{1,2})[:.u](\d{2})\s*(?:-|–|tot)\s*(\d{1,2})[:.u](\d{2})$")
DONE = {"nieuw": "Het loket is open.", "bewaard": "Het loket is bewaard.", "dicht": "Het loket is gesloten."}
HOURS_WRONG = "De uren van {day} kloppen niet. Schrijf ze als 9:00-12:00, 13:00-16:30."
HOURS_HINT = "Bijvoorbeeld: 9:00-12:00, 13:00-16:30. Leeg is gesloten."


class OfficeForm(Form):
    """Everything about one counter."""

    name = TextField("Naam van het loket", missing="De naam ontbreekt nog. Vul de naam van het loket in.")
    street = TextField("Straat en nummer", missing=None)
    zipcode = TextField("Postcode", missing=None)
    town = TextField("Gemeente", missing="De gemeente ontbreekt nog. Vul de gemeente in.")
    monday = TextField(DAY_NAMES["monday"], missing=None)
    tuesday = TextField(DAY_NAMES["tuesday"], missing=None)
    wednesday = TextField(DAY_NAMES["wednesday"], missing=None)
    thursday = TextField(DAY_NAMES["thursday"], missing=None)
    friday = TextField(DAY_NAMES["friday"], missing=None)
    saturday = TextField(DAY_NAMES["saturday"], missing=None)
    sunday = TextField(DAY_NAMES["sunday"], missing=None)
    networks = TextField(
        "Netwerken van dit loket", missing=None, longest=1_000,
        description="Bijvoorbeeld: 10.20.30.0/24. Zet een spatie tussen 2 netwerken. Het mag leeg blijven.",
    )  # fmt: skip

    def validate(self, extra_validators: object = None) -> bool:
        """Every day with hours that nobody can read is named, and not only the first."""
        fits = super().validate(extra_validators)
        for day in DAYS:
            try:
                offices.check_day(day, read_hours(self[day].data or "", day))
            except Invalid:
                self[day].errors = [HOURS_WRONG.format(day=DAY_NAMES[day].lower())]
                fits = False
        return fits

    def plan(self) -> OfficePlan:
        """What was filled in."""
        hours = {day: read_hours(self[day].data or "", day) for day in DAYS}
        return OfficePlan(
            self.name.data, self.town.data, self.street.data, self.zipcode.data, hours,
            tuple((self.networks.data or "").split()),
        )  # fmt: skip


def read_hours(text: str, day: str) -> Periods:
    """The periods in "9:00-12:00, 13:00-16:30"; raises Invalid."""
    found = [PERIOD.match(part.strip()) for part in text.split(",") if part.strip()]
    try:
        return tuple(
            (time(int(one[1]), int(one[2])), time(int(one[3]), int(one[4]))) if one else _wrong(day) for one in found
        )
    except ValueError:
        return _wrong(day)


@pages.get("")
@administrator_only
def show() -> str:
    """Every counter that is open."""
    with database().reading() as session:
        found = offices.list_offices(session)
    return render_template(
        "pages/administration/offices.html", offices=found, done=DONE.get(request.args.get("gedaan", ""))
    )


@pages.get("/nieuw")
@administrator_only
@after_fresh_sign_in
def new() -> Page:
    """The questions for a new counter."""
    return _page(OfficeForm(None), None)


@pages.post("/nieuw")
@administrator_only
def add() -> Page:
    """Open it."""
    form = OfficeForm()
    return _kept(form, None) or _page(form, None)


@pages.get("/<uuid:office_id>")
@administrator_only
def one(office_id: uuid.UUID) -> Page:
    """One counter, to change."""
    card = _view(office_id)
    return _page(OfficeForm(None, data=_filled(card.plan)), card)


@pages.post("/<uuid:office_id>")
@administrator_only
def change(office_id: uuid.UUID) -> Page:
    """Keep what was changed."""
    form = OfficeForm()
    return _kept(form, office_id) or _page(form, _view(office_id))


@pages.get("/<uuid:office_id>/sluiten")
@administrator_only
def ask_close(office_id: uuid.UUID) -> Page:
    """What it means that a counter closes for good; while somebody works there its own page says what comes first."""
    if _view(office_id).clerks:
        return redirect(url_for(".one", office_id=office_id), HTTPStatus.SEE_OTHER)
    return _ask_close(office_id)


@pages.post("/<uuid:office_id>/sluiten")
@administrator_only
def close(office_id: uuid.UUID) -> Page:
    """Close a counter for good."""
    try:
        with database().writing.begin() as session:
            offices.close_office(session, on_duty(), office_id, now=moment())
    except Conflict as refusal:
        return _ask_close(office_id, refusal)
    return redirect(url_for(".show", gedaan="dicht"), HTTPStatus.SEE_OTHER)


def _ask_close(office_id: uuid.UUID, refusal: Conflict | None = None) -> Page:
    sentences = [
        "Het loket staat dan niet meer op de pagina met hulp, en niemand kan er nog werken.",
        "De bezoeken en de brieven van vroeger blijven bewaard.",
        "Dat draait niemand terug. U kunt wel een nieuw loket toevoegen.",
    ]
    return ask_first(
        f"Sluit u {_view(office_id).plan.name}?", sentences, "Loket sluiten", url_for(".one", office_id=office_id),
        refusal=refusal,
    )  # fmt: skip


def _kept(form: OfficeForm, office_id: uuid.UUID | None) -> Response | None:
    """On to the list; None, with the refusal at its field, when nothing was kept."""
    if not form.validate():
        return None
    try:
        plan = form.plan()
        with database().writing.begin() as session:
            if office_id is None:
                offices.open_office(session, on_duty(), plan, now=moment())
            else:
                offices.change_office(session, on_duty(), office_id, plan, now=moment())
    except (Invalid, Conflict) as refusal:
        _field(form, refusal).errors = [refusal.sentence]
        return None
    return redirect(url_for(".show", gedaan="bewaard" if office_id else "nieuw"), HTTPStatus.SEE_OTHER)


def _field(form: OfficeForm, refusal: CoreError) -> Any:  # noqa: ANN401 - a field
    return form[refusal.field if isinstance(refusal, Invalid) else "name"]


def _view(office_id: uuid.UUID) -> OfficeCard:
    with database().reading() as session:
        return offices.view_office(session, on_duty(), office_id)


def _page(form: OfficeForm, card: OfficeCard | None) -> Page:
    page = render_template("pages/administration/office.html", form=form, card=card, days=DAYS, hours_hint=HOURS_HINT)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _filled(plan: OfficePlan) -> dict[str, str]:
    hours = {day: hours_text(periods) for day, periods in (plan.hours or {}).items()}
    return {
        "name": plan.name, "town": plan.town, "street": plan.street, "zipcode": plan.zipcode,
        "networks": " ".join(plan.networks), **hours,
    }  # fmt: skip


def _wrong(day: str) -> Any:  # noqa: ANN401 - it never gives anything
    raise Invalid("office_hours", field=day)
