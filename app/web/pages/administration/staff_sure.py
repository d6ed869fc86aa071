"""What an administrator does to a member of staff that nobody takes back with one press: asked first, then done."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.administration import staff
from app.core.administration.staff import ColleagueCard
from app.core.administration.staff_sign_in import check_codes_to, give_codes_to
from app.core.errors import Conflict, CoreError, NotAllowed
from app.web.databases import database, moment, policy, settings, vault
from app.web.guards import administrator_only
from app.web.pages.administration.confirm import ask_first
from app.web.pages.administration.staff import back_to
from app.web.pages.sign_in_fresh import after_fresh_sign_in
from app.web.roles import on_duty

pages = Blueprint("administration_staff_sure", __name__, url_prefix="/beheer/medewerkers/<uuid:person_id>")

Page = str | Response | tuple[str, int]
TOLD = "{name} leest dat u dit deed."
ONCE = "U ziet de 10 nieuwe codes 1\u00a0keer, op de volgende pagina. Geef ze zelf af."


@pages.get("/toegang/sluiten")
@administrator_only
def ask_close(person_id: uuid.UUID) -> Page:
    """What it means that somebody signs in no more."""
    if _card(person_id).colleague.shut == "closed":
        return redirect(_back(person_id), HTTPStatus.SEE_OTHER)
    with database().reading() as session:
        staff.check_close_access(session, on_duty(), person_id)
    return _ask_close(person_id)


@pages.post("/toegang/sluiten")
@administrator_only
def close_access(person_id: uuid.UUID) -> Page:
    """Let somebody sign in no more."""
    try:
        with database().writing.begin() as session:
            staff.close_access(session, on_duty(), person_id, policy=policy(), now=moment())
    except (Conflict, NotAllowed) as refusal:
        return _ask_close(person_id, refusal)
    return back_to(person_id, "dicht")


@pages.get("/codes")
@administrator_only
@after_fresh_sign_in
def ask_codes(person_id: uuid.UUID) -> Page:
    """What new codes mean for the old ones."""
    return _ask_codes(person_id, lost=False)


@pages.post("/codes")
@administrator_only
def give_codes(person_id: uuid.UUID) -> Page:
    """Ten new codes on paper, shown this once."""
    return _new_codes(person_id, lost=False)


@pages.get("/opnieuw")
@administrator_only
@after_fresh_sign_in
def ask_again(person_id: uuid.UUID) -> Page:
    """What stops working for who lost his phone and passkeys."""
    return _ask_codes(person_id, lost=True)


@pages.post("/opnieuw")
@administrator_only
def begin_again(person_id: uuid.UUID) -> Page:
    """New codes for who lost his phone and passkeys: what he had works no more."""
    return _new_codes(person_id, lost=True)


def _ask_close(person_id: uuid.UUID, refusal: CoreError | None = None) -> Page:
    name = _card(person_id).colleague.name
    sentences = [
        f"{name} kan zich dan niet meer aanmelden, en is meteen overal afgemeld.",
        "Een bezoek van een klant dat nog open staat, sluit ook.",
        "Een beheerder kan de toegang later weer openen.",
    ]
    return ask_first(
        f"Sluit u de toegang van {name}?", sentences, "Toegang sluiten", _back(person_id), refusal=refusal
    )


def _ask_codes(person_id: uuid.UUID, *, lost: bool, refusal: CoreError | None = None) -> Page:
    if refusal is None:
        with database().reading() as session:
            check_codes_to(session, on_duty(), person_id, now=moment())
    name = _card(person_id).colleague.name
    title = f"Laat u {name} de app opnieuw instellen?" if lost else f"Geeft u {name} nieuwe codes?"
    button = "App opnieuw laten instellen" if lost else "Nieuwe codes geven"
    return ask_first(title, _codes_sentences(name, lost), button, _back(person_id), refusal=refusal)


def _codes_sentences(name: str, lost: bool) -> Sequence[str]:
    if not lost:
        return ["Codes van vroeger werken dan niet meer. De app en de passkeys blijven werken.", ONCE,
                TOLD.format(name=name)]  # fmt: skip
    return [
        "De app, de passkeys en de codes van vroeger werken dan niet meer. Dat draait niemand terug.",
        f"{name} is meteen overal afgemeld. Daarna begint {name} opnieuw, met het wachtwoord en een code.",
        ONCE,
        TOLD.format(name=name),
    ]


def _new_codes(person_id: uuid.UUID, *, lost: bool) -> Page:
    try:
        with database().writing.begin() as session:
            codes = give_codes_to(session, on_duty(), person_id, lost=lost, vault=vault(), now=moment())
    except (Conflict, NotAllowed) as refusal:
        return _ask_codes(person_id, lost=lost, refusal=refusal)
    return render_template("pages/administration/codes.html", codes=codes, card=_card(person_id), lost=lost)


def _card(person_id: uuid.UUID) -> ColleagueCard:
    idle = timedelta(minutes=settings().session_minutes)
    with database().reading() as session:
        return staff.view_colleague(session, on_duty(), person_id, idle=idle, now=moment())


def _back(person_id: uuid.UUID) -> str:
    return url_for("administration_staff.one", person_id=person_id)
