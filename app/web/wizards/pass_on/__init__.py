"""Passing on, at home and at the counter: the addresses."""

from app.web.wizards.blueprint import make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.starting import NO_NUMBER, starting
from app.web.wizards.pages import WizardPages
from app.web.wizards.pass_on.changes import source_is_gone, until_is_gone
from app.web.wizards.pass_on.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.pass_on.forms.source import SOURCE_NOTE
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.pass_on.steps import PASS_ON
from app.web.wizards.pass_on.wording import LABELS, about, told

PAGES = WizardPages(
    wizard=PASS_ON,
    prefix="/doorgeven",
    title="Een mandaat doorgeven",
    before="pass_on.start",
    scene_class=PassOnScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    changes={**changes_of("giver", PassOnScene.other_step), "source": source_is_gone, "until": until_is_gone},
    slip_heading="Wat u doorgeeft",
    steps_of_fields=STEPS_OF_FIELDS,
    looking_at=(SOURCE_NOTE, "mandate"),
)

pages = make_blueprint(PAGES, (*starting(PAGES), NO_NUMBER))
