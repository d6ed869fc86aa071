"""The questions of changing holders, in order."""

from app.web.wizards.give.forms.giver import GiverForm
from app.web.wizards.give.forms.holder import HolderCheckForm
from app.web.wizards.give.forms.notice import NoticeForm
from app.web.wizards.give.steps import has_more_parties, needs_second, never_chose_news, steps_at_the_counter
from app.web.wizards.joint import STEP, JointForm
from app.web.wizards.transfer.check import submit
from app.web.wizards.transfer.forms.consent import ConsentForm
from app.web.wizards.transfer.forms.holder import NewHolderForm
from app.web.wizards.transfer.forms.old import OldForm
from app.web.wizards.transfer.forms.what import TypesForm
from app.web.wizards.transfer.forms.when import WhenForm
from app.wizard import Step, Wizard

READ_ALOUD = ("old", "holder", "holder-check", "types", "start", "notice")

TRANSFER = Wizard(
    "transfer",
    steps=(
        Step("giver", GiverForm, when=has_more_parties, section="own"),
        Step("old", OldForm, rests_on=("giver",), section="old"),
        Step("holder", NewHolderForm, section="whom"),
        Step("holder-check", HolderCheckForm, rests_on=("holder",), section="whom"),
        Step("types", TypesForm, rests_on=("old",), section="what"),
        Step("start", WhenForm, section="long"),
        Step("notice", NoticeForm, when=never_chose_news, section="news"),
        Step(STEP, JointForm, when=needs_second, rests_on=("types",), section=STEP),
        *steps_at_the_counter(ConsentForm, READ_ALOUD),
    ),
    submit=submit,
)
