"""Asking for a mandate, at home and at the counter: the addresses."""

from app.web.wizards.ask.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.ask.scene import AskScene
from app.web.wizards.ask.steps import ASK
from app.web.wizards.ask.wording import LABELS, about, told
from app.web.wizards.blueprint import make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.starting import starting
from app.web.wizards.pages import WizardPages

PAGES = WizardPages(
    wizard=ASK,
    prefix="/vragen",
    title="Een mandaat vragen",
    before="ask.start",
    scene_class=AskScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    changes=changes_of("holder", "giver"),
    slip_heading="Uw vraag tot nu toe",
    steps_of_fields=STEPS_OF_FIELDS,
)

pages = make_blueprint(PAGES, starting(PAGES))
