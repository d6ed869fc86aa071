"""Changing holders, at home and at the counter: the addresses."""

from app.web.wizards.blueprint import make_blueprint
from app.web.wizards.give.changes import changes_of
from app.web.wizards.give.starting import NO_NUMBER, starting
from app.web.wizards.pages import WizardPages
from app.web.wizards.transfer.changes import old_is_gone
from app.web.wizards.transfer.check import STEPS_OF_FIELDS, check, done
from app.web.wizards.transfer.forms.old import LEAVES_NOTE
from app.web.wizards.transfer.scene import TransferScene
from app.web.wizards.transfer.steps import TRANSFER
from app.web.wizards.transfer.wording import LABELS, about, told

PAGES = WizardPages(
    wizard=TRANSFER,
    prefix="/veranderen",
    title="Van boekhouder veranderen",
    before="transfer.start",
    scene_class=TransferScene,
    labels=LABELS,
    told=told,
    check=check,
    done=done,
    about=about,
    changes={**changes_of("giver", TransferScene.other_step), "old": old_is_gone},
    slip_heading="Uw verandering tot nu toe",
    steps_of_fields=STEPS_OF_FIELDS,
    looking_at=(LEAVES_NOTE, "party"),
)

pages = make_blueprint(PAGES, (*starting(PAGES), NO_NUMBER))
