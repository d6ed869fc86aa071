"""Hoe krijgt u nieuws? Letters, of e-mail beside them; and the number from the first mail, that confirms an address."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from app.core.actor import Actor
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.letters.notice_choices import (
    NoticeState,
    choose_notice,
    confirm_email,
    confirming_about,
    notice_about,
    view_notice_choice,
)
from app.core.people.email_addresses import covered
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.fields import TextField, TickField
from app.web.form import Form
from app.web.guards import for_party
from app.web.notice_form import NoticeFields, filled

pages = Blueprint("notices", __name__, url_prefix="/mandaten/nieuws")

Page = str | Response | tuple[str, int]
DONE, CONFIRMED = "bewaard", "bevestigd"
NOT_AGREED = "Vraag aan de klant of dit juist is. Kruis dat dan aan."


class NoticeForm(NoticeFields, Form):
    """How; at the counter with the consent of the customer."""

    agreed = TickField("De klant koos dit zelf.", missing=NOT_AGREED)

    @classmethod
    def of(cls, actor: Actor, posted: object, state: NoticeState) -> "NoticeForm":
        """The form with what holds now."""
        form = cls(posted, data=filled(state.choice))
        # Staff see that mail goes out, not to whom in full; the customer reads his address from his own screen.
        form.offer(policy().sends_mail, covered=state.choice.email if actor.visit_id else None)
        if actor.visit_id is None:
            del form.agreed
        return form


class NumberForm(Form):
    """The dossier number from the first mail; at the counter the customer says it."""

    number = TextField(
        "Welk dossiernummer staat in onze e-mail?",
        missing="Het dossiernummer ontbreekt nog. Vul de 12 cijfers in.",
        description="Het zijn 12 cijfers. Ze staan ook in het onderwerp van de e-mail.",
    )
    confirmed = TickField("De klant zei dit nummer zelf.", missing=NOT_AGREED)

    @classmethod
    def of(cls, actor: Actor, posted: object) -> "NumberForm":
        """The empty form, or what was posted."""
        form = cls(posted)
        if actor.visit_id is None:
            del form.confirmed
        return form


@pages.get("")
@for_party
def show() -> Page:
    """What holds now."""
    return _page()


@pages.post("")
@for_party
def choose() -> Page:
    """Keep what was chosen, and say so on the same page; a new address is first confirmed."""
    actor = current_actor()
    with database().reading() as session:
        _, state = view_notice_choice(session, actor, now=now())
    form = NoticeForm.of(actor, request.form, state)
    if not form.validate():
        return _page(form)
    choice = form.choice(state.choice)

    def keep(session: Any, party_id: uuid.UUID) -> None:  # noqa: ANN401 - the core's session
        _consent(session, actor, notice_about(party_id, choice))
        choose_notice(session, actor, party_id, choice, policy=policy(), now=now())

    return _kept(actor, keep, form.how, DONE) or _page(form)


@pages.get("/bevestigen")
@for_party
def ask_number() -> Page:
    """Which number stands in the first mail; for an address that does not wait there is nothing to ask."""
    return _number_page()


@pages.post("/bevestigen")
@for_party
def confirm() -> Page:
    """Somebody read the first mail and gives its number back."""
    actor = current_actor()
    form = NumberForm.of(actor, request.form)
    if not form.validate():
        return _number_page(form)

    def keep(session: Any, party_id: uuid.UUID) -> None:  # noqa: ANN401
        _consent(session, actor, confirming_about(party_id))
        confirm_email(session, actor, party_id, str(form.number.data), now=now())

    return _kept(actor, keep, form.number, CONFIRMED) or _number_page(form)


def _consent(session: Any, actor: Actor, about: str) -> None:  # noqa: ANN401
    if actor.visit_id is not None:
        record_consent(session, actor, about, now=now())


def _kept(actor: Actor, keep: Callable[[Any, uuid.UUID], None], field: Field, done: str) -> Response | None:
    """On to what is left to do; None, with the refusal at the field, when nothing was kept."""
    try:
        with database().writing.begin() as session:
            party, _ = view_notice_choice(session, actor, now=now())
            keep(session, party.id)
            _, state = view_notice_choice(session, actor, now=now())
    except (Conflict, Invalid, NotAllowed) as refusal:
        field.errors = [refusal.sentence]
        return None
    page = url_for("notices.ask_number") if state.waits else url_for("notices.show", gedaan=done)
    return redirect(page, HTTPStatus.SEE_OTHER)


def _page(form: NoticeForm | None = None) -> Page:
    actor = current_actor()
    with database().reading() as session:
        party, state = view_notice_choice(session, actor, now=now())
    page = render_template(
        "pages/mandates/notices.html",
        party=party,
        state=state,
        address=_address(actor, state),
        form=form or NoticeForm.of(actor, None, state),
        done="" if form else request.args.get("gedaan", ""),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK


def _number_page(form: NumberForm | None = None) -> Page:
    actor = current_actor()
    with database().reading() as session:
        party, state = view_notice_choice(session, actor, now=now())
    if not state.waits:
        return redirect(url_for("notices.show"), HTTPStatus.SEE_OTHER)
    page = render_template(
        "pages/mandates/confirm_email.html",
        party=party,
        address=_address(actor, state),
        form=form or NumberForm.of(actor, None),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK


def _address(actor: Actor, state: NoticeState) -> str | None:
    email = state.choice.email
    return covered(email) if email and actor.visit_id else email
