"""The questions of asking, in order."""

from app.web.wizards.ask.check import submit
from app.web.wizards.ask.forms.consent import ConsentForm
from app.web.wizards.ask.forms.parties import GiverForm, HolderForm
from app.web.wizards.ask.forms.reason import ReasonForm
from app.web.wizards.give.forms.holder import HolderCheckForm
from app.web.wizards.give.forms.notice import NoticeForm
from app.web.wizards.give.forms.period import EndDateForm, PeriodForm, StartForm
from app.web.wizards.give.forms.what import TypesForm, WhatForm
from app.web.wizards.give.steps import (
    at_the_counter,
    has_more_parties,
    has_own_end_date,
    needs_second,
    never_chose_news,
    was_read_in_this_visit,
)
from app.web.wizards.joint import STEP, JointForm
from app.wizard import Step, Wizard

READ_ALOUD = ("giver", "giver-check", "what", "types", "start", "period", "end-date", "reason", "notice")

ASK = Wizard(
    "ask",
    steps=(
        Step("holder", HolderForm, when=has_more_parties, section="own"),
        Step("giver", GiverForm, section="whom"),
        Step("giver-check", HolderCheckForm, rests_on=("giver",), section="whom"),
        Step("what", WhatForm, section="what"),
        Step("types", TypesForm, rests_on=("what",), section="what"),
        Step("start", StartForm, section="long"),
        Step("period", PeriodForm, section="long"),
        Step("end-date", EndDateForm, when=has_own_end_date, section="long"),
        Step("reason", ReasonForm, section="reason"),
        Step("notice", NoticeForm, when=never_chose_news, section="news"),
        Step(STEP, JointForm, when=needs_second, rests_on=("types",), section=STEP),
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
