"""A list that became longer: the panel on the page of a mandate, giving or asking what is new, or leaving it as it is.

What is new is given, or asked, in the wizard that gives or asks anything else: it begins with the other party and these
types filled in, and every answer can still be changed.
"""

import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.acts import drafts
from app.core.acts.growing import keep_list, list_kept_about
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed
from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.core.mandates.growth import Growth, find_growth
from app.core.mandates.lookup import Side
from app.core.views.mandate import MandateView, view_mandate
from app.web.actors import current_actor, now
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.fields import TickField
from app.web.form import Form
from app.web.guards import for_party
from app.web.pages.mandate_acts import NOT_READ
from app.web.wizards.ask import PAGES as ASK
from app.web.wizards.give import PAGES as GIVE
from app.web.wizards.give.scene import OWN_CHOICE, PARTIES_NOTE
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import go, open_scene

pages = Blueprint("longer_list", __name__, url_prefix="/mandaten/<uuid:mandate_id>/langere-lijst")
Page = str | Response | tuple[str, int]
WIZARDS: dict[Side, WizardPages] = {Side.GIVER: GIVE, Side.HOLDER: ASK}


@dataclass(frozen=True)
class Panel:
    """What the page says: the name of the list, and what the holder would and would not be allowed to do."""

    name: str
    may: list[str]
    may_not: list[str]


class KeepForm(Form):
    """Nothing but the button, and at the counter the consent."""

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)

    @classmethod
    def of(cls, *, at_counter: bool) -> "KeepForm":
        """The form as this actor sees it."""
        form = cls()
        if not at_counter:
            del form.agreed
        return form


def panel_of(session: Any, view: MandateView) -> Panel | None:  # noqa: ANN401 - a session
    """The panel for who may decide; None when there is nothing new for this side."""
    growth = _growth(session, view)
    if growth is None:
        return None
    holder = view.mandate.holder.name
    return Panel(growth.name, may_sentences(growth.types, holder), may_not_sentences(growth.types, holder))


@pages.post("/beginnen")
@for_party
def begin(mandate_id: uuid.UUID) -> Page:
    """To the wizard, with the other party and the new types filled in; nothing is sent before its check page."""
    actor, moment = current_actor(), now()
    with database().writing.begin() as session:
        view = view_mandate(session, actor, mandate_id, now=moment)
        growth = _growth(session, view)
        if growth is None:
            return _to_mandate(mandate_id)
        wizard = WIZARDS[view.side]
        draft = drafts.start_draft(session, actor, wizard.name, now=moment, days=policy().retention.draft_days)
        drafts.save_answers(session, actor, draft.id, PARTIES_NOTE, {"count": 1}, now=moment)
        for step, answer in _answers(view, growth).items():
            scene = open_scene(wizard, session, draft.id)
            sealed = wizard.wizard.seal(step, answer, scene.draft.answers, scene)
            drafts.save_answers(session, actor, draft.id, step, sealed, now=moment)
        return go(wizard, draft.id, open_scene(wizard, session, draft.id).walk.first_open)


@pages.get("/laten")
@for_party
def ask(mandate_id: uuid.UUID) -> Page:
    """That the mandate stays as it is, and the button that says so."""
    return _ask(mandate_id)


@pages.post("/laten")
@for_party
def keep(mandate_id: uuid.UUID) -> Page:
    """Keep it as it is, once: whoever presses again gets to the same mandate."""
    actor, moment = current_actor(), now()
    if not KeepForm.of(at_counter=actor.visit_id is not None).validate():
        return _ask(mandate_id)
    try:
        with database().writing.begin() as session:
            if actor.visit_id is not None:
                record_consent(session, actor, list_kept_about(mandate_id), now=moment)
            keep_list(session, actor, mandate_id, now=moment)
    except (Conflict, NotAllowed) as refusal:
        with database().reading() as session:
            view = view_mandate(session, actor, mandate_id, now=moment)
            page = render_template("pages/mandates/not_now.html", view=view, sentence=refusal.sentence)
            return page, status_of(refusal)
    return _to_mandate(mandate_id)


def _ask(mandate_id: uuid.UUID) -> Page:
    actor = current_actor()
    with database().reading() as session:
        view = view_mandate(session, actor, mandate_id, now=now())
        panel = panel_of(session, view)
        if panel is None:
            return _to_mandate(mandate_id)
        at_counter = actor.visit_id is not None
        form = KeepForm.of(at_counter=at_counter)
        wrong = request.method == "POST" and not form.validate()
        page = render_template(
            "pages/mandates/keep_list.html",
            view=view,
            panel=panel,
            form=form,
            script_lines=_script(view, panel) if at_counter else (),
        )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _script(view: MandateView, panel: Panel) -> list[str]:
    gives = view.side is Side.GIVER
    whose = f"uw mandaat {'aan' if gives else 'van'} {view.other}"
    return [
        f"De lijst “{panel.name}” is langer geworden. U laat {whose} zoals het is. "
        f"U kunt het nieuwe later nog {'geven' if gives else 'vragen'}.",
        f"{WRITTEN_DOWN} {AGREED}",
    ]


def _answers(view: MandateView, growth: Growth) -> dict[str, dict[str, Any]]:
    """The questions that are answered already, in the order in which they are asked."""
    other = WIZARDS[view.side].scene_class.other_step
    return {
        other: {"number": view.mandate.party_on(view.side.other).enterprise_number},
        f"{other}-check": {"right": "yes"},
        "what": {"group": OWN_CHOICE},
        "types": {"types": list(growth.type_keys)},
    }


def _growth(session: Any, view: MandateView) -> Growth | None:  # noqa: ANN401 - a session
    # Who reads no letters does not decide either.
    return None if view.letters is None else find_growth(session, view.mandate, view.side, view.today)


def _to_mandate(mandate_id: uuid.UUID) -> Response:
    return redirect(url_for("mandates.show", mandate_id=mandate_id), HTTPStatus.SEE_OTHER)
