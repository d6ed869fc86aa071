"""A list of rights that grew: giving a colleague what is new in it, or leaving it as it is.

At a counter the customer says no here; what he gives goes by the questions of the wizard, which are read aloud.
"""

import uuid
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.counter.visits import record_consent
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.mandates.catalogue_rights import may_of_rights
from app.core.rights.groups import GrownList, decline_about, decline_grown, give_grown
from app.core.rights.matrix import Colleague, WhoMayWhat, who_may_what
from app.translations.formats import list_text
from app.web.actors import current_actor, now
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.pages.colleagues import EndForm
from app.web.wizards.blueprint import for_somebody

pages = Blueprint("colleague_lists", __name__, url_prefix="/medewerkers/<uuid:person_id>/lijst/<uuid:version_id>")
Page = str | Response | tuple[str, int]
YES, NO = "ja", "nee"


@pages.get("")
@for_somebody
def ask(person_id: uuid.UUID, version_id: uuid.UUID) -> Page:
    """What is new in the list, and what that lets the colleague do."""
    return _ask(person_id, version_id)


@pages.post("")
@for_somebody
def answer(person_id: uuid.UUID, version_id: uuid.UUID) -> Page:
    """Give it, or say no; a form without an answer asks again, at a counter one without consent too."""
    actor, chosen = current_actor(), request.form.get("antwoord")
    at_counter = actor.visit_id is not None
    if chosen == YES and at_counter:
        abort(HTTPStatus.NOT_FOUND)
    if chosen not in (YES, NO) or not EndForm.of(request.form, at_counter=at_counter).validate():
        return _ask(person_id, version_id)
    try:
        with database().writing.begin() as session:
            if at_counter:
                record_consent(session, actor, decline_about(person_id, version_id), now=now())
            if chosen == YES:
                give_grown(session, actor, person_id, version_id, policy=policy(), now=now())
            else:
                decline_grown(session, actor, person_id, version_id, now=now())
    except (Conflict, Invalid, NotAllowed) as refusal:
        return _ask(person_id, version_id, refusal)
    except NotFound:
        pass  # pressed twice: it was answered
    return redirect(url_for("colleagues.overview"), HTTPStatus.SEE_OTHER)


def _ask(person_id: uuid.UUID, version_id: uuid.UUID, refusal: Conflict | Invalid | NotAllowed | None = None) -> Page:
    at_counter = current_actor().visit_id is not None
    form = EndForm.of(request.form if request.method == "POST" else None, at_counter=at_counter)
    wrong = request.method == "POST" and not form.validate()
    with database().reading() as session:
        view = who_may_what(session, current_actor(), now=now())
        found = (one for one in view.grown if one.person_id == person_id and one.version.id == version_id)
        grown = next(found, None)
        if grown is None:
            raise NotFound("right_group_unknown")
        colleague = next(one for one in view.colleagues if one.person_id == person_id)
        page = render_template(
            "pages/colleagues/list.html", view=view, grown=grown, colleague=colleague,
            sentences=may_of_rights(grown.types, colleague.name, beside={one.kind for one in colleague.held}),
            refusal=refusal.sentence if refusal else "", form=form,
            script_lines=_script(view, grown, colleague) if at_counter else (),
        )  # fmt: skip
    if wrong:
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    return (page, status_of(refusal)) if refusal else page


def _script(view: WhoMayWhat, grown: GrownList, colleague: Colleague) -> list[str]:
    what = list_text([one.name.lower() for one in grown.types])
    return [
        f"U geeft {colleague.name} bij {view.party.name} niet wat nieuw is in de lijst: {what}. "
        "Alles blijft zoals het is.",
        f"{WRITTEN_DOWN} {AGREED}",
    ]
