"""Finding the person whom an administrator's page is about. What is known of him is sent, never in an address."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.core.privacy import forgetting_views
from app.core.privacy.forgetting_views import FoundPerson
from app.web.databases import database, moment
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.roles import on_duty

Page = str | Response | tuple[str, int]


class SeekForm(Form):
    """What the administrator knows of somebody."""

    known_by = TextField(
        "Nummer, aanmeldnaam, of voornaam en naam", missing="U hebt nog niets ingevuld. Vul in wat u weet.", longest=300
    )


def add_person_search(pages: Blueprint, template: str, done: Callable[[], str | None] = lambda: None) -> None:
    """The page that asks whom it is about, and who may be meant; `done` says what was done just before."""

    def answer(form: SeekForm, found: Sequence[FoundPerson] | None) -> Page:
        page = render_template(template, form=form, found=found, done=done(), most=forgetting_views.MOST)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK

    @pages.get("")
    @administrator_only
    def show() -> Page:
        """Ask whom it is about."""
        return answer(SeekForm(None), None)

    @pages.post("")
    @administrator_only
    def seek() -> Page:
        """Who may be meant."""
        form = SeekForm()
        if not form.validate():
            return answer(form, None)
        with database().writing.begin() as session:
            found = forgetting_views.seek_person(session, on_duty(), form.known_by.data, now=moment())
        return answer(form, found)
