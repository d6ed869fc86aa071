"""Giving a mandate, at home and at the counter: the addresses."""

from app.web.wizards.blueprint import make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.starting import NO_NUMBER, starting
from app.web.wizards.give.steps import GIVE
from app.web.wizards.give.wording import LABELS, about, told
from app.web.wizards.pages import WizardPages

PAGES = WizardPages(
    wizard=GIVE,
    prefix="/geven",
    title="Een mandaat geven",
    before="give.start",
    scene_class=GiveScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    changes=changes_of("giver", "holder"),
    steps_of_fields=STEPS_OF_FIELDS,
)

pages = make_blueprint(PAGES, (*starting(PAGES), NO_NUMBER))
