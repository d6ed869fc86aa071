"""The one view of every question in every wizard: show it, refuse it, keep it, go on."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.core.acts import drafts
from app.web.actors import now
from app.web.databases import database
from app.web.htmx import is_partial
from app.web.inline_check import check_field
from app.web.repeating import harmless_twice
from app.web.typed import forget_typed, keep_refused, take_typed
from app.web.wizards.pages import WizardPages
from app.web.wizards.scene import Scene
from app.web.wizards.step_form import StepForm
from app.wizard import CHECK, Step

Page = str | Response | tuple[str, int]
SAVE = "bewaar"
SAVED = "saved"
FIRST_PAGES = 3


def open_scene(pages: WizardPages, session: object, draft_id: uuid.UUID, *, lock: bool = False) -> Scene:
    """The scene of a draft; NotFound for a stranger, and for a draft of another wizard.

    `lock` is for whoever will write: it waits for another request that is busy with the same draft.
    """
    actor, moment = pages.actor(), now()
    draft = drafts.read_draft(session, actor, draft_id, now=moment, lock=lock)
    if draft.wizard not in {pages.name, pages.becomes}:
        raise NotFound
    if draft.party_id not in {None, actor.party_id} and actor.visit_id is None:
        actor = actor.for_party(draft.party_id)
    return pages.scene_class.of(pages.wizard, session, actor, draft, moment)


def go(pages: WizardPages, draft_id: uuid.UUID, page: str) -> Response:
    """To a page of the wizard, with 303: the browser never asks to send a form again."""
    if page in {CHECK, SAVED}:
        return redirect(url_for(f"{pages.name}.{page}", draft_id=draft_id), HTTPStatus.SEE_OTHER)
    return redirect(url_for(f"{pages.name}.step", draft_id=draft_id, step=page), HTTPStatus.SEE_OTHER)


def elsewhere(pages: WizardPages, scene: Scene, page: str) -> Response | None:
    """Where somebody belongs who may not be at `page`: the done page after sending, else the first open question."""
    if scene.sent:
        return redirect(url_for(f"{pages.name}.done", draft_id=scene.draft.id), HTTPStatus.SEE_OTHER)
    if not scene.walk.is_reachable(page):
        return go(pages, scene.draft.id, scene.walk.first_open)
    return None


def show_step(pages: WizardPages, draft_id: uuid.UUID, step: str) -> Page:
    """A question, with the answer given before; once with what was just typed and could not be kept."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        other = elsewhere(pages, scene, step)
        if other is not None:
            return other
        question, typed = _question(pages, step), take_typed()
        if typed is None:
            return render_step(pages, scene, question, filled_form(question, scene))
        form = posted_form(question, scene, typed.form)
        refused = typed.refused and not form.validate()
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return render_step(pages, scene, question, form, typed_again=not typed.refused), status


@harmless_twice
def answer_step(pages: WizardPages, draft_id: uuid.UUID, step: str) -> Page:
    """Keep a good answer and go on; show a bad one again, with what was filled in."""
    with database().reading() as session:
        scene = open_scene(pages, session, draft_id)
        other = elsewhere(pages, scene, step)
        if other is not None:
            return other
        question = _question(pages, step)
        form = posted_form(question, scene)
        if is_partial(request):
            return check_field(form, _template(pages, question), scene=scene)
        if not form.validate():
            return refuse_step(pages, scene, question, form)
    return _keep(pages, draft_id, question, form)


def refuse_step(pages: WizardPages, scene: Scene, question: Step, form: StepForm) -> Page:
    """The same page with what is wrong; unless somebody wanted to stop for today, who keeps what was kept.

    It is opened anew, so that Back never asks to send a form again; what is too long for that waits as a page.
    """
    if wants_to_stop_for_today():
        return go(pages, scene.draft.id, SAVED)
    if keep_refused():
        return go(pages, scene.draft.id, question.name)
    return render_step(pages, scene, question, form), HTTPStatus.UNPROCESSABLE_ENTITY


def wants_to_stop_for_today() -> bool:
    """Whether the button "Bewaren en later verder" was pressed."""
    return request.form.get("doe") == SAVE


def filled_form(question: Step, scene: Scene) -> StepForm:
    """The form of a question, with the answer that still counts, or else the one given before a change."""
    kept = scene.answers.get(question.name) or scene.draft.answers.get(question.name) or {}
    form: StepForm = question.form_class(None, data=question.form_class.recall(kept))
    form.prepare(scene)
    return form


def posted_form(question: Step, scene: Scene, posted: MultiDict[str, str] | None = None) -> StepForm:
    """The form of a question as somebody filled it in: in this request, or in the one before."""
    form: StepForm = question.form_class(request.form if posted is None else posted)
    form.prepare(scene)
    return form


def render_step(
    pages: WizardPages, scene: Scene, question: Step, form: StepForm, *, typed_again: bool = False
) -> str:
    """The page of one question; `typed_again` says that what stands there still has to be sent."""
    page = question.name
    shown = {
        "form": form,
        "scene": scene,
        "typed_again": typed_again,
        "says_answers_stay": scene.can_be_kept and scene.walk.position(page).number <= FIRST_PAGES,
        "slip_rows": slip_rows(pages, scene, page),
        "changed": pages.changed(scene, page),
    }
    return render_template(_template(pages, question), **shown, **frame(pages, scene, page))


def frame(pages: WizardPages, scene: Scene, page: str) -> dict[str, Any]:
    """What stands around every page of a wizard: the way back, how far it is, the way out."""
    draft_id = scene.draft.id
    back = scene.walk.back(page)
    return {
        "pages": pages,
        "back_url": url_for(f"{pages.name}.step", draft_id=draft_id, step=back) if back else url_for(pages.before),
        "position": scene.walk.position(page),
        "stop_url": url_for(f"{pages.name}.stop", draft_id=draft_id) if scene.can_be_thrown_away else None,
    }


def slip_rows(pages: WizardPages, scene: Scene, page: str) -> list[dict[str, Any]]:
    """The lines of the overview beside the question."""
    words = {"todo": "Nog te doen", "busy": "Bezig", "done": "Klaar"}
    told = pages.told(scene)
    return [
        {
            "name": f"{number}. {pages.labels[section.name]}",
            "value": told.get(section.name, ""),
            "state": words[section.state],
            "current": section.state == "busy",
            "done": section.state == "done",
        }
        for number, section in enumerate(scene.walk.sections(page), start=1)
    ]


def _template(pages: WizardPages, question: Step) -> str:
    return f"wizard/{pages.name}/{question.name}.html"


def _question(pages: WizardPages, name: str) -> Step:
    # `elsewhere` has sent away whoever asks for a step that does not exist.
    question = pages.wizard.step(name)
    if question is None:
        raise NotFound
    return question


def _keep(pages: WizardPages, draft_id: uuid.UUID, question: Step, form: StepForm) -> Page:
    with database().writing.begin() as session:
        scene = open_scene(pages, session, draft_id, lock=True)
        other = elsewhere(pages, scene, question.name)
        if other is not None:
            return other
        following = form.leads_to() or keep_answer(pages, scene, question, form)
        for name, note in form.notes().items():
            drafts.save_answers(session, scene.actor, draft_id, name, note, now=scene.now)
    forget_typed()
    if wants_to_stop_for_today():
        return go(pages, draft_id, SAVED)
    return go(pages, draft_id, following)


def keep_answer(pages: WizardPages, scene: Scene, question: Step, form: StepForm) -> str:
    """Write a good answer down; the first question that is open then."""
    answer = pages.wizard.seal(question.name, form.answer(), scene.draft.answers, scene)
    form.keep(scene)
    drafts.save_answers(scene.session, scene.actor, scene.draft.id, question.name, answer, now=scene.now)
    return open_scene(pages, scene.session, scene.draft.id).walk.first_open
