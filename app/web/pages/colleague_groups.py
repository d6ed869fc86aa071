"""A mandate group that grew after a colleague got a right for it: changing the right, or leaving it as it is."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.rights.longer_groups import LongerGroup, decline_longer, decline_longer_about
from app.core.rights.matrix import Colleague, WhoMayWhat, who_may_what
from app.translations.formats import list_text
from app.web.actors import current_actor, now
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.databases import database
from app.web.errors import status_of
from app.web.pages.colleagues import EndForm
from app.web.wizards.blueprint import for_somebody

pages = Blueprint("colleague_groups", __name__, url_prefix="/medewerkers/<uuid:person_id>/groep/<uuid:version_id>")
Page = str | Response | tuple[str, int]


@pages.get("")
@for_somebody
def ask(person_id: uuid.UUID, version_id: uuid.UUID) -> Page:
    """What is new in the group, the way to give it, and the button that leaves everything as it is."""
    return _ask(person_id, version_id)


@pages.post("")
@for_somebody
def keep(person_id: uuid.UUID, version_id: uuid.UUID) -> Page:
    """Leave it as it is, at a counter with the consent of the customer."""
    actor = current_actor()
    at_counter = actor.visit_id is not None
    if not EndForm.of(request.form, at_counter=at_counter).validate():
        return _ask(person_id, version_id)
    try:
        with database().writing.begin() as session:
            if at_counter:
                record_consent(session, actor, decline_longer_about(person_id, version_id), now=now())
            decline_longer(session, actor, person_id, version_id, now=now())
    except (Conflict, NotAllowed) as refusal:
        return _ask(person_id, version_id, refusal)
    except NotFound:
        pass  # it was changed meanwhile, by whoever else decides
    return redirect(url_for("colleagues.overview"), HTTPStatus.SEE_OTHER)


def _ask(person_id: uuid.UUID, version_id: uuid.UUID, refusal: Conflict | NotAllowed | None = None) -> Page:
    at_counter = current_actor().visit_id is not None
    form = EndForm.of(request.form if request.method == "POST" else None, at_counter=at_counter)
    wrong = request.method == "POST" and not form.validate()
    with database().reading() as session:
        view = who_may_what(session, current_actor(), now=now())
        found = [(one, longer) for one, _, longer in view.shorter if one.person_id == person_id]
        colleague, longer = next((pair for pair in found if pair[1].version.id == version_id), (None, None))
        if colleague is None or longer is None:
            raise NotFound("right_mandate_group_unknown")
        page = render_template(
            "pages/colleagues/group.html", colleague=colleague, longer=longer, form=form,
            refusal=refusal.sentence if refusal else "",
            script_lines=_script(view, longer, colleague) if at_counter else (),
        )  # fmt: skip
    if wrong:
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return (page, status_of(refusal)) if refusal else page


def _script(view: WhoMayWhat, longer: LongerGroup, colleague: Colleague) -> list[str]:
    return [
        f"U geeft {colleague.name} bij {view.party.name} niet wat nieuw is in de mandaatgroep: "
        f"{list_text(longer.asked)}. Alles blijft zoals het is.",
        f"{WRITTEN_DOWN} {AGREED}",
    ]
