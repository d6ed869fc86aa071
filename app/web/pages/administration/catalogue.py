"""The mandate types and groups of an entity: what there is, one of them, and the form to propose something else."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.administration.catalogue_changes import propose, revise
from app.core.administration.catalogue_contents import Proposal
from app.core.administration.catalogue_views import (
    ChangeKind,
    EntityShelf,
    list_decided,
    list_shelves,
    view_change,
    view_content,
    view_shelf,
)
from app.core.errors import Conflict, Invalid, NotAllowed
from app.web.databases import database, moment
from app.web.fields import option
from app.web.guards import domain_manager_only, staff_with_a_role
from app.web.pages.administration.catalogue_forms import NEW_ONLY, Content, EndForm, GroupForm, TypeForm, as_data
from app.web.pages.administration.catalogue_words import EXAMPLE, KINDS, STATES, policy_rows, read_part
from app.web.roles import on_duty

pages = Blueprint("administration_catalogue", __name__, url_prefix="/beheer/catalogus")

Page = str | Response | tuple[str, int]
LONGEST_NUMBER = 6
SORTS = {"type": ChangeKind.TYPE, "groep": ChangeKind.GROUP}
ENDS = {ChangeKind.TYPE: ChangeKind.TYPE_END, ChangeKind.GROUP: ChangeKind.GROUP_END}
DONE = {"terug": "Het voorstel is teruggetrokken.", "ja": "Het voorstel is goedgekeurd en geldt.",
        "nee": "Het voorstel is afgekeurd."}  # fmt: skip


@pages.get("")
@staff_with_a_role
def show() -> str:
    """What every entity of this member of staff offers, and what is proposed."""
    with database().reading() as session:
        shelves = list_shelves(session, on_duty())
    return render_template(
        "pages/administration/catalogue.html", shelves=shelves, done=DONE.get(request.args.get("gedaan", "")),
        states=STATES, kinds=KINDS, today=brussels_day(moment()),
    )  # fmt: skip


@pages.get("/beslist")
@staff_with_a_role
def decided() -> str:
    """What was approved, refused or taken back: who, and when."""
    number = request.args.get("bladzijde", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER else 1
    with database().reading() as session:
        found = list_decided(session, on_duty(), wanted)
    return render_template("pages/administration/catalogue_decided.html", found=found, states=STATES, kinds=KINDS)


@pages.get("/<sort>/<key>")
@staff_with_a_role
def one(sort: str, key: str) -> str:
    """One type or group, in the words that people read."""
    kind = _sort(sort)
    with database().reading() as session:
        shelf = view_shelf(session, on_duty(), kind, key)
        names = _names(list_shelves(session, on_duty()))
        content = view_content(session, kind, key)
    return render_template(
        "pages/administration/catalogue_one.html", shelf=shelf, sort=sort, key=key, part=read_part(content, names),
        rows=policy_rows(content), example=EXAMPLE, ends=_end_of(shelf, kind, key),
    )  # fmt: skip


@pages.route("/<sort>/<key>/anders", methods=["GET", "POST"])
@domain_manager_only
def another(sort: str, key: str) -> Page:
    """Propose other words or rules for a type, or a new version of a group."""
    kind = _sort(sort)
    with database().reading() as session:
        shelf, before = view_shelf(session, on_duty(), kind, key), view_content(session, kind, key)
    form = _form(kind, shelf, before)
    title = f"{before['name']} veranderen"
    return _answer(form, Proposal(shelf.key, kind, key, before), title, url_for(".one", sort=sort, key=key))


@pages.route("/<sort>/<key>/stoppen", methods=["GET", "POST"])
@domain_manager_only
def end(sort: str, key: str) -> Page:
    """Propose a day from which nobody is offered it any more."""
    kind = _sort(sort)
    with database().reading() as session:
        shelf, before = view_shelf(session, on_duty(), kind, key), view_content(session, kind, key)
    back = url_for(".one", sort=sort, key=key)
    return _answer(EndForm(), Proposal(shelf.key, ENDS[kind], key, {}), f"{before['name']} stoppen", back)


@pages.route("/nieuw/<sort>/<entity>", methods=["GET", "POST"])
@domain_manager_only
def new(sort: str, entity: str) -> Page:
    """Propose a type or a group that is not there yet."""
    kind = _sort(sort)
    with database().reading() as session:
        shelf = next((one for one in list_shelves(session, on_duty()) if one.key == entity and one.own), None)
    if shelf is None:
        abort(404)
    form = _form(kind, shelf, {})
    title = "Een nieuw mandaattype" if kind == ChangeKind.TYPE else "Een nieuwe groep"
    key = str(form.key.data or "") if request.method == "POST" else ""  # type: ignore[attr-defined]
    return _answer(form, Proposal(shelf.key, kind, key, {}), title, url_for(".show"))


@pages.route("/voorstel/<uuid:change_id>/aanpassen", methods=["GET", "POST"])
@domain_manager_only
def again(change_id: uuid.UUID) -> Page:
    """Write an own draft anew."""
    with database().reading() as session:
        card = view_change(session, on_duty(), change_id)
        shelf = next(one for one in list_shelves(session, on_duty()) if one.key == card.change.entity_key)
    change, kind = card.change, ChangeKind(card.change.kind)
    data = as_data(change.content) | {"from_day": change.from_day}
    form = EndForm(data=data) if kind in ENDS.values() else _form(kind, shelf, change.before, data)
    wanted = Proposal(shelf.key, kind, change.key, change.before if change.content else {})
    back = url_for("administration_catalogue_change.show", change_id=change_id)
    return _answer(form, wanted, f"Voorstel aanpassen: {card.name}", back, change_id)


def _answer(form: Content, wanted: Proposal, title: str, back: str, draft_id: uuid.UUID | None = None) -> Page:
    """The questions; or the proposal, kept, on to its preview. A refusal stands at its field, and nothing is lost."""
    if form.validate_on_submit():
        from_day = form["from_day"].data if "from_day" in form else None
        proposal = Proposal(wanted.entity_key, wanted.kind, wanted.key, form.content(wanted.content), from_day)
        try:
            with database().writing.begin() as session:
                kept = revise(session, on_duty(), draft_id, proposal, now=moment()) if draft_id else propose(
                    session, on_duty(), proposal, now=moment()
                )
                kept_id = kept.id
            return redirect(url_for("administration_catalogue_change.show", change_id=kept_id), HTTPStatus.SEE_OTHER)
        except (Invalid, Conflict, NotAllowed) as refusal:
            _say(form, refusal)
    page = render_template(
        "pages/administration/catalogue_form.html", form=form, title=title, back_to=back, kind=wanted.kind.value
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _say(form: Content, refusal: Invalid | Conflict | NotAllowed) -> None:
    named = refusal.field if isinstance(refusal, Invalid) else ""
    field = form[named] if named in form else next(iter(form))
    wrong = refusal.code == "catalogue_wrong"
    field.errors = [f"Dit klopt niet: {refusal.values['what']}."] if wrong else [refusal.sentence]


def _form(
    kind: ChangeKind, shelf: EntityShelf, before: Mapping[str, Any], data: Mapping[str, Any] | None = None
) -> Content:
    form: Content = (TypeForm if kind == ChangeKind.TYPE else GroupForm)(data=data or as_data(before))
    if kind == ChangeKind.TYPE:
        form["domain"].choices = [option(one.key, one.name) for one, _ in shelf.domains]
    else:
        form["types"].choices = _choices(shelf, before)
    if before:
        for name in NEW_ONLY:
            if name in form:
                del form[name]
    return form


def _choices(shelf: EntityShelf, before: Mapping[str, Any]) -> list[Any]:
    """The own types that do not end, and what the group holds already of others."""
    own = {kind.key: kind for _, kinds in shelf.domains for kind in kinds}
    offered = [option(key, kind.name) for key, kind in own.items() if kind.withdrawn_from is None]
    with database().reading() as session:
        others = [key for key in before.get("types", []) if key not in own]
        named = {key: view_content(session, ChangeKind.TYPE, key) for key in others}
    return offered + [option(key, f"{one['name']} (andere entiteit, blijft erbij)") for key, one in named.items()]


def _sort(sort: str) -> ChangeKind:
    if sort not in SORTS:
        abort(404)
    return SORTS[sort]


def _names(shelves: list[EntityShelf]) -> dict[str, str]:
    return {kind.key: kind.name for shelf in shelves for _, kinds in shelf.domains for kind in kinds}


def _end_of(shelf: EntityShelf, kind: ChangeKind, key: str) -> Any:  # noqa: ANN401 - a day, or None
    if kind == ChangeKind.GROUP:
        return next(one.group.withdrawn_from for one in shelf.groups if one.group_key == key)
    return next(one.withdrawn_from for _, kinds in shelf.domains for one in kinds if one.key == key)
