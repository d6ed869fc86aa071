"""The questions of giving, in order."""

from app.core.counter.understanding import needs_talk
from app.web.wizards.give.check import submit
from app.web.wizards.give.forms.consent import ConsentForm
from app.web.wizards.give.forms.giver import GiverForm
from app.web.wizards.give.forms.holder import HolderCheckForm, HolderForm
from app.web.wizards.give.forms.notice import NoticeForm
from app.web.wizards.give.forms.period import EndDateForm, PeriodForm, StartForm
from app.web.wizards.give.forms.talk import AloneForm, UnderstoodForm
from app.web.wizards.give.forms.what import TypesForm, WhatForm
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.wording import UNTIL_A_DAY
from app.web.wizards.joint import STEP, JointForm
from app.web.wizards.step_form import StepForm
from app.wizard import Answer, Answers, Step, Wizard


def has_more_parties(_answers: Answers, scene: GiveScene) -> bool:
    """Whether there is a choice of givers."""
    return scene.has_more_parties


def has_own_end_date(answers: Answers, _scene: GiveScene) -> bool:
    """Whether the last day is still to be asked."""
    return bool(answers.get("period", {}).get("period") == UNTIL_A_DAY)


def never_chose_news(_answers: Answers, scene: GiveScene) -> bool:
    """Whether the own party never said how it wants its news; who did is not asked again with every mandate."""
    return not scene.draft.chose_news


def needs_second(answers: Answers, scene: GiveScene) -> bool:
    """Whether somebody else has to sign too, as far as the chosen types and the register tell."""
    keys = answers.get("types", {}).get("types", ())
    return bool(keys) and scene.needs_second(scene.catalogue.types_under(keys))


def at_the_counter(_answers: Answers, scene: GiveScene) -> bool:
    """Whether a clerk has to read aloud what the customer agrees to."""
    return scene.at_the_counter


def was_read_in_this_visit(answer: Answer, scene: GiveScene) -> bool:
    """Consent is for one visit: another clerk, or another day, reads it again."""
    return bool(answer.get("visit") == str(scene.actor.visit_id))


def needs_a_talk(answers: Answers, scene: GiveScene) -> bool:
    """Whether the customer at the counter is asked alone, and in his own words: for more than low risk."""
    keys = answers.get("types", {}).get("types", ())
    return scene.at_the_counter and needs_talk(scene.catalogue.types_under(keys))


def was_good_in_this_visit(answer: Answer, scene: GiveScene) -> bool:
    """What a customer says counts in this visit, and only when the giving can go on."""
    return bool(answer.get("good")) and was_read_in_this_visit(answer, scene)


def steps_at_the_counter(consent_form: type[StepForm], read_aloud: tuple[str, ...]) -> tuple[Step, ...]:
    """What a clerk asks a customer who gives: alone, the consent, and his own words; all about what was read aloud."""
    alone = Step("alone", AloneForm, when=needs_a_talk, still_holds=was_good_in_this_visit, section="aloud")
    about = {"rests_on": read_aloud, "section": "aloud"}
    consent = Step("consent", consent_form, when=at_the_counter, still_holds=was_read_in_this_visit, **about)
    understood = Step("understood", UnderstoodForm, when=needs_a_talk, still_holds=was_good_in_this_visit, **about)
    return alone, consent, understood


READ_ALOUD = ("holder", "holder-check", "what", "types", "start", "period", "end-date", "notice")

GIVE = Wizard(
    "give",
    steps=(
        Step("giver", GiverForm, when=has_more_parties, section="own"),
        Step("holder", HolderForm, section="whom"),
        Step("holder-check", HolderCheckForm, rests_on=("holder",), section="whom"),
        Step("what", WhatForm, section="what"),
        Step("types", TypesForm, rests_on=("what",), section="what"),
        Step("start", StartForm, section="long"),
        Step("period", PeriodForm, section="long"),
        Step("end-date", EndDateForm, when=has_own_end_date, section="long"),
        Step("notice", NoticeForm, when=never_chose_news, section="news"),
        Step(STEP, JointForm, when=needs_second, rests_on=("types",), section=STEP),
        *steps_at_the_counter(ConsentForm, READ_ALOUD),
    ),
    submit=submit,
)
