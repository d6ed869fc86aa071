"""The questions about a colleague, in order."""

from app.web.wizards.colleague.check import submit
from app.web.wizards.colleague.forms.consent import ConsentForm
from app.web.wizards.colleague.forms.customers import CustomersForm
from app.web.wizards.colleague.forms.groups import GroupsForm
from app.web.wizards.colleague.forms.what import LevelForm, PeriodForm, RightsForm
from app.web.wizards.colleague.forms.who import NewForm, WhoForm
from app.web.wizards.colleague.scene import GROUPS, NEW, OWN_CHOICE, ColleagueScene
from app.web.wizards.give.steps import at_the_counter, was_read_in_this_visit
from app.wizard import Answers, Step, Wizard


def chooses(_answers: Answers, scene: ColleagueScene) -> bool:
    """Whether it still has to be said who; who came to change somebody's rights said so already."""
    return not scene.changes


def is_new(answers: Answers, _scene: ColleagueScene) -> bool:
    """Whether somebody new is appointed."""
    return answers.get("who", {}).get("who") == NEW


def has_customers(_answers: Answers, scene: ColleagueScene) -> bool:
    """Whether there is anybody to work for; else it is for all that come."""
    return bool(scene.customers)


def chooses_groups(answers: Answers, scene: ColleagueScene) -> bool:
    """Whether it is for what some mandate groups list."""
    return has_customers(answers, scene) and answers.get("customers", {}).get("scope") == GROUPS


def chooses_rights(answers: Answers, _scene: ColleagueScene) -> bool:
    """Whether rights are chosen one by one."""
    return answers.get("level", {}).get("level") == OWN_CHOICE


READ_ALOUD = ("who", "new", "customers", "groups", "level", "rights", "period")

COLLEAGUE = Wizard(
    "colleague",
    steps=(
        Step("who", WhoForm, when=chooses, section="who"),
        Step("new", NewForm, when=is_new, rests_on=("who",), section="who"),
        Step("customers", CustomersForm, when=has_customers, section="whom"),
        Step("groups", GroupsForm, when=chooses_groups, rests_on=("customers",), section="whom"),
        Step("level", LevelForm, section="what"),
        Step("rights", RightsForm, when=chooses_rights, rests_on=("level",), section="what"),
        Step("period", PeriodForm, section="long"),
        Step(
            "consent",
            ConsentForm,
            when=at_the_counter,
            rests_on=READ_ALOUD,
            still_holds=was_read_in_this_visit,
            section="aloud",
        ),
    ),
    submit=submit,
)
