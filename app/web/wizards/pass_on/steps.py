"""The questions of passing on, in order."""

from app.web.wizards.give.forms.giver import GiverForm
from app.web.wizards.give.forms.holder import HolderCheckForm
from app.web.wizards.give.steps import has_more_parties, needs_second, steps_at_the_counter
from app.web.wizards.joint import STEP
from app.web.wizards.pass_on.check import submit
from app.web.wizards.pass_on.forms.consent import ConsentForm
from app.web.wizards.pass_on.forms.joint import PassOnJointForm
from app.web.wizards.pass_on.forms.source import SourceForm
from app.web.wizards.pass_on.forms.third import ThirdForm
from app.web.wizards.pass_on.forms.until import UntilForm
from app.web.wizards.pass_on.forms.what import TypesForm
from app.wizard import Step, Wizard

READ_ALOUD = ("source", "holder", "holder-check", "types", "until")

PASS_ON = Wizard(
    "pass_on",
    steps=(
        Step("giver", GiverForm, when=has_more_parties, section="own"),
        Step("source", SourceForm, rests_on=("giver",), section="source"),
        Step("holder", ThirdForm, section="whom"),
        Step("holder-check", HolderCheckForm, rests_on=("holder",), section="whom"),
        Step("types", TypesForm, rests_on=("source",), section="what"),
        Step("until", UntilForm, rests_on=("source", "types"), section="long"),
        Step(STEP, PassOnJointForm, when=needs_second, rests_on=("types",), section=STEP),
        *steps_at_the_counter(ConsentForm, READ_ALOUD),
    ),
    submit=submit,
)
