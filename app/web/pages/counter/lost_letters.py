"""Letters that cannot be read any more as they were printed, and with which button another is made."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.errors import CoreError
from app.core.letters.remaking import list_lost, remake_letters
from app.core.mandates.dossier_numbers import parse_dossier_number
from app.web.actors import current_actor, now
from app.web.databases import database, policy, vault
from app.web.fields import ChoicesField, TextField
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.contest import NUMBER_MISSING
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.paper_forms import NumberForm
from app.web.pages.counter.post_rows import letter_row
from app.web.sessions import browser_session

pages = Blueprint("counter_lost_letters", __name__, url_prefix="/loket/post/onleesbaar")

NUMBER, TOLD = "lost_number", "lost_told"
NOTHING = "U hebt nog niets aangekruist. Kruis aan welke brieven u opnieuw wilt maken."

Page = str | Response | tuple[str, int]


class FindForm(NumberForm):
    """Which dossier the letter is of."""

    number = TextField("Dossiernummer", missing=NUMBER_MISSING, description="12 cijfers, bovenaan op de brief.")


class LostForm(Form):
    """Which letters are made anew."""

    letters = ChoicesField("Welke brieven maakt u opnieuw?", missing=NOTHING)


@pages.get("")
@clerk_only
def show() -> Page:
    """Those of the tray, or of the dossier that was asked for."""
    return between_customers(lambda: _render(FindForm(None), LostForm(None)))


@pages.post("/zoeken")
@clerk_only
def find() -> Page:
    """On to those of a dossier."""
    return between_customers(_find)


@pages.post("")
@clerk_only
def remake() -> Page:
    """Have another made of each that is ticked."""
    return between_customers(_remake)


def _again() -> Response:
    return redirect(url_for("counter_lost_letters.show"), HTTPStatus.SEE_OTHER)


def _find() -> Page:
    form = FindForm()
    if not form.validate():
        return _render(form, LostForm(None)), HTTPStatus.UNPROCESSABLE_ENTITY
    browser_session()[NUMBER] = parse_dossier_number(form.number.data or "")
    return _again()


def _remake() -> Page:
    form = _with_letters(LostForm())
    if form.validate():
        refusal = _refused(lambda: _made_anew([uuid.UUID(one) for one in form.letters.data or ()]))
        if refusal is None:
            return _again()
        form.letters.errors = [refusal.sentence]
    return _render(FindForm(None), form), HTTPStatus.UNPROCESSABLE_ENTITY


def _made_anew(letter_ids: list[uuid.UUID]) -> None:
    with database().writing.begin() as session:
        made = remake_letters(session, current_actor(), letter_ids, vault(), policy=policy(), now=now())
    browser_session()[TOLD] = len(made)


def _refused(act: Callable[[], None]) -> CoreError | None:
    try:
        act()
    except CoreError as refusal:
        return refusal
    return None


def _with_letters(form: LostForm) -> LostForm:
    with database().reading() as session:
        found = list_lost(session, current_actor(), vault(), browser_session().get(NUMBER))
    form.letters.choices = [letter_row(one) for one in found]
    return form


def _render(find_form: FindForm, form: LostForm) -> str:
    return render_template(
        "pages/counter/lost_letters.html", form=find_form if find_form.errors else form, find=find_form,
        lost=_with_letters(form), number=browser_session().get(NUMBER), told=browser_session().pop(TOLD, 0),
    )  # fmt: skip
