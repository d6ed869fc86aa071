"""The types, rights and groups of an entity: what there is, one of them, and the form to propose something else."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.administration.catalogue_changes import propose, revise
from app.core.administration.catalogue_contents import ChangeKind, Proposal, is_new_until, last_planned
from app.core.administration.catalogue_shelves import (
    EntityShelf,
    ThingView,
    list_choices,
    list_domain_names,
    list_labels,
    list_shelves,
    view_thing,
)
from app.core.administration.catalogue_views import list_decided, view_change
from app.core.errors import Conflict, Invalid, NotAllowed
from app.web.databases import database, moment
from app.web.fields import option
from app.web.guards import domain_manager_only, staff_with_a_role
from app.web.pages.administration.catalogue_forms import (
    NEW_ONLY,
    Content,
    EndForm,
    GroupForm,
    Reading,
    RightForm,
    RightGroupForm,
    TypeForm,
    as_data,
)
from app.web.pages.administration.catalogue_words import DOERS, EXAMPLES, KINDS, SORTS, STATES, policy_rows, read_part
from app.web.roles import on_duty

pages = Blueprint("administration_catalogue", __name__, url_prefix="/beheer/catalogus")

Page = str | Response | tuple[str, int]
LONGEST_NUMBER = 6
NEW = {ChangeKind.TYPE: "Een nieuw mandaattype", ChangeKind.GROUP: "Een nieuwe groep van mandaattypes",
       ChangeKind.RIGHT: "Een nieuw recht", ChangeKind.RIGHT_GROUP: "Een nieuwe rechtengroep"}  # fmt: skip
FORMS: Mapping[ChangeKind, type[Content]] = {
    ChangeKind.TYPE: TypeForm, ChangeKind.GROUP: GroupForm, ChangeKind.RIGHT: RightForm,
    ChangeKind.RIGHT_GROUP: RightGroupForm,
}  # fmt: skip
DONE = {"terug": "Het voorstel is teruggetrokken.", "nee": "Het voorstel is afgekeurd.",
        "niet": "De geplande verandering is ingetrokken. Op die dag verandert er niets.",
        "ja": "Het voorstel is goedgekeurd. Het geldt vanaf de dag die erin staat."}  # fmt: skip


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
    """One type, right or group, in the words that people read."""
    with database().reading() as session:
        thing = view_thing(session, on_duty(), _kind(sort), key)
        domains = list_domain_names(session)
    content = thing.content or thing.ahead
    return render_template(
        "pages/administration/catalogue_one.html", thing=thing, sort=sort, part=read_part(content, thing.names),
        rows=policy_rows(content, domains), example=EXAMPLES[thing.kind.of_rights],
    )  # fmt: skip


@pages.route("/<sort>/<key>/anders", methods=["GET", "POST"])
@domain_manager_only
def another(sort: str, key: str) -> Page:
    """Propose other words or rules for a type or a right, or a new version of a group."""
    thing = _thing(sort, key)
    wanted = Proposal(thing.shelf.key, thing.kind, key, thing.ahead)
    back = url_for(".one", sort=sort, key=key)
    return _ask(thing.shelf, wanted, f"{(thing.content or thing.ahead)['name']} veranderen", back)


@pages.route("/<sort>/<key>/stoppen", methods=["GET", "POST"])
@domain_manager_only
def end(sort: str, key: str) -> Page:
    """Propose a day from which nobody is offered it any more."""
    thing = _thing(sort, key)
    wanted = Proposal(thing.shelf.key, thing.kind.end, key, {})
    back = url_for(".one", sort=sort, key=key)
    return _ask(thing.shelf, wanted, f"{thing.content['name']} stoppen", back)


@pages.route("/nieuw/<sort>/<entity>", methods=["GET", "POST"])
@domain_manager_only
def new(sort: str, entity: str) -> Page:
    """Propose a type, a right or a group that is not there yet."""
    kind = _kind(sort)
    with database().reading() as session:
        shelf = next((one for one in list_shelves(session, on_duty()) if one.key == entity and one.own), None)
    if shelf is None:
        abort(404)
    key = request.form.get("key", "").strip()
    wanted = Proposal(shelf.key, kind, key, {}, is_new=True)
    return _ask(shelf, wanted, NEW[kind], url_for(".show"))


@pages.route("/voorstel/<uuid:change_id>/aanpassen", methods=["GET", "POST"])
@domain_manager_only
def again(change_id: uuid.UUID) -> Page:
    """Write an own draft anew."""
    with database().reading() as session:
        card = view_change(session, on_duty(), change_id)
        shelf = next(one for one in list_shelves(session, on_duty()) if one.key == card.change.entity_key)
    change = card.change
    wanted = Proposal(shelf.key, ChangeKind(change.kind), change.key, change.before if change.content else {})
    back = url_for("administration_catalogue_change.show", change_id=change_id)
    title = f"Voorstel aanpassen: {card.name}"
    return _ask(shelf, wanted, title, back, change.content | {"from_day": change.from_day}, change_id)


def _ask(
    shelf: EntityShelf, wanted: Proposal, title: str, back: str, data: Mapping[str, Any] | None = None,
    draft_id: uuid.UUID | None = None,
) -> Page:  # fmt: skip
    """The questions; or the proposal, kept, on to its preview. A refusal stands at its field, and nothing is lost.

    `wanted` has as its content what is there now; `data` is what a draft holds.
    """
    form, reading, kept_names = _form(shelf, wanted, data)
    if form.validate_on_submit():
        proposal = replace(wanted, content=form.content(wanted.content, reading), from_day=form["from_day"].data)
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
        "pages/administration/catalogue_form.html", form=form, title=title, back_to=back, kind=wanted.kind,
        kept=kept_names,
    )  # fmt: skip
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _say(form: Content, refusal: Invalid | Conflict | NotAllowed) -> None:
    named = refusal.field if isinstance(refusal, Invalid) else ""
    named = "listed" if named in {"types", "rights"} else named
    field = form[named] if named in form else next(iter(form))
    wrong = refusal.code == "catalogue_wrong"
    field.errors = [f"Dit klopt niet: {refusal.values['what']}."] if wrong else [refusal.sentence]


def _form(shelf: EntityShelf, wanted: Proposal, data: Mapping[str, Any] | None) -> tuple[Content, Reading, list[str]]:
    kind, before = wanted.kind, wanted.content
    with database().reading() as session:
        labels, keys = list_labels(session, shelf, kind)
        choices = list_choices(session, shelf, kind, before) if kind.is_group and not kind.ends else None
        ahead = last_planned(session, kind, wanted.key)
        # A type or a right changes as soon as it can, unless somebody chooses a later day; a version has its own day.
        soonest = max(ahead.from_day, brussels_day(moment())) if ahead else brussels_day(moment())
        # What is only planned, and changes nothing after its first day, can be put right in everything but its key.
        fixed = ("key",) if is_new_until(session, kind, wanted.key, soonest) else NEW_ONLY
    kept = [key for key, _ in choices.kept] if choices else []
    reading = Reading(DOERS[kind.of_rights], labels, keys, kept)
    if kind.ends:
        return EndForm(data=data), reading, []
    day = {} if kind.is_group else {"from_day": soonest}
    form = FORMS[kind](data=as_data(data or {**before, **day}, reading))
    if choices:
        form["listed"].choices = [option(*one) for one in choices.offered]
    else:
        form["domain"].choices = [option(one.domain.key, one.domain.name) for one in shelf.domains]
    for name in fixed if before else ():
        if name in form:
            del form[name]
    return form, reading, [name for _, name in choices.kept] if choices else []


def _kind(sort: str) -> ChangeKind:
    kind = next((kind for kind, word in SORTS.items() if word == sort), None)
    if kind is None:
        abort(404)
    return kind


def _thing(sort: str, key: str) -> ThingView:
    kind = _kind(sort)
    with database().reading() as session:
        return view_thing(session, on_duty(), kind, key)
