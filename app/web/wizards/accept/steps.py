"""The questions of answering, in order."""

from app.core.counter.understanding import needs_talk
from app.web.wizards.accept.check import submit
from app.web.wizards.accept.forms.consent import ConsentForm
from app.web.wizards.accept.forms.decide import DecideForm, ReasonForm
from app.web.wizards.accept.forms.executor import ExecutorForm
from app.web.wizards.accept.scene import ACCEPT, REFUSE, AcceptScene
from app.web.wizards.give.forms.talk import AloneForm, UnderstoodForm
from app.wizard import Answer, Answers, Step, Wizard


def accepts(answers: Answers, scene: AcceptScene) -> bool:
    """Whether the answer is yes, by the side that holds the mandate: executors are the holder's to choose."""
    return answers.get("decide", {}).get("decision") == ACCEPT and scene.mandate.holder_id == scene.actor.party_id


def refuses(answers: Answers, _scene: AcceptScene) -> bool:
    """Whether the answer is no."""
    return answers.get("decide", {}).get("decision") == REFUSE


def at_the_counter(_answers: Answers, scene: AcceptScene) -> bool:
    """Whether a clerk has to read aloud what the customer agrees to."""
    return scene.at_the_counter


def needs_a_talk(answers: Answers, scene: AcceptScene) -> bool:
    """Whether a giver at the counter is asked alone, and in his own words: for more than low risk."""
    gives = scene.at_the_counter and scene.gives and answers.get("decide", {}).get("decision") == ACCEPT
    return gives and needs_talk([line.mandate_type for line in scene.mandate.lines])


def was_read_in_this_visit(answer: Answer, scene: AcceptScene) -> bool:
    """Consent is for one visit."""
    return bool(answer.get("visit") == str(scene.actor.visit_id))


def was_good_in_this_visit(answer: Answer, scene: AcceptScene) -> bool:
    """What a customer says counts in this visit, and only when the giving can go on."""
    return bool(answer.get("good")) and was_read_in_this_visit(answer, scene)


ANSWER = Wizard(
    "accept",
    steps=(
        Step("decide", DecideForm, section="decide"),
        Step("executor", ExecutorForm, when=accepts, section="who"),
        Step("reason", ReasonForm, when=refuses, section="reason"),
        Step("alone", AloneForm, when=needs_a_talk, still_holds=was_good_in_this_visit, section="aloud"),
        Step(
            "consent",
            ConsentForm,
            when=at_the_counter,
            rests_on=("decide", "executor", "reason"),
            still_holds=was_read_in_this_visit,
            section="aloud",
        ),
        Step(
            "understood",
            UnderstoodForm,
            when=needs_a_talk,
            rests_on=("decide",),
            still_holds=was_good_in_this_visit,
            section="aloud",
        ),
    ),
    submit=submit,
)
