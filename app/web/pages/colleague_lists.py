"""A list of rights that grew: giving a colleague what is new in it, or leaving it as it is."""

import uuid
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.mandates.catalogue_rights import may_of_rights
from app.core.rights.groups import decline_grown, give_grown
from app.core.rights.matrix import who_may_what
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.users import current_user
from app.web.wizards.blueprint import for_somebody

pages = Blueprint("colleague_lists", __name__, url_prefix="/medewerkers/<uuid:person_id>/lijst/<uuid:version_id>")
Page = str | Response | tuple[str, int]
YES, NO = "ja", "nee"


@pages.get("")
@for_somebody
def ask(person_id: uuid.UUID, version_id: uuid.UUID) -> Page:
    """What is new in the list, and what that lets the colleague do."""
    _not_at_a_counter()
    return _ask(person_id, version_id)


@pages.post("")
@for_somebody
def answer(person_id: uuid.UUID, version_id: uuid.UUID) -> Page:
    """Give it, or say no; a form without an answer asks again."""
    _not_at_a_counter()
    chosen = request.form.get("antwoord")
    if chosen not in (YES, NO):
        return _ask(person_id, version_id)
    try:
        with database().writing.begin() as session:
            if chosen == YES:
                give_grown(session, current_actor(), person_id, version_id, policy=policy(), now=now())
            else:
                decline_grown(session, current_actor(), person_id, version_id, now=now())
    except (Conflict, Invalid, NotAllowed) as refusal:
        return _ask(person_id, version_id, refusal)
    except NotFound:
        pass  # pressed twice: it was answered
    return redirect(url_for("colleagues.overview"), HTTPStatus.SEE_OTHER)


def _not_at_a_counter() -> None:
    """There the questions of the wizard give it, which are read aloud."""
    if current_user.is_clerk:
        abort(HTTPStatus.NOT_FOUND)


def _ask(person_id: uuid.UUID, version_id: uuid.UUID, refusal: Conflict | Invalid | NotAllowed | None = None) -> Page:
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
            refusal=refusal.sentence if refusal else "",
        )  # fmt: skip
    return (page, HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT) if refusal else page
