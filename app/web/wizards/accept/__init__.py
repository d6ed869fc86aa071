"""Accepting or refusing a mandate, at home and at the counter: the addresses."""

import uuid

from flask import redirect, render_template, url_for

from app.clock import brussels_day
from app.core.acts import drafts
from app.core.errors import NotFound
from app.core.mandates import lookup as mandates
from app.core.views.tasks import list_to_answer
from app.web.actors import current_actor, now
from app.web.databases import database, policy
from app.web.wizards.accept.changes import CHANGES
from app.web.wizards.accept.check import check, done
from app.web.wizards.accept.scene import AcceptScene
from app.web.wizards.accept.steps import ANSWER
from app.web.wizards.accept.wording import LABELS, about, told
from app.web.wizards.blueprint import for_somebody, make_blueprint
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page

PAGES = WizardPages(
    wizard=ANSWER,
    prefix="/aanvaarden",
    title="Een mandaat aanvaarden of weigeren",
    before="accept.list",
    scene_class=AcceptScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    slip_heading="Uw antwoord tot nu toe",
    changes=CHANGES,
    steps_of_fields={"executors": "executor", "reason": "reason", "types": "parts", "last_day": "until"},
)

pages = make_blueprint(PAGES)


@pages.get("", endpoint="list")
@for_somebody
def list_waiting() -> Page:
    """The mandates that wait for an answer of this party."""
    with database().reading() as session:
        actor = current_actor()
        waiting = list_to_answer(session, actor.party_id, brussels_day(now())) if actor.party_id else []
        return render_template("wizard/accept/list.html", pages=PAGES, waiting=waiting)


@pages.post("/mandate/<uuid:mandate_id>")
@for_somebody
def begin(mandate_id: uuid.UUID) -> Page:
    """Go to the questions about this mandate; whoever was busy with it goes on where he was."""
    actor, moment = current_actor(), now()
    with database().writing.begin() as session:
        mandate, side = mandates.get_mandate_of(session, actor, mandate_id)
        if side == mandate.started_by:
            raise NotFound("mandate_unknown")
        saved = drafts.list_drafts(session, actor, now=moment)
        mine = [one for one in saved if one.wizard == ANSWER.name and one.subject_id == mandate.id]
        kept = {"now": moment, "days": policy().retention.draft_days}
        draft = mine[0] if mine else drafts.start_draft(session, actor, ANSWER.name, mandate_id=mandate.id, **kept)
        draft_id = draft.id
    return redirect(url_for("accept.resume", draft_id=draft_id), 303)
