"""Forgetting somebody who asked for that, or deciding not to. What is known of him is sent, never in an address."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.privacy import forgetting, forgetting_views
from app.web.databases import database, moment
from app.web.fields import ChoiceField, option
from app.web.form import Form
from app.web.guards import administrator_only
from app.web.pages.administration.person_search import add_person_search
from app.web.roles import on_duty

pages = Blueprint("administration_forgetting", __name__, url_prefix="/beheer/vergeten")

Page = str | Response | tuple[str, int]
MISSING = "U hebt nog geen reden gekozen. Kies waarom."
DONE = {
    "vergeten": "Deze persoon is vergeten. Het journaal bewijst nog altijd wat er gebeurde.",
    "bewaard": "Het journaal bewaart dat het gevraagd werd, en dat u het niet deed.",
}
WHY = {
    "asked": "De persoon vroeg het zelf", "died": "De persoon is overleden",
    "wrong_person": "Het is de verkeerde persoon",
}  # fmt: skip
WHY_NOT = {
    "proof_needed": "Het is nog nodig als bewijs", "dispute": "Er loopt een geschil",
    "not_the_person": "Wie het vroeg, is iemand anders",
}  # fmt: skip
GOES = {
    "accounts": ("manier om zich aan te melden", "manieren om zich aan te melden"),
    "sessions": ("plaats waar die persoon aangemeld is", "plaatsen waar die persoon aangemeld is"),
    "drafts": ("begonnen formulier", "begonnen formulieren"),
    "letters": ("brief aan die persoon", "brieven aan die persoon"),
    "mails": ("e-mail aan die persoon", "e-mails aan die persoon"),
    "notes": ("bezoek waarvan wij iets noteerden", "bezoeken waarvan wij iets noteerden"),
}
STAYS = {
    "acts": ("regel in het journaal", "regels in het journaal"),
    "mandates": ("mandaat op eigen naam dat voorbij is", "mandaten op eigen naam die voorbij zijn"),
    "rights": ("organisatie waar die persoon werkte", "organisaties waar die persoon werkte"),
    "visits": ("bezoek, zonder wat wij noteerden", "bezoeken, zonder wat wij noteerden"),
    "functions": ("functie in het register", "functies in het register"),
    "staff": ("nummer als medewerker", "nummers als medewerker"),
}


class ForgetForm(Form):
    """Why it is done."""

    reason = ChoiceField(
        "Waarom vergeet u deze persoon?", missing=MISSING, options=[option(key, words) for key, words in WHY.items()]
    )


class KeepForm(Form):
    """Why it is not done."""

    reason = ChoiceField(
        "Waarom vergeet u deze persoon niet?", missing=MISSING,
        options=[option(key, words) for key, words in WHY_NOT.items()],
    )  # fmt: skip


add_person_search(pages, "pages/administration/forgetting.html", lambda: DONE.get(request.args.get("gedaan", "")))


@pages.get("/<uuid:person_id>")
@administrator_only
def one(person_id: uuid.UUID) -> Page:
    """What would go, what stays, and the two decisions."""
    return _one(person_id)


@pages.post("/<uuid:person_id>")
@administrator_only
def forget(person_id: uuid.UUID) -> Page:
    """Do it. There is no way back."""
    form = ForgetForm(prefix="ja-")
    if not form.validate():
        return _one(person_id, forget_form=form)
    try:
        with database().writing.begin() as session:
            forgetting.forget_person(session, on_duty(), person_id, form.reason.data, now=moment())
    except (Conflict, Invalid, NotAllowed) as refusal:
        form.reason.errors = [refusal.sentence]
        return _one(person_id, forget_form=form)
    return redirect(url_for(".show", gedaan="vergeten"), HTTPStatus.SEE_OTHER)


@pages.post("/<uuid:person_id>/niet")
@administrator_only
def keep(person_id: uuid.UUID) -> Page:
    """Write down that it was asked, and why not."""
    form = KeepForm(prefix="nee-")
    if not form.validate():
        return _one(person_id, keep_form=form)
    with database().writing.begin() as session:
        forgetting.refuse_to_forget(session, on_duty(), person_id, form.reason.data, now=moment())
    return redirect(url_for(".show", gedaan="bewaard"), HTTPStatus.SEE_OTHER)


def _one(person_id: uuid.UUID, *, forget_form: ForgetForm | None = None, keep_form: KeepForm | None = None) -> Page:
    with database().reading() as session:
        card = forgetting_views.view_forgetting(session, on_duty(), person_id, now=moment())
    wrong = forget_form or keep_form
    page = render_template(
        "pages/administration/forgetting_person.html", card=card, form=wrong or ForgetForm(None, prefix="ja-"),
        forget_form=forget_form or ForgetForm(None, prefix="ja-"),
        keep_form=keep_form or KeepForm(None, prefix="nee-"), goes=GOES, stays=STAYS,
    )  # fmt: skip
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
