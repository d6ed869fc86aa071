"""Appointing a colleague, and changing what one may do: the addresses."""

import uuid

from flask import request

from app.core.acts import drafts
from app.core.errors import NotFound
from app.core.rights.matrix import find_colleague
from app.web.actors import now
from app.web.databases import database, policy
from app.web.wizards.blueprint import make_blueprint
from app.web.wizards.colleague.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.colleague.scene import CHANGE_NOTE, MANDATE_NOTE, ColleagueScene
from app.web.wizards.colleague.steps import COLLEAGUE
from app.web.wizards.colleague.wording import LABELS, about, told
from app.web.wizards.pages import WizardPages
from app.web.wizards.view import Page, go, open_scene

PAGES = WizardPages(
    wizard=COLLEAGUE,
    prefix="/medewerkers/aanduiden",
    title="Een medewerker aanduiden",
    before="colleagues.overview",
    scene_class=ColleagueScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    slip_heading="Uw keuze tot nu toe",
    flag="Nog niet gedaan",  # who works there already gets no letter
    undone=("veranderen", "veranderd"),
    steps_of_fields=STEPS_OF_FIELDS,
)
OF = "wie"  # in the address: whose rights are changed
FROM = "van"  # and for which mandate somebody is sought


def begin(pages: WizardPages) -> Page:
    """To the first question, for who decides; the address can name the colleague whose rights change."""
    actor, moment = pages.actor(), now()
    with database().writing.begin() as session:
        draft = drafts.start_draft(session, actor, pages.name, now=moment, days=policy().retention.draft_days)
        who = request.args.get(OF, type=uuid.UUID)
        if who is not None:
            if find_colleague(session, actor, who, now=moment) is None:
                raise NotFound("colleague_not_here")
            drafts.save_answers(session, actor, draft.id, CHANGE_NOTE, {"person": str(who)}, now=moment)
        mandate_id = request.args.get(FROM, type=uuid.UUID)
        if mandate_id is not None:
            drafts.save_answers(session, actor, draft.id, MANDATE_NOTE, {"mandate": str(mandate_id)}, now=moment)
        scene = open_scene(pages, session, draft.id)
        return go(pages, draft.id, scene.walk.first_open)


pages = make_blueprint(PAGES, (("POST", "", "begin", begin),))
