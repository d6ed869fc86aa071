"""Who has a resume card signs in, says the dossier number, and goes on where he was."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.acts.drafts import Draft, find_by_number
from app.core.errors import Invalid, NotFound
from app.core.people.parties import get_party
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.fields import TextField
from app.web.form import Form
from app.web.guards import signed_in
from app.web.layout import has_page
from app.web.users import choose_party, current_user

pages = Blueprint("resume", __name__, url_prefix="/hervatten")

NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Vul de 12 cijfers in die op uw kaart staan."

Page = str | Response | tuple[str, int]


class ResumeForm(Form):
    """What stands on the card."""

    dossier_number = TextField("Dossiernummer", missing=NUMBER_MISSING, longest=40)


@pages.get("")
@signed_in
def show() -> Page:
    """The question for the number; a clerk looks for it with the customer, at the desk."""
    if current_user.is_clerk:
        return redirect(url_for("counter.home"), HTTPStatus.SEE_OTHER)
    return _render(ResumeForm(None))


@pages.post("")
@signed_in
def find() -> Page:
    """On to what was begun, for the party for which it was begun."""
    form = ResumeForm(request.form)
    if not form.validate():
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with database().reading() as session:
            draft = find_by_number(session, current_actor(), form.dossier_number.data, now=now())
            # A list of clients has no questions to be welcomed back to: it is the page.
            page = "welcome" if has_page(f"{draft.wizard}.welcome") else "resume"
            address = url_for(f"{draft.wizard}.{page}", draft_id=draft.id)
            chosen = (draft.party_id, get_party(session, draft.party_id).name) if _is_for_a_party(draft) else None
    except (Invalid, NotFound) as refusal:
        form.dossier_number.errors = [refusal.sentence]
        return _render(form), HTTPStatus.UNPROCESSABLE_ENTITY
    if chosen:
        choose_party(*chosen)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _is_for_a_party(draft: Draft) -> bool:
    # At the counter the party is that of the visit.
    return draft.party_id is not None and not current_user.is_clerk


def _render(form: ResumeForm) -> str:
    return render_template("pages/resume.html", form=form)
