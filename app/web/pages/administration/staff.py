"""Who works here: counter, roles, and where somebody is signed in; an administrator changes each of them."""

import uuid
from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.administration import offices, staff
from app.core.administration.entities import list_entities
from app.core.administration.staff_sign_in import view_factors
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.people import roles
from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, HeldRole, Role
from app.web.databases import database, moment, policy, settings
from app.web.fields import ChoiceField, option
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.roles import on_duty

pages = Blueprint("administration_staff", __name__, url_prefix="/beheer/medewerkers")

Page = str | Response | tuple[str, int]
NOWHERE = "geen"
SHOWN = {"": "Iedereen", "open": "Kan zich aanmelden", "dicht": "Kan zich niet aanmelden"}
SHUT = {"left": "Werkt hier niet meer", "closed": "Toegang gesloten", "dormant": "Maanden niet aangemeld"}
DONE = {
    "rol": "De rol is gegeven. Ze geldt meteen.",
    "rol-weg": "De rol is weg. Dat geldt meteen.",
    "loket": "Deze medewerker werkt nu aan het andere loket.",
    "afgemeld": "Deze medewerker is overal afgemeld.",
    "dicht": "De toegang is gesloten. Deze medewerker is overal afgemeld.",
    "open": "Deze medewerker kan zich weer aanmelden.",
}


class RoleForm(Form):
    """Which role."""

    role = ChoiceField("Welke rol krijgt deze medewerker?", missing="U hebt nog geen rol gekozen. Kies er een.")


class OfficeForm(Form):
    """Which counter."""

    office = ChoiceField("Aan welk loket werkt deze medewerker?", missing="U hebt nog geen loket gekozen. Kies er een.")


@pages.get("")
@administrator_only
def show() -> str:
    """Everybody who works here or did; on request only who can sign in, or only who cannot."""
    with database().reading() as session:
        found = staff.list_colleagues(session, on_duty())
    able = [one for one in found if one.shut is None]
    choices = {"": found, "open": able, "dicht": [one for one in found if one.shut is not None]}
    chosen = request.args.get("toon", "")
    chosen = chosen if chosen in choices else ""
    groups = [(name, words, len(choices[name])) for name, words in SHOWN.items()]
    return render_template(
        "pages/administration/staff.html", colleagues=choices[chosen], groups=groups, chosen=chosen, shut=SHUT
    )


@pages.get("/<uuid:person_id>")
@administrator_only
def one(person_id: uuid.UUID) -> Page:
    """One member of staff."""
    return _page(person_id)


@pages.post("/<uuid:person_id>/rol")
@administrator_only
def give(person_id: uuid.UUID) -> Page:
    """Give a role."""
    form = RoleForm()
    _offer_roles(form)
    if not form.validate():
        return _page(person_id, role_form=form)
    kind, _, entity = str(form.role.data).partition(":")
    try:
        with database().writing.begin() as session:
            wanted = Role(roles.RoleKind(kind), entity or None)
            roles.give_role(session, on_duty(), person_id, wanted, now=moment())
    except (Conflict, Invalid, NotAllowed) as refusal:
        form.role.errors = [refusal.sentence]
        return _page(person_id, role_form=form)
    return back_to(person_id, "rol")


@pages.post("/<uuid:person_id>/rol/<uuid:role_id>")
@administrator_only
def end(person_id: uuid.UUID, role_id: uuid.UUID) -> Page:
    """End a role."""
    with database().writing.begin() as session:
        roles.end_role(session, on_duty(), role_id, now=moment())
    return back_to(person_id, "rol-weg")


@pages.post("/<uuid:person_id>/loket")
@administrator_only
def move(person_id: uuid.UUID) -> Page:
    """Let somebody serve elsewhere."""
    form = OfficeForm()
    _offer_offices(form)
    if not form.validate():
        return _page(person_id, office_form=form)
    office_id = None if form.office.data == NOWHERE else uuid.UUID(form.office.data)
    try:
        with database().writing.begin() as session:
            staff.move_colleague(session, on_duty(), person_id, office_id, policy=policy(), now=moment())
    except (Conflict, NotAllowed, NotFound) as refusal:
        form.office.errors = [refusal.sentence]
        return _page(person_id, office_form=form)
    return back_to(person_id, "loket")


@pages.post("/<uuid:person_id>/afmelden")
@administrator_only
def sign_out(person_id: uuid.UUID) -> Page:
    """End everything that somebody has open."""
    with database().writing.begin() as session:
        staff.end_sessions_of(session, on_duty(), person_id, now=moment())
    return back_to(person_id, "afgemeld")


@pages.post("/<uuid:person_id>/toegang/openen")
@administrator_only
def open_access(person_id: uuid.UUID) -> Page:
    """Let somebody sign in again."""
    with database().writing.begin() as session:
        staff.open_access(session, on_duty(), person_id, now=moment())
    return back_to(person_id, "open")


def role_name(role: HeldRole) -> str:
    """What a role is called."""
    return "Beheerder" if role.kind == ADMINISTRATOR else f"Domeinbeheerder van {role.entity_name}"


def back_to(person_id: uuid.UUID, done: str) -> Response:
    """To the page of this member of staff, which says what was done."""
    return redirect(url_for("administration_staff.one", person_id=person_id, gedaan=done), HTTPStatus.SEE_OTHER)


def _page(
    person_id: uuid.UUID, *, role_form: RoleForm | None = None, office_form: OfficeForm | None = None
) -> Page:
    idle = timedelta(minutes=settings().session_minutes)
    with database().reading() as session:
        card = staff.view_colleague(session, on_duty(), person_id, idle=idle, now=moment())
        factors = view_factors(session, on_duty(), person_id)
    wrong = role_form or office_form
    if role_form is None:
        role_form = RoleForm(None)
        _offer_roles(role_form)
    if office_form is None:
        office_form = OfficeForm(None, data={"office": str(card.colleague.office_id or NOWHERE)})
        _offer_offices(office_form)
    page = render_template(
        "pages/administration/colleague.html", card=card, form=wrong or role_form, role_form=role_form,
        office_form=office_form, role_name=role_name, done=DONE.get(request.args.get("gedaan", "")),
        from_directory=any(one.kind == "staff" for one in settings().sign_in.providers),
        factors=factors, is_me=card.colleague.person_id == on_duty().actor_id,
    )  # fmt: skip
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _offer_roles(form: RoleForm) -> None:
    with database().reading() as session:
        entities = list_entities(session, on_duty())
    form.role.choices = [
        option(ADMINISTRATOR.value, "Beheerder", hint="Beheert medewerkers, loketten en entiteiten."),
        *(
            option(f"{DOMAIN_MANAGER.value}:{one.key}", f"Domeinbeheerder van {one.name}",
                   hint="Beheert wat mensen daar aan een ander kunnen geven.")
            for one in entities
        ),
    ]  # fmt: skip


def _offer_offices(form: OfficeForm) -> None:
    with database().reading() as session:
        found = offices.list_offices(session)
    form.office.choices = [
        *(option(str(one.id), one.plan.name, hint=one.plan.town) for one in found),
        option(NOWHERE, "Aan geen loket", apart=True),
    ]
