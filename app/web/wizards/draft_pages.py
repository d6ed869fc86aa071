"""Keeping a draft for later, going on with it, and throwing it away."""

import uuid
from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.acts import drafts
from app.core.handoffs.returning import find_way_back
from app.web.databases import database
from app.web.wizards.pages import WizardPages
from app.web.wizards.scene import Scene
from app.web.wizards.view import Page, go, open_scene

SENT_HERE = "overgang"  # in the address of the stopped page: the hand-off from which the draft came


def resume(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """To where somebody was; or to an earlier step, when what was answered there no longer stands."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        return sent(pages, scene) or go(pages, draft_id, goes_on_at(pages, scene))


def goes_on_at(pages: WizardPages, scene: Scene) -> str:
    """The step at which somebody goes on."""
    steps = [step.name for step in scene.walk.path]
    changed = (step for step in steps if pages.changed(scene, step))
    return next(changed, scene.walk.first_open)


def show_saved(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """That everything is kept, until when, and under which number."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        return sent(pages, scene) or render_template("wizard/saved.html", pages=pages, scene=scene)


def ask_to_stop(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """Whether the answers may be thrown away."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        if not scene.can_be_thrown_away:
            return sent(pages, scene) or go(pages, draft_id, goes_on_at(pages, scene))
        return sent(pages, scene) or render_template("wizard/stop.html", pages=pages, scene=scene)


def stop(pages: WizardPages, draft_id: uuid.UUID) -> Page:
    """Throw the answers away; nothing is sent."""
    back = {}
    with database().writing.begin() as session:
        scene = open_scene(pages, session, draft_id, lock=True)
        other = sent(pages, scene)
        if other is None:
            back = {SENT_HERE: scene.draft.handoff_id} if scene.draft.handoff_id else {}
            drafts.delete_draft(session, scene.actor, draft_id, now=scene.now)
    return other or redirect(url_for(f"{pages.name}.stopped", **back), HTTPStatus.SEE_OTHER)


def show_stopped(pages: WizardPages) -> Page:
    """That nothing was sent and nothing is kept; who was sent here by another application can go back to it."""
    with database().reading() as session:
        way_back = find_way_back(session, pages.actor(), request.args.get(SENT_HERE, type=uuid.UUID))
        return render_template("wizard/stopped.html", pages=pages, way_back=way_back)


def sent(pages: WizardPages, scene: Scene) -> Response | None:
    """To the done page, once it was sent; else None."""
    if not scene.sent:
        return None
    return redirect(url_for(f"{pages.name}.done", draft_id=scene.draft.id), HTTPStatus.SEE_OTHER)
