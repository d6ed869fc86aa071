"""One proposal: now and then side by side, what becomes wider, and the buttons of its author or of a second person."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.administration import catalogue_changes
from app.core.administration.catalogue_contents import ChangeKind, content_now
from app.core.administration.catalogue_shelves import list_domain_names, list_names
from app.core.administration.catalogue_views import ChangeCard, view_change
from app.core.errors import Conflict, FreshSignInNeeded, Invalid, NotAllowed
from app.translations.formats import day_text
from app.web.databases import database, moment
from app.web.fields import ChoicesField, TextField, option
from app.web.form import Form
from app.web.guards import domain_manager_only, staff_with_a_role
from app.web.pages.administration.catalogue_words import (
    EXAMPLES,
    KINDS,
    SORTS,
    STATES,
    WIDER,
    WIDER_RIGHTS,
    compared,
    read_part,
)
from app.web.pages.administration.confirm import ask_first
from app.web.roles import on_duty

pages = Blueprint("administration_catalogue_change", __name__, url_prefix="/beheer/catalogus/voorstel")

Page = str | Response | tuple[str, int]


class ApproveForm(Form):
    """What the second person confirms, one by one."""

    seen = ChoicesField("Ik las dit en ik ga ermee akkoord", missing=None)


class RefuseForm(Form):
    """Why not."""

    reason = TextField("Waarom keurt u dit af?", missing=None, longest=1_000, description="De maker leest dit.")


@pages.get("/<uuid:change_id>")
@staff_with_a_role
def show(change_id: uuid.UUID) -> Page:
    """The proposal as people will read it."""
    return _page(change_id)


@pages.post("/<uuid:change_id>/voorleggen")
@domain_manager_only
def offer(change_id: uuid.UUID) -> Page:
    """Put it before a second person."""
    with database().writing.begin() as session:
        catalogue_changes.offer(session, on_duty(), change_id, now=moment())
    return redirect(url_for(".show", change_id=change_id), HTTPStatus.SEE_OTHER)


@pages.get("/<uuid:change_id>/terugtrekken")
@domain_manager_only
def ask_take_back(change_id: uuid.UUID) -> Page:
    """What becomes of a proposal that its author drops."""
    card, back = _view(change_id), url_for(".show", change_id=change_id)
    if not (card.is_own and card.change.state in ("draft", "offered")):
        return redirect(back, HTTPStatus.SEE_OTHER)
    sentences = ["Niemand keurt dit voorstel dan nog goed. Er verandert niets.",
                 "Dat draait niemand terug. U kunt wel een nieuw voorstel schrijven."]  # fmt: skip
    return ask_first("Trekt u dit voorstel terug?", sentences, "Voorstel terugtrekken", back, lead=card.name)


@pages.post("/<uuid:change_id>/terugtrekken")
@domain_manager_only
def take_back(change_id: uuid.UUID) -> Page:
    """Drop it."""
    with database().writing.begin() as session:
        catalogue_changes.take_back(session, on_duty(), change_id, now=moment())
    return _back("terug")


@pages.get("/<uuid:change_id>/intrekken")
@domain_manager_only
def ask_call_off(change_id: uuid.UUID) -> Page:
    """What does not happen when a planned change is dropped."""
    card, back = _view(change_id), url_for(".show", change_id=change_id)
    if not (card.may_correct and card.may_call_off):
        return redirect(back, HTTPStatus.SEE_OTHER)
    stays = "Dan blijft alles zoals het is." if card.change.before else "Dan komt het er niet."
    sentences = [f"Op {day_text(card.change.from_day)} verandert er niets. {stays}",
                 "Wilt u het later toch? Dan stelt u het opnieuw voor. Een tweede persoon keurt dat goed."]  # fmt: skip
    button = "De geplande verandering intrekken"
    return ask_first("Trekt u de geplande verandering in?", sentences, button, back, lead=card.name)


@pages.post("/<uuid:change_id>/intrekken")
@domain_manager_only
def call_off(change_id: uuid.UUID) -> Page:
    """Drop what was approved, before its day."""
    with database().writing.begin() as session:
        catalogue_changes.call_off(session, on_duty(), change_id, now=moment())
    return _back("niet")


@pages.post("/<uuid:change_id>/goedkeuren")
@staff_with_a_role
def approve(change_id: uuid.UUID) -> Page:
    """The second person says yes."""
    form, seen = ApproveForm(), request.form.getlist("seen")
    try:
        with database().writing.begin() as session:
            catalogue_changes.approve(session, on_duty(), change_id, seen, now=moment())
    except FreshSignInNeeded:
        back = url_for(".show", change_id=change_id)
        return redirect(url_for("sign_in_fresh.show", next=back), HTTPStatus.SEE_OTHER)
    except (Invalid, Conflict, NotAllowed) as refusal:
        form.seen.errors = [refusal.sentence]
        return _page(change_id, approve_form=form)
    return _back("ja")


@pages.post("/<uuid:change_id>/afkeuren")
@staff_with_a_role
def refuse(change_id: uuid.UUID) -> Page:
    """The second person says no."""
    form = RefuseForm()
    try:
        with database().writing.begin() as session:
            catalogue_changes.refuse(session, on_duty(), change_id, form.reason.data or "", now=moment())
    except Invalid as refusal:
        form.reason.errors = [refusal.sentence]
        return _page(change_id, refuse_form=form)
    return _back("nee")


def _view(change_id: uuid.UUID) -> ChangeCard:
    with database().reading() as session:
        return view_change(session, on_duty(), change_id)


def _back(done: str) -> Response:
    return redirect(url_for("administration_catalogue.show", gedaan=done), HTTPStatus.SEE_OTHER)


def _page(change_id: uuid.UUID, *, approve_form: Any = None, refuse_form: Any = None) -> Page:  # noqa: ANN401
    with database().reading() as session:
        card = view_change(session, on_duty(), change_id)
        kind = ChangeKind(card.change.kind)
        names, domains = list_names(session, kind), list_domain_names(session)
        stands = content_now(session, kind, card.change.key)
    change, form, wider = card.change, approve_form or ApproveForm(None), WIDER_RIGHTS if kind.of_rights else WIDER
    form.seen.choices = [option(one, wider[one]) for one in card.widens]
    # A day that went by while it waited becomes that of the approval.
    from_day = max(change.from_day, brussels_day(moment())) if change.state == "offered" else change.from_day
    page = render_template(
        "pages/administration/catalogue_change.html", card=card, change=change, kind=kind, from_day=from_day,
        form=refuse_form or form,
        approve_form=form, refuse_form=refuse_form or RefuseForm(None), now=read_part(change.before, names),
        then=read_part(change.content, names), rows=compared(change.before, change.content, domains),
        wider=wider, states=STATES, kinds=KINDS, example=EXAMPLES[kind.of_rights],
        sort=SORTS.get(kind), now_is="Nu" if stands else "Gepland",
    )  # fmt: skip
    wrong = approve_form or refuse_form
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
